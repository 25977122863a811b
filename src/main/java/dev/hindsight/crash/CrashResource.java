package dev.hindsight.crash;

import dev.hindsight.access.Callers;
import dev.hindsight.edge.EntityTag;
import dev.hindsight.payload.PayloadConfig;
import dev.hindsight.payload.PayloadReader;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Crashes over HTTP: engines say what they do not run any more. */
@Path("/api/v1/executions")
@Tag(name = "Reports")
public class CrashResource {

    private final CrashService service;
    private final Callers callers;
    private final PayloadReader payloads;

    CrashResource(CrashService service, Callers callers, PayloadConfig config) {
        this.service = service;
        this.callers = callers;
        this.payloads = new PayloadReader(config);
    }

    /** Takes what an instance left running for crashed. */
    @POST
    @Path("/crashed")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Say that an engine's instance runs none of its executions any more")
    public Uni<Map<String, Long>> disown(
            byte[] body,
            @Parameter(hidden = true) @HeaderParam("If-Match") @Nullable String ifMatch)
            throws IOException {
        EntityTag.refuse(ifMatch);
        return service.disown(callers.current(), DisownRequest.read(body, payloads))
                .map(crashed -> Map.of("crashed", crashed));
    }
}
