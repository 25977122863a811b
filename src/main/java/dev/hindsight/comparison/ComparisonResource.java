package dev.hindsight.comparison;

import dev.hindsight.access.Callers;
import dev.hindsight.access.ReadsPayloads;
import dev.hindsight.execution.ExecutionRef;
import dev.hindsight.stream.Streamed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Comparisons over HTTP. */
@Path("/api/v1/executions")
@Tag(name = "Executions")
public class ComparisonResource {

    private static final String LAST_SUCCESS = "last-success";

    private final ComparisonService service;
    private final Callers callers;

    ComparisonResource(ComparisonService service, Callers callers) {
        this.service = service;
        this.callers = callers;
    }

    /** Two executions compared; the answer is streamed. */
    @GET
    @ReadsPayloads
    @Path("/{execution}/diff/{other}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary =
                    "Compare an execution with another, or with the last-success: the newest"
                            + " completed one of its workflow that started before it")
    public Uni<Streamed> compare(
            @PathParam("execution") String execution, @PathParam("other") String other) {
        ExecutionRef left = ExecutionRef.parse(execution);
        ExecutionRef right = other.equals(LAST_SUCCESS) ? null : ExecutionRef.parse(other);
        return service.compare(callers.current(), left, right)
                .map(pieces -> new Streamed(Streamed.UNKNOWN, pieces));
    }
}
