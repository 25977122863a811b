package dev.hindsight.subscription;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What goes out on one connection: one frame at a time, so that a slow reader is felt here, where what
 * waits is bounded, and not in the buffers of the network. Subscriptions take turns. It belongs to the
 * {@link Stage}.
 */
public final class Outbox {

    /** Answers to the client's own frames that may wait: one who asks and does not read is cut off. */
    private static final int MAX_ANSWERS = 200;

    private final Wire wire;
    private final Executor stage;
    private final Clock clock;
    private final Queue<String> answers = new ArrayDeque<>();
    private final Set<Subscription> ready = new LinkedHashSet<>();
    private @Nullable Instant inFlightSince;
    private boolean closed;

    /** An outbox that is empty. */
    public Outbox(Wire wire, Executor stage, Clock clock) {
        this.wire = wire;
        this.stage = stage;
        this.clock = clock;
    }

    /** Sends a frame that belongs to no subscription, before all that waits. */
    public void answer(String frame) {
        if (closed) {
            return;
        }
        if (answers.size() == MAX_ANSWERS) {
            close();
            wire.giveUp();
            return;
        }
        answers.add(frame);
        sendNext();
    }

    /** A subscription has something to send. */
    void ready(Subscription subscription) {
        ready.add(subscription);
        sendNext();
    }

    /** Sends nothing more of a subscription. */
    void drop(Subscription subscription) {
        ready.remove(subscription);
    }

    /** Sends nothing more. */
    public void close() {
        closed = true;
        answers.clear();
        ready.clear();
    }

    /** Whether a frame has been on its way for longer. */
    public boolean isStuck(Duration longest) {
        return !closed
                && inFlightSince != null
                && inFlightSince.plus(longest).isBefore(clock.instant());
    }

    private void sendNext() {
        if (closed || inFlightSince != null) {
            return;
        }
        String frame = answers.isEmpty() ? ofSubscriptions() : answers.remove();
        if (frame != null) {
            inFlightSince = clock.instant();
            wire.send(frame)
                    .subscribe()
                    .with(
                            sent -> stage.execute(this::landed),
                            failure -> stage.execute(this::close));
        }
    }

    private @Nullable String ofSubscriptions() {
        while (!ready.isEmpty()) {
            Subscription turn = ready.iterator().next();
            ready.remove(turn);
            String frame = turn.next();
            if (frame != null) {
                // It may have more, but the others are first.
                ready.add(turn);
                return frame;
            }
        }
        return null;
    }

    private void landed() {
        inFlightSince = null;
        sendNext();
    }
}
