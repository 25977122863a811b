package dev.hindsight.live;

import dev.hindsight.problem.ProblemException;
import dev.hindsight.subscription.Dialect;
import dev.hindsight.subscription.Event;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Server-Sent Events (WHATWG HTML, 9.2): {@code event} the kind, {@code data} the event, {@code id} the
 * cursor behind it, where it is the last of its moment. A cursor without an event is noted by clients
 * and not told to the page.
 */
@Singleton
class StreamFrames implements Dialect {

    private final Frames.Meters meters;

    StreamFrames(Frames.Meters meters) {
        this.meters = meters;
    }

    @Override
    public String snapshot(String id, String members, String cursor) {
        return place(cursor);
    }

    @Override
    public String resumed(String id, String cursor) {
        return place(cursor);
    }

    @Override
    public String reset(String id, String reason) {
        meters.reset(reason);
        return "event: reset\ndata: {\"reason\":\"" + reason + "\"}\n\n";
    }

    @Override
    public String events(String id, List<Event> events, @Nullable String cursor) {
        StringBuilder blocks = new StringBuilder();
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            blocks.append("event: ").append(event.kind()).append('\n');
            blocks.append("data: ").append(event.json()).append('\n');
            if (cursor != null && i == events.size() - 1) {
                blocks.append("id: ").append(cursor).append('\n');
            }
            blocks.append('\n');
        }
        return blocks.toString();
    }

    @Override
    public String bookmark(String id, String cursor) {
        return place(cursor);
    }

    /** The comment keeps proxies from taking the connection for dead. */
    private static String place(String cursor) {
        return ": \nid: " + cursor + "\n\n";
    }

    @Override
    public String logs(String id, List<String> lines, long afterSequence) {
        throw new UnsupportedOperationException("Lines are not sent as events");
    }

    @Override
    public String gap(String id, long fromSequence) {
        throw new UnsupportedOperationException("Lines are not sent as events");
    }

    @Override
    public String error(String id, ProblemException problem) {
        return "event: error\ndata: {\"status\":%d,\"type\":\"/problems/%s\"}\n\n"
                .formatted(problem.type().status(), problem.type().slug());
    }
}
