package dev.hindsight.db;

import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What failures mean: whose they are, whether trying again helps, and what callers hear of them. */
public final class Failures {

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /** Another transaction was in the way; the same one succeeds when it is run again. */
    private static final Set<String> CONFLICTS = Set.of("40001", "40P01", LOCK_NOT_AVAILABLE);

    private static final String QUERY_CANCELED = "57014";

    private static final String CHECK_VIOLATION = "23514";

    /** Classes of errors that say that the server, not the statement, is the reason. */
    private static final Set<String> AWAY = Set.of("08", "53", "57", "58");

    /** Classes of errors of a server that does not have, or cannot do, what another one can. */
    private static final Set<String> UNABLE = Set.of("0A", "25", "42");

    /** The server ended the connection: an administrator asked for it, or another process crashed. */
    private static final Set<String> ENDED = Set.of("57P01", "57P02");

    static final Troubles TROUBLES = new Troubles();

    private Failures() {}

    /** Notes that the database answered. */
    static void mayBeOver() {
        TROUBLES.mayBeOver();
    }

    /** Whether there is no table for the rows of a day: it was dropped a moment ago, by another replica. */
    public static boolean lacksDay(Throwable failure) {
        return failure instanceof PgException refused
                && CHECK_VIOLATION.equals(refused.getSqlState())
                && refused.getErrorMessage().startsWith("no partition");
    }

    /**
     * What ran into a time limit while it waited for others, as one that lost to them, so that its
     * transaction is run again; any other failure as it is.
     */
    public static Throwable lostIfTimedOut(Throwable failure) {
        return QUERY_CANCELED.equals(sqlState(failure))
                ? new PgException("It was waited for too long", "ERROR", LOCK_NOT_AVAILABLE, "")
                : failure;
    }

    static boolean isTooBroad(Throwable failure) {
        return failure instanceof ProblemException problem
                && problem.type() == ProblemType.QUERY_TOO_BROAD;
    }

    static boolean isConflict(Throwable failure) {
        String state = sqlState(failure);
        return state != null && CONFLICTS.contains(state);
    }

    /**
     * Whether a connection that was good broke: a fresh one may be good again. One that cannot be made,
     * or is waited for in vain, says that the database is away.
     */
    static boolean isBroken(Throwable failure) {
        Throwable cause =
                failure instanceof ProblemException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        return cause instanceof ClosedConnectionException
                || (cause instanceof SocketException && !(cause instanceof ConnectException))
                || (cause instanceof PgException refused && ENDED.contains(refused.getSqlState()));
    }

    /**
     * Whether a failure, as the driver tells it, is the server's and not the statement's: another one
     * may answer. Of a replica that is also a table or column that it has not heard of yet, and what
     * it had to give up for what it replays.
     */
    public static boolean isOfServer(Throwable failure) {
        return isAway(failure) || isConflict(failure) || isUnable(failure);
    }

    /** Whether a failure, as the driver tells it, says that the server cannot be asked at all. */
    public static boolean isAway(Throwable failure) {
        String state = sqlState(failure);
        return state == null
                ? isConnectionLoss(failure)
                : !state.equals(QUERY_CANCELED) && AWAY.contains(state.substring(0, 2));
    }

    private static boolean isUnable(Throwable failure) {
        String state = sqlState(failure);
        return state != null && UNABLE.contains(state.substring(0, 2));
    }

    private static @Nullable String sqlState(Throwable failure) {
        return failure instanceof PgException refused ? refused.getSqlState() : null;
    }

    /** The innermost reason of a failure, on one line: the server's own words where there are some. */
    public static String reason(Throwable failure) {
        return Troubles.reason(failure);
    }

    /** What the driver says, as a caller hears it; problems are told as they are. */
    public static Throwable translate(Throwable failure) {
        if (QUERY_CANCELED.equals(sqlState(failure))) {
            TROUBLES.timedOut();
            return new ProblemException(
                    ProblemType.QUERY_TOO_BROAD,
                    "The question ran into its time limit. Narrow it: a workflowId, a status or a"
                            + " range of startedAfter and startedBefore helps most.");
        }
        if (isConflict(failure)) {
            return trouble(Trouble.BUSY, failure);
        }
        return isAway(failure) ? trouble(Trouble.of(sqlState(failure)), failure) : failure;
    }

    private static boolean isConnectionLoss(Throwable failure) {
        return failure instanceof IOException
                || failure instanceof VertxException
                // So says the pool of one who waited in vain for a connection.
                || failure instanceof NoStackTraceThrowable;
    }

    static ProblemException trouble(Trouble trouble, Throwable cause) {
        TROUBLES.begins(trouble, cause);
        return ProblemException.common(
                cause, ProblemType.UNAVAILABLE, trouble.detail(), Map.of("retryAfter", 2));
    }
}
