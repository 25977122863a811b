package dev.hindsight.report;

import static java.time.temporal.ChronoUnit.MILLIS;

import dev.hindsight.db.EventLoops;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.report.Submission.Waiting;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Writes reports in the order in which they are added, one transaction after the other: each takes
 * whatever has gathered while the one before was written, and in the pause that {@link Gathering}
 * allows.
 */
final class Lane {

    /** Bytes of requests at which a batch is large enough. */
    private static final long BATCH_BYTES = 8L * 1024 * 1024;

    /** Of a timer, which knows no shorter pause. */
    private static final Duration TICK = Duration.ofMillis(1);

    private final Desk desk;
    private final Executor loop;
    private final @Nullable Lane aside;
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger number = new AtomicInteger();
    private final AtomicBoolean busy = new AtomicBoolean();
    private final Gathering gathering = new Gathering();

    /** What ends the pause before a transaction; used on the loop alone. */
    private @Nullable Cancellable pause;

    /**
     * What all of them work with.
     *
     * @param maxBatch most reports of a transaction
     */
    record Desk(ReportTransaction transaction, WriterMeters meters, int maxBatch) {}

    /**
     * A lane that is empty.
     *
     * @param loop where its transactions run, one step after the other
     * @param aside the lane for reports of executions that others hold; {@code null} if this one waits
     *     for them
     */
    Lane(Desk desk, Executor loop, @Nullable Lane aside) {
        this.desk = desk;
        this.loop = loop;
        this.aside = aside;
    }

    void add(List<Waiting> more) {
        waiting.addAll(more);
        int before = number.getAndAdd(more.size());
        int expected = gathering.expected();
        if (busy.compareAndSet(false, true)) {
            loop.execute(this::gather);
        } else if (before < expected && before + more.size() >= expected) {
            loop.execute(this::resume);
        }
    }

    /** Writes what waits, now or after a pause for those who were answered last. */
    private void gather() {
        Duration wait = gathering.pause(number.get(), System.nanoTime());
        if (wait.isZero()) {
            next();
        } else {
            pause = EventLoops.after(loop, wait.plus(TICK).truncatedTo(MILLIS), this::resume);
        }
    }

    /** Ends the pause, if there is one. */
    private void resume() {
        if (pause != null) {
            pause.cancel();
            pause = null;
            gathering.paused(number.get());
            next();
        }
    }

    /** Writes what has gathered, and goes on until nothing is left. */
    private void next() {
        List<Waiting> batch = take();
        if (batch.isEmpty()) {
            rest();
            return;
        }
        long began = System.nanoTime();
        write(batch)
                .emitOn(loop)
                .subscribe()
                .with(
                        written -> {
                            int left = number.get();
                            gathering.wrote(batch.size(), left, began, System.nanoTime());
                            if (left == 0) {
                                rest();
                            } else {
                                gather();
                            }
                        });
    }

    private void rest() {
        busy.set(false);
        // One may have been added since the look, by somebody who saw that the lane was busy.
        if (!waiting.isEmpty() && busy.compareAndSet(false, true)) {
            loop.execute(this::gather);
        }
    }

    private List<Waiting> take() {
        List<Waiting> batch = new ArrayList<>();
        long bytes = 0;
        while (batch.size() < desk.maxBatch() && bytes < BATCH_BYTES) {
            Waiting first = waiting.poll();
            if (first == null) {
                break;
            }
            batch.add(first);
            bytes += first.report().bytes();
        }
        number.addAndGet(-batch.size());
        return batch;
    }

    /** Writes a batch, or the halves of one that fails, until the guilty report stands alone. */
    private Uni<Void> write(List<Waiting> batch) {
        List<Report> reports = batch.stream().map(Waiting::report).toList();
        long began = System.nanoTime();
        return desk.transaction()
                .write(reports, aside == null)
                .invoke(
                        recorded ->
                                desk.meters().wrote(reports, recorded, System.nanoTime() - began))
                .invoke(recorded -> answer(batch, recorded))
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(failure -> divide(batch, failure));
    }

    private Uni<Void> divide(List<Waiting> batch, Throwable failure) {
        if (concernsAll(failure)) {
            batch.forEach(it -> it.fail(failure));
            return Uni.createFrom().voidItem();
        }
        if (batch.size() == 1) {
            desk.meters().refused();
            batch.get(0).settle(Recorded.refused(guilt(failure)));
            return Uni.createFrom().voidItem();
        }
        desk.meters().divided();
        int half = batch.size() / 2;
        return write(batch.subList(0, half)).chain(() -> write(batch.subList(half, batch.size())));
    }

    private static ProblemException guilt(Throwable failure) {
        return failure instanceof ProblemException problem
                ? problem
                : ProblemException.causedBy(
                        failure,
                        ProblemType.INTERNAL,
                        "The service failed to write it. Its log tells why, by the id in X-Request-Id.",
                        Map.of());
    }

    /** Whether no other report would have fared better: the database is away. */
    private static boolean concernsAll(Throwable failure) {
        return failure instanceof ProblemException problem
                && problem.type() == ProblemType.UNAVAILABLE;
    }

    private void answer(List<Waiting> batch, List<Recorded> recorded) {
        List<Waiting> held = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            if (aside != null && recorded.get(i).isHeld()) {
                held.add(batch.get(i));
            } else {
                batch.get(i).settle(recorded.get(i));
            }
        }
        if (aside != null && !held.isEmpty()) {
            aside.add(held);
        }
    }
}
