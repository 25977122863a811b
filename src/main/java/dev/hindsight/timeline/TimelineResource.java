package dev.hindsight.timeline;

import dev.hindsight.access.Callers;
import dev.hindsight.execution.ExecutionRef;
import dev.hindsight.page.Query;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** One execution over HTTP. */
@Path("/api/v1/executions")
@Tag(name = "Executions")
public class TimelineResource {

    private final TimelineService service;
    private final Callers callers;

    TimelineResource(TimelineService service, Callers callers) {
        this.service = service;
        this.callers = callers;
    }

    /** One execution, soft-deleted ones too. */
    @GET
    @Path("/{execution}")
    @Operation(summary = "Get an execution with its payloads")
    @Parameter(
            name = "include",
            in = ParameterIn.QUERY,
            description = "A comma list of steps, logs, dag, tree, workflow")
    public Uni<RestResponse<ExecutionStory>> get(
            @PathParam("execution") String execution, @Context UriInfo uri) {
        ExecutionRef ref = ExecutionRef.parse(execution);
        Query query = new Query(uri.getQueryParameters());
        Set<Inclusion> included =
                Set.copyOf(query.words("include", Inclusion::ofWord, Inclusion.WORDS));
        query.finish();
        return service.get(callers.current(), ref, included)
                .map(
                        story ->
                                RestResponse.ResponseBuilder.ok(story)
                                        .header(
                                                "ETag",
                                                "\"" + story.execution().summary().version() + "\"")
                                        .build());
    }

    /** All steps of one execution, as columns. */
    @GET
    @Path("/{execution}/timeline")
    @Operation(summary = "Get all steps of an execution as columns, without payloads")
    public Uni<StepColumns> timeline(@PathParam("execution") String execution) {
        return service.columns(callers.current(), ExecutionRef.parse(execution));
    }

    /** What one execution takes. */
    @GET
    @Path("/{execution}/storage")
    @Operation(summary = "Tell how many rows and bytes an execution takes, by kind")
    public Uni<Storage> storage(@PathParam("execution") String execution) {
        return service.storage(callers.current(), ExecutionRef.parse(execution));
    }
}
