package dev.hindsight.change;

import dev.hindsight.db.EventLoops;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Hears the wake-ups of other replicas: keeps a connection that listens, looks whether it still does,
 * since one that was cut off says nothing, and makes it anew. Without one nothing is lost but time:
 * whoever reads looks by himself, only less often.
 *
 * <p>All it has belongs to one thread, that of its executor.
 */
final class WakeUps {

    private static final Logger LOG = Logger.getLogger(WakeUps.class);

    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    /** A connection that takes longer is given up; one that comes later is closed. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Duration FIRST_WAIT = Duration.ofMillis(250);

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final WakeUpStore store;
    private final Executor loop;
    private final String self;
    private final Runnable woken;

    private WakeUpStore.@Nullable Line line;
    private @Nullable Cancellable timer;
    private Duration wait = FIRST_WAIT;
    private boolean isOver;

    /** Which attempt at a connection is under way: what is left of others is thrown away. */
    private int attempt;

    private volatile boolean isListening;

    /**
     * Listens once it is started.
     *
     * @param loop on which it lives
     * @param self whose own wake-ups are passed over
     * @param woken is told of others'
     */
    WakeUps(WakeUpStore store, Executor loop, String self, Runnable woken) {
        this.store = store;
        this.loop = loop;
        this.self = self;
        this.woken = woken;
    }

    /** Whether it would hear at the moment. */
    boolean isListening() {
        return isListening;
    }

    /** Makes the connection. On the loop. */
    void start() {
        int mine = ++attempt;
        later(PATIENCE, () -> again(mine, new IllegalStateException("No answer")));
        store.open(new Ear(mine))
                .subscribe()
                .with(
                        opened -> loop.execute(() -> begin(mine, opened)),
                        failure -> loop.execute(() -> again(mine, failure)));
    }

    /** Lets the connection go. On the loop. */
    void stop() {
        isOver = true;
        drop();
    }

    private void begin(int mine, WakeUpStore.Line opened) {
        if (isOver || mine != attempt) {
            opened.close();
            return;
        }
        line = opened;
        isListening = true;
        // What was told while nobody listened.
        woken.run();
        later(HEARTBEAT, () -> check(mine, opened));
    }

    private void check(int mine, WakeUpStore.Line checked) {
        checked.isAlive()
                .subscribe()
                .with(
                        alive -> loop.execute(() -> checked(mine, checked, alive)),
                        failure -> loop.execute(() -> again(mine, failure)));
    }

    private void checked(int mine, WakeUpStore.Line checked, boolean isAlive) {
        if (isOver || mine != attempt) {
            return;
        }
        if (isAlive) {
            wait = FIRST_WAIT;
            later(HEARTBEAT, () -> check(mine, checked));
        } else {
            // A pooler gave the session to somebody else.
            again(mine, new IllegalStateException("The session does not listen any more"));
        }
    }

    /** Tries again after a while; the whiles grow until a connection has proved good. */
    private void again(int mine, Throwable failure) {
        if (isOver || mine != attempt) {
            return;
        }
        LOG.debugf("Wake-ups of other replicas are not heard: %s", failure);
        drop();
        later(wait, this::start);
        Duration doubled = wait.multipliedBy(2);
        wait = doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
    }

    /** Does something later, in place of what was to be done. */
    private void later(Duration delay, Runnable task) {
        cancel();
        timer = EventLoops.after(loop, delay, task);
    }

    private void cancel() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void drop() {
        attempt++;
        isListening = false;
        cancel();
        if (line != null) {
            line.close();
            line = null;
        }
    }

    /** What happens on the connection of one attempt. */
    private final class Ear implements WakeUpStore.Ear {

        private final int mine;

        Ear(int mine) {
            this.mine = mine;
        }

        @Override
        public void woken(String sender) {
            if (!sender.equals(self)) {
                woken.run();
            }
        }

        @Override
        public void closed() {
            loop.execute(() -> again(mine, new IllegalStateException("The connection is closed")));
        }
    }
}
