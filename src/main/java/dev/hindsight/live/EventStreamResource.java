package dev.hindsight.live;

import dev.hindsight.access.Admission;
import dev.hindsight.access.Caller;
import dev.hindsight.access.Callers;
import dev.hindsight.access.Seats;
import dev.hindsight.change.FeedPosition;
import dev.hindsight.content.Content;
import dev.hindsight.filter.ExecutionFilter;
import dev.hindsight.filter.ExecutionFilterParameters;
import dev.hindsight.filter.ExecutionFilterQuery;
import dev.hindsight.page.Query;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.problem.Violation;
import dev.hindsight.stream.Streamed;
import dev.hindsight.subscription.Stage;
import dev.hindsight.watch.Hub;
import dev.hindsight.watch.Watcher;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The live channel as Server-Sent Events. */
@Path("/api/v1/live/events")
@Tag(name = "Live")
public class EventStreamResource {

    private static final int RETRY_SECONDS = 5;

    private final Hub hub;
    private final StreamFrames dialect;
    private final Pulse pulse;
    private final LiveConfig config;
    private final Callers callers;
    private final Admission admission;
    private final Seats seats;
    private final LiveConnection.Desk desk;

    EventStreamResource(
            Hub hub,
            StreamFrames dialect,
            Frames frames,
            Pulse pulse,
            LiveConfig config,
            Callers callers,
            Admission admission,
            Seats seats,
            Stage stage,
            Clock clock) {
        this.hub = hub;
        this.dialect = dialect;
        this.pulse = pulse;
        this.config = config;
        this.callers = callers;
        this.admission = admission;
        this.seats = seats;
        this.desk = new LiveConnection.Desk(hub, frames, stage, clock, config.heartbeat());
    }

    /** Events of executions that match, from now on or from a cursor on, until the client hangs up. */
    @GET
    @Produces("text/event-stream")
    @Operation(summary = "Watch executions, with the filters of the list, as Server-Sent Events")
    public Response watch(
            @BeanParam ExecutionFilterParameters documented,
            @HeaderParam("Last-Event-ID") @Nullable String cursor,
            @Parameter(hidden = true) @HeaderParam("Authorization") @Nullable String authorization,
            @Context UriInfo uri) {
        Query query = new Query(uri.getQueryParameters());
        ExecutionFilter filter = ExecutionFilterQuery.filter(query, Content.ANY);
        query.finish();
        FeedPosition resume = cursor == null || cursor.isEmpty() ? null : position(cursor);
        Caller caller = callers.current();
        EventStream stream =
                new EventStream(
                        desk, pulse, caller, new Entrance(admission, seats, authorization, null));
        seats.check(caller);
        if (pulse.isFull()) {
            throw new ProblemException(
                    ProblemType.OVERLOADED,
                    "There are %d connections.".formatted(config.maxConnections()),
                    List.of(),
                    Map.of("retryAfter", RETRY_SECONDS));
        }
        Streamed events =
                new Streamed(
                        Streamed.UNKNOWN,
                        stream.pieces(
                                outbox ->
                                        hub.executions(
                                                new Watcher(
                                                        caller,
                                                        outbox,
                                                        dialect,
                                                        ended -> stream.finish()),
                                                new Hub.Opening(
                                                        "events", 0, resume, config.heartbeat()),
                                                filter)));
        return Response.ok(events)
                .header("Cache-Control", "no-store")
                .header("X-Accel-Buffering", "no")
                .build();
    }

    private static FeedPosition position(String cursor) {
        String detail = "It is no cursor of the live channel.";
        return FeedPosition.ofCursor(cursor)
                .orElseThrow(
                        () ->
                                new ProblemException(
                                        ProblemType.INVALID_REQUEST,
                                        "Last-Event-ID: " + detail,
                                        List.of(new Violation("/Last-Event-ID", detail))));
    }
}
