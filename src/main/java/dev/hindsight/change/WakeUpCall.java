package dev.hindsight.change;

import dev.hindsight.db.EventLoops;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * Wakes the other replicas: at once where nothing was written for a while, else once for all that was
 * written meanwhile. Never in a transaction that writes: each that notifies takes its turn at a lock
 * of the whole server to commit, which is ten times slower than to commit without.
 */
final class WakeUpCall {

    private static final Logger LOG = Logger.getLogger(WakeUpCall.class);

    private static final Duration PAUSE = Duration.ofMillis(50);

    private enum State {
        /** Nothing was written lately. */
        QUIET,
        /** Others were woken, and it is paused. */
        PAUSED,
        /** And something was written since. */
        DUE
    }

    private final FeedStore store;
    private final Executor loop;
    private final String self;
    private final AtomicReference<State> state = new AtomicReference<>(State.QUIET);

    WakeUpCall(FeedStore store, Executor loop, String self) {
        this.store = store;
        this.loop = loop;
        this.self = self;
    }

    /** Says that something was written. From whatever thread. */
    void due() {
        State before = state.getAndUpdate(was -> was == State.QUIET ? State.PAUSED : State.DUE);
        if (before == State.QUIET) {
            loop.execute(this::call);
        }
    }

    private void call() {
        store.wakeOthers(self)
                .subscribe()
                .with(
                        done -> pause(),
                        failure -> {
                            LOG.debugf("Other replicas could not be woken: %s", failure);
                            pause();
                        });
    }

    private void pause() {
        EventLoops.after(loop, PAUSE, this::goOn);
    }

    private void goOn() {
        if (!state.compareAndSet(State.PAUSED, State.QUIET)) {
            state.set(State.PAUSED);
            call();
        }
    }
}
