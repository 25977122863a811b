package dev.hindsight.workflow;

import dev.hindsight.access.Caller;
import dev.hindsight.access.Callers;
import dev.hindsight.access.ReadsPayloads;
import dev.hindsight.execution.Execution;
import dev.hindsight.execution.ExecutionRef;
import dev.hindsight.execution.ExecutionService;
import dev.hindsight.page.Fingerprint;
import dev.hindsight.page.Limit;
import dev.hindsight.page.Page;
import dev.hindsight.page.Query;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Workflows over HTTP. */
@Path("/api/v1/workflows")
@Tag(name = "Workflows")
public class WorkflowResource {

    private final WorkflowLister lister;
    private final WorkflowService service;
    private final ExecutionService executions;
    private final Callers callers;

    WorkflowResource(
            WorkflowLister lister,
            WorkflowService service,
            ExecutionService executions,
            Callers callers) {
        this.lister = lister;
        this.service = service;
        this.executions = executions;
        this.callers = callers;
    }

    /** A page of workflows. */
    @GET
    @Operation(summary = "List workflows with their last executions and what all of them count for")
    public Uni<Page<Workflow>> list(
            @QueryParam("limit") @DefaultValue("50") Limit limit,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("orderBy")
                    @Parameter(
                            description = "The last, or the greatest number, first",
                            schema =
                                    @Schema(
                                            enumeration = {"lastStartedAt", "total", "failed"},
                                            defaultValue = "lastStartedAt"))
                    @Nullable String orderBy,
            @Context UriInfo uri) {
        Query query = new Query(uri.getQueryParameters());
        WorkflowOrder order =
                query.word("orderBy", WorkflowOrder.words()).orElse(WorkflowOrder.LAST_STARTED_AT);
        query.finish();
        long fingerprint = Fingerprint.of(order.word(), "desc", Map.of());
        return lister.list(callers.current(), order, limit, cursor, fingerprint);
    }

    /** One workflow. */
    @GET
    @Path("/{workflowId}")
    @Operation(summary = "Get a workflow with its last execution and what all of them count for")
    public Uni<Workflow> get(@PathParam("workflowId") String workflowId) {
        return service.get(callers.current(), workflowId);
    }

    /** The execution of a workflow that started last. */
    @GET
    @ReadsPayloads(only = false)
    @Path("/{workflowId}/latest")
    @Operation(summary = "Get the execution of a workflow that started last, with its payloads")
    public Uni<RestResponse<Execution>> latest(@PathParam("workflowId") String workflowId) {
        Caller caller = callers.current();
        return service.getLatest(caller, workflowId)
                .chain(id -> executions.get(caller, new ExecutionRef(id, null)))
                .map(
                        found ->
                                RestResponse.ResponseBuilder.ok(found)
                                        .header("ETag", "\"" + found.summary().version() + "\"")
                                        .build());
    }
}
