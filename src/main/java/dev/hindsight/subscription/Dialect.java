package dev.hindsight.subscription;

import dev.hindsight.problem.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one kind of connection writes what subscriptions are told. {@code id} is the client's. */
public interface Dialect {

    /** The state that a subscription begins with, the members of a JSON object as text. */
    String snapshot(String id, String members, String cursor);

    /** The cursor was good: what follows are the changes since. */
    String resumed(String id, String cursor);

    /** What is held is to be forgotten; a snapshot follows. */
    String reset(String id, String reason);

    /**
     * Events, in order.
     *
     * @param cursor behind them; {@code null} if more of the same moment follow
     */
    String events(String id, List<Event> events, @Nullable String cursor);

    /** Nothing happened, up to here. */
    String bookmark(String id, String cursor);

    /** Lines of a log, JSON texts. */
    String logs(String id, List<String> lines, long afterSequence);

    /** Lines were skipped, from this one on. */
    String gap(String id, long fromSequence);

    /** The subscription has ended, or was not taken. */
    String error(String id, ProblemException problem);
}
