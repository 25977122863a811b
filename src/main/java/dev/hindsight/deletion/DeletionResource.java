package dev.hindsight.deletion;

import dev.hindsight.access.Caller;
import dev.hindsight.access.Callers;
import dev.hindsight.edge.EntityTag;
import dev.hindsight.execution.ExecutionRef;
import dev.hindsight.execution.ExecutionSummary;
import dev.hindsight.page.Query;
import dev.hindsight.payload.PayloadConfig;
import dev.hindsight.payload.PayloadReader;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Deletions over HTTP. */
@Path("/api/v1/executions")
@Tag(name = "Retention")
public class DeletionResource {

    private final DeletionService service;
    private final Callers callers;
    private final PayloadReader payloads;

    DeletionResource(DeletionService service, Callers callers, PayloadConfig config) {
        this.service = service;
        this.callers = callers;
        this.payloads = new PayloadReader(config);
    }

    /** Deletes an execution. */
    @DELETE
    @Path("/{execution}")
    @Operation(
            summary = "Delete an execution: softly, to be restored within the grace, or for good")
    @Parameter(
            name = "purge",
            in = ParameterIn.QUERY,
            description = "true removes all its rows at once")
    public Uni<RestResponse<Void>> delete(
            @PathParam("execution") String execution,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @Context UriInfo uri) {
        Query query = new Query(uri.getQueryParameters());
        boolean purge = query.word("purge", Map.of("true", true, "false", false)).orElse(false);
        query.finish();
        Caller caller = callers.current();
        ExecutionRef ref = ExecutionRef.parse(execution, ifMatch);
        Uni<Void> done = purge ? service.purge(caller, ref) : service.delete(caller, ref);
        return done.map(nothing -> RestResponse.noContent());
    }

    /** Takes a soft deletion back. */
    @POST
    @Path("/{execution}/restore")
    @Operation(summary = "Restore an execution that was deleted softly")
    public Uni<RestResponse<Object>> restore(
            @PathParam("execution") String execution,
            @HeaderParam("If-Match") @Nullable String ifMatch) {
        return service.restore(callers.current(), ExecutionRef.parse(execution, ifMatch))
                .map(DeletionResource::told);
    }

    private static RestResponse<Object> told(ExecutionSummary summary) {
        return RestResponse.ResponseBuilder.<Object>ok(summary)
                .header("ETag", EntityTag.of(summary.version()))
                .build();
    }

    /** Deletes all executions that match a filter. */
    @POST
    @Path("/delete")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Delete all executions that match a filter")
    public Uni<Map<String, Long>> deleteAll(
            byte[] body,
            @Parameter(hidden = true) @HeaderParam("If-Match") @Nullable String ifMatch)
            throws IOException {
        EntityTag.refuse(ifMatch);
        return service.deleteAll(callers.current(), DeletionRequest.read(body, payloads))
                .map(deleted -> Map.of("deleted", deleted));
    }
}
