package dev.hindsight.live;

import dev.hindsight.access.Caller;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.subscription.NamedSubscriptions;
import dev.hindsight.subscription.Outbox;
import dev.hindsight.subscription.Problems;
import dev.hindsight.subscription.Stage;
import dev.hindsight.subscription.Subscription;
import dev.hindsight.subscription.Wire;
import dev.hindsight.watch.Hub;
import dev.hindsight.watch.Watcher;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.UserData;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** One WebSocket, from its opening on. It belongs to the {@link Stage}. */
final class LiveConnection implements Wire, Pulse.Beating {

    /** Bytes of the longest frame of a client. */
    static final int MAX_FRAME = 16 * 1024;

    private static final Duration SHORT_LEAVE_LIMIT = Duration.ofSeconds(1);
    private static final Duration HELLO_LIMIT = Duration.ofSeconds(5);
    private static final Duration WRITE_LIMIT = Duration.ofSeconds(10);

    /** For so long a client may take to read that it is over. */
    private static final Duration LEAVE_LIMIT = Duration.ofSeconds(10);

    /** What carries a WebSocket. */
    static final UserData.TypedKey<HttpConnection> CARRIER = new UserData.TypedKey<>("carrier");

    /** What all of them work with. */
    record Desk(Hub hub, Frames frames, Stage stage, Clock clock, Duration heartbeat) {}

    private final WebSocketConnection socket;
    private final Hub hub;
    private final Frames frames;
    private final Duration heartbeat;
    private final Clock clock;
    private final Carrier carrier;
    private final Entrance entrance;
    private final Stage stage;
    private final Outbox outbox;
    private final Instant opened;
    private final NamedSubscriptions subscriptions;

    /** What the client says while it is found out who it is. */
    private final Queue<ClientFrame> early = new ArrayDeque<>();

    private @Nullable Caller caller;
    private boolean greeted;
    private boolean closed;
    private boolean drained;
    private Instant checked;
    private Instant pinged;
    private Instant answered;

    LiveConnection(WebSocketConnection socket, Desk desk, Entrance entrance) {
        this.socket = socket;
        this.carrier = new Carrier(socket.userData().get(CARRIER));
        this.hub = desk.hub();
        this.frames = desk.frames();
        this.heartbeat = desk.heartbeat();
        this.clock = desk.clock();
        this.entrance = entrance;
        this.stage = desk.stage();
        this.outbox = new Outbox(this, stage, clock);
        this.subscriptions = new NamedSubscriptions(hub::leave);
        this.opened = clock.instant();
        this.checked = opened;
        this.pinged = opened;
        this.answered = opened;
    }

    @Override
    public Uni<Void> send(String frame) {
        frames.meters().sent();
        return socket.sendText(frame);
    }

    @Override
    public void giveUp() {
        close(CloseCode.SLOW, "frames are not read");
    }

    Carrier carrier() {
        return carrier;
    }

    /** The client says something. */
    void hear(ClientFrame frame) {
        if (frame instanceof ClientFrame.Hello hello) {
            greet(hello);
        } else if (!greeted) {
            close(CloseCode.BAD_MESSAGE, "the first frame is not a hello");
        } else if (caller != null) {
            hear(frame, caller);
        } else if (early.size() < NamedSubscriptions.MAX) {
            early.add(frame);
        } else {
            closeFull();
        }
    }

    private void hear(ClientFrame frame, Caller known) {
        if (frame instanceof ClientFrame.Unsubscribe unsubscribe) {
            subscriptions.end(unsubscribe.id());
        } else if (frame instanceof ClientFrame.SubscribeExecutions it && mayOpen(it.id())) {
            subscriptions.add(
                    hub.executions(
                            watcher(known),
                            new Hub.Opening(it.id(), it.items(), it.resume(), heartbeat),
                            it.filter()));
        } else if (frame instanceof ClientFrame.SubscribeExecution it && mayOpen(it.id())) {
            open(
                    it.id(),
                    hub.execution(
                            watcher(known),
                            new Hub.Opening(it.id(), it.items(), it.resume(), heartbeat),
                            it.execution()));
        } else if (frame instanceof ClientFrame.SubscribeLogs it && mayOpen(it.id())) {
            open(
                    it.id(),
                    hub.logs(
                            watcher(known),
                            it.id(),
                            it.execution(),
                            it.afterSequence(),
                            it.least()));
        }
    }

    private void greet(ClientFrame.Hello hello) {
        if (greeted) {
            close(CloseCode.BAD_MESSAGE, "there was a hello already");
            return;
        }
        greeted = true;
        entrance.admit(hello.token())
                .emitOn(stage)
                .subscribe()
                .with(this::welcome, failure -> refuse(Entrance.Refusal.of(failure)));
    }

    private void refuse(Entrance.Refusal refusal) {
        close(refusal.code(), refusal.reason());
    }

    private void welcome(Caller known) {
        if (closed) {
            return;
        }
        caller = known;
        outbox.answer(frames.welcome(heartbeat, NamedSubscriptions.MAX, clock.instant()));
        for (ClientFrame frame = early.poll(); frame != null && !closed; frame = early.poll()) {
            hear(frame, known);
        }
    }

    private Watcher watcher(Caller known) {
        return new Watcher(known, outbox, frames, subscriptions::forget);
    }

    /** Whether the name is free and there is room; if not, that is the end. */
    private boolean mayOpen(String id) {
        if (closed) {
            return false;
        }
        if (subscriptions.has(id)) {
            close(CloseCode.DUPLICATE_ID, "there is a subscription of that id");
        } else if (subscriptions.isFull()) {
            closeFull();
        } else if (subscriptions.isExhausted()) {
            close(CloseCode.TOO_MANY, "subscriptions are given up before they are read");
        }
        return !closed;
    }

    private void closeFull() {
        close(CloseCode.TOO_MANY, "there are %d subscriptions".formatted(NamedSubscriptions.MAX));
    }

    private void open(String id, Uni<Subscription> found) {
        subscriptions.add(
                id, found, failure -> outbox.answer(frames.error(id, Problems.of(failure))));
    }

    /** What was asked for cannot be had. */
    void refuse(String id, ProblemException problem) {
        if (greeted) {
            outbox.answer(frames.error(id, problem));
        } else {
            close(CloseCode.BAD_MESSAGE, "the first frame is not a hello");
        }
    }

    /** The client answered a ping. */
    void alive() {
        answered = clock.instant();
    }

    @Override
    public void tick(Instant now) {
        if (carrier.isLeaving()) {
            carrier.cutAfter(drained || caller == null ? SHORT_LEAVE_LIMIT : LEAVE_LIMIT, now);
            return;
        }
        if (caller != null && !now.isBefore(checked.plus(Entrance.CHECK))) {
            checked = now;
            entrance.check(
                    stage, () -> close(CloseCode.UNAUTHENTICATED, "the credential has ended"));
        }
        boolean isSilent = !greeted && opened.plus(HELLO_LIMIT).isBefore(now);
        boolean isGone = answered.plus(heartbeat.multipliedBy(2)).isBefore(pinged);
        boolean isDue = !now.isBefore(pinged.plus(heartbeat));
        if (isDue) {
            pinged = now;
        }
        if (isSilent) {
            close(CloseCode.TIMED_OUT, "there was no hello");
        } else if (isGone || outbox.isStuck(WRITE_LIMIT)) {
            close(CloseCode.SLOW, "the client does not answer");
        } else if (isDue) {
            socket.sendPing(Buffer.buffer()).subscribe().with(sent -> {}, failure -> {});
        }
    }

    @Override
    public Uni<Void> drain(int retryMs) {
        drained = true;
        return end(CloseCode.DRAINING, "{\"retryMs\": %d}".formatted(retryMs));
    }

    void close(CloseCode code, String reason) {
        end(code, reason).subscribe().with(done -> {}, failure -> {});
    }

    private Uni<Void> end(CloseCode code, String reason) {
        if (!carrier.leaves(clock.instant())) {
            return Uni.createFrom().voidItem();
        }
        frames.meters().closed(code);
        over();
        return socket.close(new CloseReason(code.code(), reason));
    }

    /** The connection is closed, by whomever. */
    void over() {
        closed = true;
        carrier.deafen();
        entrance.leave();
        outbox.close();
        subscriptions.endAll();
    }
}
