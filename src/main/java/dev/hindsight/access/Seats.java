package dev.hindsight.access;

import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Connections that last, and how many of them the keys of each namespace hold on this replica: one
 * namespace does not take the room of the others. Those of keys of all namespaces are not counted.
 */
@Singleton
public final class Seats {

    private static final int RETRY_SECONDS = 5;

    /** By the id of the namespace; as many as ever had a limit. */
    private final Map<Integer, Integer> taken = new ConcurrentHashMap<>();

    Seats() {}

    /** A place that was taken, until it is left. */
    public static final class Seat {

        /** That of somebody who is not counted. */
        public static final Seat FREE = new Seat(() -> {});

        private final Runnable leave;
        private final AtomicBoolean left = new AtomicBoolean();

        private Seat(Runnable leave) {
            this.leave = leave;
        }

        /** Leaves it; again, in vain. From whatever thread. */
        public void leave() {
            if (left.compareAndSet(false, true)) {
                leave.run();
            }
        }
    }

    /**
     * Takes a place for a connection of a caller. From whatever thread.
     *
     * @throws ProblemException {@code overloaded} if the caller's namespace has as many as it may
     */
    public Seat take(Caller caller) {
        Integer limit = caller.grant().quotas().liveConnections();
        if (limit == null) {
            return Seat.FREE;
        }
        int namespaceId = caller.namespaceId();
        int number = taken.merge(namespaceId, 1, Integer::sum);
        Seat seat = new Seat(() -> taken.merge(namespaceId, -1, Integer::sum));
        if (number > limit) {
            seat.leave();
            throw full(limit);
        }
        return seat;
    }

    /**
     * Sees whether there would be a place for a connection of a caller.
     *
     * @throws ProblemException {@code overloaded} if the caller's namespace has as many as it may
     */
    public void check(Caller caller) {
        Integer limit = caller.grant().quotas().liveConnections();
        if (limit != null && taken.getOrDefault(caller.namespaceId(), 0) >= limit) {
            throw full(limit);
        }
    }

    private static ProblemException full(int limit) {
        return new ProblemException(
                ProblemType.OVERLOADED,
                "The namespace has the %d live connections that it may have.".formatted(limit),
                List.of(),
                Map.of("retryAfter", RETRY_SECONDS));
    }
}
