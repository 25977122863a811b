package dev.hindsight.step;

import dev.hindsight.access.Caller;
import dev.hindsight.access.Callers;
import dev.hindsight.access.ReadsPayloads;
import dev.hindsight.edge.EntityTag;
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
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Steps over HTTP, as they are read. */
@Path("/api/v1/executions/{execution}/steps")
@Tag(name = "Steps")
public class StepResource {

    private final StepService service;
    private final ExecutionService executions;
    private final Callers callers;

    StepResource(StepService service, ExecutionService executions, Callers callers) {
        this.service = service;
        this.executions = executions;
        this.callers = callers;
    }

    /** A page of an execution's steps. */
    @GET
    @ReadsPayloads(only = false)
    @Operation(summary = "List steps by index, start and key")
    @Parameter(name = "status", in = ParameterIn.QUERY, description = "A comma list means any of")
    @Parameter(name = "nodeId", in = ParameterIn.QUERY, description = "A comma list means any of")
    @Parameter(
            name = "attempts",
            in = ParameterIn.QUERY,
            schema = @Schema(enumeration = {"all", "latest"}))
    @Parameter(
            name = "fields",
            in = ParameterIn.QUERY,
            description = "summary leaves payloads out",
            schema = @Schema(enumeration = {"summary"}))
    public Uni<Page<Step>> list(
            @PathParam("execution") String execution,
            @QueryParam("limit") @DefaultValue("50") Limit limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context UriInfo uri) {
        ExecutionRef ref = ExecutionRef.parse(execution);
        Query query = new Query(uri.getQueryParameters());
        StepFilter filter =
                new StepFilter(
                        query.words("status", StepStatus::ofWord, StepStatus.WORDS),
                        query.texts("nodeId"),
                        query.word("attempts", Map.of("all", false, "latest", true)).orElse(false));
        boolean summary = query.word("fields", Map.of("summary", true)).orElse(false);
        query.finish();
        Caller caller = callers.current();
        return executions
                .require(caller, ref)
                .chain(
                        id ->
                                service.list(
                                        caller,
                                        id,
                                        filter,
                                        !summary,
                                        limit,
                                        cursor,
                                        Fingerprint.of("stepIndex", "asc", query.question())));
    }

    /** One attempt of a step. */
    @GET
    @ReadsPayloads(only = false)
    @Path("/{key}")
    @Operation(summary = "Get a step: its newest attempt, or another one")
    public Uni<RestResponse<Step>> get(
            @PathParam("execution") String execution,
            @PathParam("key") String key,
            @QueryParam("attempt") @Parameter(schema = @Schema(minimum = "1"))
                    @Nullable String attempt,
            @Context UriInfo uri) {
        ExecutionRef ref = ExecutionRef.parse(execution);
        Query query = new Query(uri.getQueryParameters());
        Long number = query.number("attempt", 1, Integer.MAX_VALUE);
        query.finish();
        return service.get(callers.current(), ref, key, number == null ? null : number.intValue())
                .map(
                        step ->
                                RestResponse.ResponseBuilder.ok(step)
                                        .header("ETag", EntityTag.of(step.version()))
                                        .build());
    }
}
