package dev.hindsight.change;

import dev.hindsight.change.FeedBatch.Gap;
import dev.hindsight.db.EventLoops;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads the feed for all who listen, from when the first one comes until the last one goes.
 *
 * <p>It looks when it is woken, and once in a while without. Where the database does not answer it
 * keeps its place and goes on when it does. All it has belongs to one thread, that of its executor,
 * but for what is said of it.
 */
final class FeedReader {

    private static final Logger LOG = Logger.getLogger(FeedReader.class);

    /** At least so long from one look to the next, however much is written. */
    private static final Duration BREATH = Duration.ofMillis(20);

    /** For so long it waits to be woken. */
    private static final Duration NAP = Duration.ofSeconds(2);

    /** The same where nobody would wake it. Without changes it tells its place as often. */
    private static final Duration SHORT_NAP = Duration.ofSeconds(1);

    /** A look that takes longer is given up; what answers later is passed over. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Duration FIRST_WAIT = Duration.ofMillis(100);

    private static final int MOST_DOUBLINGS = 4;

    /**
     * What it works with.
     *
     * @param looked is told of every look
     * @param read is told of what was found, before those who listen
     */
    record Desk(FeedStore store, Executor loop, Runnable looked, Consumer<FeedBatch> read) {}

    private final FeedStore store;
    private final Executor loop;
    private final Runnable looked;
    private final Consumer<FeedBatch> read;
    private final @Nullable WakeUps wakeUps;

    /** From whatever thread. */
    private final List<Consumer<FeedBatch>> listeners = new CopyOnWriteArrayList<>();

    private final AtomicBoolean isStarted = new AtomicBoolean();
    private final AtomicBoolean isWoken = new AtomicBoolean();
    private volatile boolean isOver;
    private volatile Uni<FeedPosition> first;

    private @Nullable FeedPosition position;
    private @Nullable Cancellable timer;
    private boolean isLooking;
    private int look;
    private int failures;
    private long lookedAt;
    private long mayLookAt;
    private long toldAt;

    /**
     * Reads once it is started.
     *
     * @param wakeUps makes what hears other replicas, for what it tells; absent if they do not wake
     *     each other
     */
    FeedReader(Desk desk, @Nullable WakeUpStore wakeUps, String self) {
        this.store = desk.store();
        this.loop = desk.loop();
        this.looked = desk.looked();
        this.read = desk.read();
        this.wakeUps = wakeUps == null ? null : new WakeUps(wakeUps, loop, self, this::wake);
        this.first = aPlace();
        this.toldAt = System.nanoTime() - SHORT_NAP.toNanos();
    }

    /** Lets somebody hear what comes. From whatever thread. */
    void add(Consumer<FeedBatch> listener) {
        listeners.add(listener);
        if (isStarted.compareAndSet(false, true)) {
            loop.execute(this::begin);
        }
    }

    /** Lets somebody hear no more. From whatever thread. */
    void remove(Consumer<FeedBatch> listener) {
        listeners.remove(listener);
    }

    /** Ends it. From whatever thread. */
    void stop() {
        isOver = true;
        loop.execute(
                () -> {
                    cancelTimer();
                    if (wakeUps != null) {
                        wakeUps.stop();
                    }
                });
    }

    /** Says that there is something to read. From whatever thread. */
    void wake() {
        if (isWoken.compareAndSet(false, true)) {
            loop.execute(this::plan);
        }
    }

    /** Done when it has a place from which it reads; fails if it cannot get one now. */
    Uni<Void> ready() {
        return Uni.createFrom().deferred(() -> first).replaceWithVoid();
    }

    /** The same for all who ask; whoever gives up leaves it to the others. */
    private Uni<FeedPosition> aPlace() {
        return store.position().memoize().indefinitely().ifNoItem().after(PATIENCE).fail();
    }

    private void begin() {
        if (isOver) {
            return;
        }
        first.subscribe()
                .with(
                        at -> loop.execute(() -> beginAt(at)),
                        failure -> loop.execute(() -> beginLater(failure)));
    }

    private void beginAt(FeedPosition at) {
        if (isOver) {
            return;
        }
        position = at;
        failures = 0;
        lookedAt = System.nanoTime();
        mayLookAt = lookedAt;
        if (wakeUps != null) {
            wakeUps.start();
        }
        plan();
    }

    private void beginLater(Throwable failure) {
        if (isOver) {
            return;
        }
        LOG.debugf("The feed cannot be read: %s", failure);
        first = aPlace();
        timer = EventLoops.after(loop, backOff(), this::begin);
    }

    /** Sees to it that there is a look when it is due. */
    private void plan() {
        if (isOver || isLooking || position == null) {
            return;
        }
        cancelTimer();
        long due = mayLookAt;
        if (!isWoken.get()) {
            Duration nap = wakeUps != null && wakeUps.isListening() ? NAP : SHORT_NAP;
            due = later(due, lookedAt + nap.toNanos());
        }
        timer = EventLoops.after(loop, Duration.ofNanos(due - System.nanoTime()), this::look);
    }

    private static long later(long one, long other) {
        return one - other > 0 ? one : other;
    }

    private void look() {
        FeedPosition from = position;
        if (isOver || isLooking || from == null) {
            return;
        }
        isLooking = true;
        isWoken.set(false);
        lookedAt = System.nanoTime();
        mayLookAt = lookedAt + BREATH.toNanos();
        int mine = ++look;
        looked.run();
        timer =
                EventLoops.after(
                        loop, PATIENCE, () -> failed(mine, new IllegalStateException("No answer")));
        store.after(from)
                .subscribe()
                .with(
                        batch -> loop.execute(() -> heard(mine, batch)),
                        failure -> loop.execute(() -> failed(mine, failure)));
    }

    private void heard(int mine, FeedBatch batch) {
        if (isOver || mine != look) {
            return;
        }
        failures = 0;
        isLooking = false;
        position = batch.position();
        try {
            read.accept(batch);
            tell(batch);
        } finally {
            plan();
        }
    }

    private void failed(int mine, Throwable failure) {
        if (isOver || mine != look) {
            return;
        }
        LOG.debugf("The feed cannot be read: %s", failure);
        look++;
        isLooking = false;
        mayLookAt = System.nanoTime() + backOff().toNanos();
        isWoken.set(true);
        plan();
    }

    private Duration backOff() {
        return FIRST_WAIT.multipliedBy(1L << Math.min(failures++, MOST_DOUBLINGS));
    }

    private void tell(FeedBatch batch) {
        long now = System.nanoTime();
        if (batch.changes().isEmpty()
                && batch.gap() == Gap.NONE
                && now - toldAt < SHORT_NAP.toNanos()) {
            return;
        }
        toldAt = now;
        for (Consumer<FeedBatch> listener : listeners) {
            try {
                listener.accept(batch);
            } catch (RuntimeException failure) {
                LOG.error("One who listens to the feed failed", failure);
            }
        }
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
