package dev.hindsight.erasure;

import dev.hindsight.access.Callers;
import dev.hindsight.access.RequiresRole;
import dev.hindsight.access.Role;
import dev.hindsight.payload.PayloadConfig;
import dev.hindsight.payload.PayloadReader;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Erasures over HTTP. */
@Path(ErasureResource.PATH)
@Tag(name = "Retention")
@RequiresRole(Role.ADMIN)
public class ErasureResource {

    static final String PATH = "/api/v1/erasures";

    private final ErasureService service;
    private final Callers callers;
    private final PayloadReader payloads;

    ErasureResource(ErasureService service, Callers callers, PayloadConfig config) {
        this.service = service;
        this.callers = callers;
        this.payloads = new PayloadReader(config);
    }

    /** Begins to erase all that a person left. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Erase all that a person left: {\"createdBy\": \"...\"}")
    public Uni<RestResponse<Erasure>> erase(byte[] body) throws IOException {
        return service.begin(callers.current(), ErasureRequest.read(body, payloads))
                .map(
                        erasure ->
                                RestResponse.ResponseBuilder.create(
                                                RestResponse.Status.ACCEPTED, erasure)
                                        .header("Location", PATH + "/" + erasure.id())
                                        .build());
    }

    /** How far an erasure is. */
    @GET
    @Path("/{id}")
    @Operation(summary = "Get an erasure: how far it is, and what it has erased")
    public Uni<Erasure> get(@PathParam("id") String id) {
        return service.get(callers.current(), parse(id));
    }

    private static UUID parse(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException none) {
            throw new ProblemException(ProblemType.NOT_FOUND, "There is no such erasure.");
        }
    }
}
