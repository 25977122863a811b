package dev.hindsight.change;

import dev.hindsight.db.EventLoops;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

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

    private final Supplier<Uni<Void>> others;
    private final Executor loop;
    private final AtomicReference<State> state = new AtomicReference<>(State.QUIET);
    private volatile @Nullable Cancellable timer;
    private volatile boolean isOver;

    /**
     * Wakes when something is due.
     *
     * @param others wakes them
     * @param loop on which it lives
     */
    WakeUpCall(Supplier<Uni<Void>> others, Executor loop) {
        this.others = others;
        this.loop = loop;
    }

    /** Says that something was written. From whatever thread; nothing once it is over. */
    void due() {
        if (isOver) {
            return;
        }
        State before = state.getAndUpdate(was -> was == State.QUIET ? State.PAUSED : State.DUE);
        if (before == State.QUIET) {
            loop.execute(this::call);
        }
    }

    /** Ends it: no timer is set any more, for which there soon is no thread. From whatever thread. */
    void end() {
        isOver = true;
        Cancellable last = timer;
        if (last != null) {
            last.cancel();
        }
    }

    private void call() {
        others.get()
                .subscribe()
                .with(
                        done -> pause(),
                        failure -> {
                            LOG.debugf("Other replicas could not be woken: %s", failure);
                            pause();
                        });
    }

    private void pause() {
        if (isOver) {
            return;
        }
        Cancellable next = EventLoops.after(loop, PAUSE, this::goOn);
        timer = next;
        if (isOver) {
            next.cancel();
        }
    }

    private void goOn() {
        if (isOver) {
            return;
        }
        if (!state.compareAndSet(State.PAUSED, State.QUIET)) {
            state.set(State.PAUSED);
            call();
        }
    }
}
