package dev.hindsight.report;

import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Reports that somebody handed in together, and what becomes of them. They may be written on several
 * threads; who waits is told once, when the last one is settled.
 */
final class Submission {

    private final List<Report> reports;
    private final WaitingRoom room;
    private final UniEmitter<? super List<Recorded>> caller;
    private final @Nullable Recorded[] recorded;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final AtomicInteger open;

    Submission(List<Report> reports, WaitingRoom room, UniEmitter<? super List<Recorded>> caller) {
        this.reports = reports;
        this.room = room;
        this.caller = caller;
        this.recorded = new Recorded[reports.size()];
        this.open = new AtomicInteger(reports.size());
    }

    /** One of them, which waits to be written. */
    final class Waiting {

        private final int place;

        Waiting(int place) {
            this.place = place;
        }

        Report report() {
            return reports.get(place);
        }

        /** Told once, or {@link #fail} is. */
        void settle(Recorded what) {
            recorded[place] = what;
            close();
        }

        void fail(Throwable why) {
            failure.compareAndSet(null, why);
            close();
        }

        private void close() {
            room.leave(report());
            // Counting down also makes what was written before visible to who counts to zero.
            if (open.decrementAndGet() == 0) {
                Throwable failed = failure.get();
                if (failed == null) {
                    caller.complete(List.of(recorded));
                } else {
                    caller.fail(failed);
                }
            }
        }
    }
}
