package dev.hindsight.live;

import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Where the WebSocket is, for who does not ask for one: {@link LiveSocket} takes the others. */
@Path("/api/v1/live")
public class LiveResource {

    /** Says what to do. Not in the document of the contract, which knows no operation that only fails. */
    @GET
    @Operation(hidden = true)
    public Response refuse() {
        throw new ProblemException(
                ProblemType.UPGRADE_REQUIRED,
                "This is a WebSocket of the sub-protocol hindsight.live.v1: ask for the upgrade, or"
                        + " read Server-Sent Events at /api/v1/live/events.");
    }
}
