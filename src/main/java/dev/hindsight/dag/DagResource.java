package dev.hindsight.dag;

import dev.hindsight.access.Callers;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Graphs over HTTP. */
@Path("/api/v1/dags")
@Tag(name = "Graphs")
public class DagResource {

    private final DagService service;
    private final Callers callers;

    DagResource(DagService service, Callers callers) {
        this.service = service;
        this.callers = callers;
    }

    /** The graph with a hash, as it was sent but for key order and white space. */
    @GET
    @Path("/{hash}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Get a visualization graph")
    public Uni<String> get(@PathParam("hash") String hash) {
        return service.get(callers.current(), hash);
    }
}
