package dev.hindsight.live;

import dev.hindsight.access.Caller;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.subscription.Outbox;
import dev.hindsight.subscription.Stage;
import dev.hindsight.subscription.Subscription;
import dev.hindsight.subscription.Wire;
import dev.hindsight.watch.Hub;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One client of Server-Sent Events, whose answer goes on until either side ends it. It belongs to the
 * {@link Stage}.
 */
final class EventStream implements Wire, Pulse.Beating {

    private static final Duration WRITE_LIMIT = Duration.ofSeconds(10);

    private final Hub hub;
    private final Frames.Meters meters;
    private final Pulse pulse;
    private final Stage stage;
    private final Outbox outbox;
    private final Caller caller;
    private final Entrance entrance;
    private final Clock clock;
    private Instant checked;
    private boolean isOver;
    private @Nullable Subscription subscription;
    private @Nullable MultiEmitter<? super byte[]> answer;
    private @Nullable UniEmitter<? super Void> inFlight;

    EventStream(LiveConnection.Desk desk, Pulse pulse, Caller caller, Entrance entrance) {
        this.hub = desk.hub();
        this.meters = desk.frames().meters();
        this.pulse = pulse;
        this.stage = desk.stage();
        this.clock = desk.clock();
        this.caller = caller;
        this.entrance = entrance;
        this.checked = clock.instant();
        this.outbox = new Outbox(this, stage, clock);
    }

    /** The answer's body; begins to watch when it is asked for. From whatever thread. */
    Multi<byte[]> pieces(Function<Outbox, Subscription> watch) {
        return Multi.createFrom()
                .<byte[]>emitter(
                        emitter -> {
                            emitter.onTermination(() -> stage.execute(this::over));
                            stage.execute(() -> begin(emitter, watch));
                        },
                        BackPressureStrategy.BUFFER)
                // The next piece is asked for when the one before it has gone out.
                .onRequest()
                .invoke(() -> stage.execute(this::landed));
    }

    private void begin(MultiEmitter<? super byte[]> emitter, Function<Outbox, Subscription> watch) {
        // It counts from when it is read, which one who asks for the head alone never does.
        if (!isOver && sits() && pulse.add(this)) {
            answer = emitter;
            subscription = watch.apply(outbox);
        } else {
            entrance.leave();
            emitter.complete();
        }
    }

    private boolean sits() {
        try {
            entrance.sit(caller);
            return true;
        } catch (ProblemException full) {
            return false;
        }
    }

    @Override
    public Uni<Void> send(String frame) {
        meters.sent();
        return Uni.createFrom()
                .emitter(
                        sent -> {
                            inFlight = sent;
                            emit(frame);
                        });
    }

    private void emit(String text) {
        if (answer != null) {
            answer.emit(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void landed() {
        UniEmitter<? super Void> sent = inFlight;
        inFlight = null;
        if (sent != null) {
            sent.complete(null);
        }
    }

    @Override
    public void giveUp() {
        end(CloseCode.SLOW);
    }

    private void end(CloseCode why) {
        if (!isOver) {
            meters.closed(why);
        }
        finish();
    }

    /** Nothing more comes, which the client was told. */
    void finish() {
        if (answer != null) {
            answer.complete();
        }
        over();
    }

    @Override
    public void tick(Instant now) {
        if (outbox.isStuck(WRITE_LIMIT)) {
            giveUp();
        } else if (!now.isBefore(checked.plus(Entrance.CHECK))) {
            checked = now;
            entrance.check(stage, () -> end(CloseCode.UNAUTHENTICATED));
        }
    }

    @Override
    public Uni<Void> drain(int retryMs) {
        emit("retry: %d\n\n".formatted(retryMs));
        end(CloseCode.DRAINING);
        return Uni.createFrom().voidItem();
    }

    private void over() {
        isOver = true;
        outbox.close();
        pulse.remove(this);
        entrance.leave();
        if (subscription != null) {
            hub.leave(subscription);
            subscription = null;
        }
    }
}
