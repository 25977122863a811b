package dev.hindsight.live;

import dev.hindsight.access.Admission;
import dev.hindsight.access.Seats;
import dev.hindsight.live.FrameReader.BadFrame;
import dev.hindsight.live.FrameReader.BadSubscription;
import dev.hindsight.subscription.Stage;
import dev.hindsight.watch.Hub;
import io.quarkus.websockets.next.HandshakeRequest;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnPongMessage;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The live channel as a WebSocket. */
@WebSocket(path = "/api/v1/live")
public class LiveSocket {

    private final LiveConfig config;
    private final FrameReader reader;
    private final Admission admission;
    private final Seats seats;
    private final Pulse pulse;
    private final Stage stage;
    private final LiveConnection.Desk desk;
    private final Map<String, LiveConnection> connections = new ConcurrentHashMap<>();

    LiveSocket(
            LiveConfig config,
            Hub hub,
            Frames frames,
            FrameReader reader,
            Admission admission,
            Seats seats,
            Clock clock,
            Pulse pulse,
            Stage stage) {
        this.config = config;
        this.reader = reader;
        this.admission = admission;
        this.seats = seats;
        this.pulse = pulse;
        this.stage = stage;
        this.desk = new LiveConnection.Desk(hub, frames, stage, clock, config.heartbeat());
    }

    @OnOpen
    Uni<Void> open(WebSocketConnection socket) {
        LiveConnection connection = new LiveConnection(socket, desk, entrance(socket));
        connections.put(socket.id(), connection);
        if (!pulse.add(connection)) {
            stage.execute(
                    () ->
                            connection.close(
                                    CloseCode.TOO_MANY,
                                    "there are %d connections".formatted(config.maxConnections())));
        }
        return Uni.createFrom().voidItem();
    }

    private Entrance entrance(WebSocketConnection socket) {
        HandshakeRequest request = socket.handshakeRequest();
        return new Entrance(
                admission,
                seats,
                request.header("Authorization"),
                request.header(Admission.NAMESPACE_HEADER));
    }

    @OnTextMessage
    Uni<Void> hear(WebSocketConnection socket, String text) {
        with(
                socket,
                text.length(),
                connection -> {
                    if (text.length() > LiveConnection.MAX_FRAME
                            || text.getBytes(StandardCharsets.UTF_8).length
                                    > LiveConnection.MAX_FRAME) {
                        connection.close(CloseCode.BAD_MESSAGE, "a frame is longer than 16 KiB");
                        return;
                    }
                    try {
                        connection.hear(reader.read(text));
                    } catch (BadFrame wrong) {
                        connection.close(CloseCode.BAD_MESSAGE, wrong.getMessage());
                    } catch (BadSubscription wrong) {
                        connection.refuse(wrong.id(), wrong.problem());
                    }
                });
        return Uni.createFrom().voidItem();
    }

    @OnBinaryMessage
    Uni<Void> hear(WebSocketConnection socket, Buffer bytes) {
        with(socket, bytes.length(), it -> it.close(CloseCode.BAD_MESSAGE, "a frame is not text"));
        return Uni.createFrom().voidItem();
    }

    @OnPongMessage
    Uni<Void> answer(WebSocketConnection socket, Buffer bytes) {
        with(socket, bytes.length(), LiveConnection::alive);
        return Uni.createFrom().voidItem();
    }

    @OnError
    Uni<Void> fail(WebSocketConnection socket, Throwable failure) {
        // What breaks a connection is no news; it is over with it.
        with(socket, 0, LiveConnection::over);
        return socket.isOpen() ? socket.close() : Uni.createFrom().voidItem();
    }

    @OnClose
    Uni<Void> close(WebSocketConnection socket) {
        LiveConnection connection = connections.remove(socket.id());
        if (connection != null) {
            pulse.remove(connection);
            stage.execute(connection::over);
        }
        return Uni.createFrom().voidItem();
    }

    /** Does something for a connection on the stage, unless it is over or says too much at once. */
    private void with(WebSocketConnection socket, int length, Consumer<LiveConnection> work) {
        LiveConnection connection = connections.get(socket.id());
        if (connection != null && connection.carrier().takes(length)) {
            stage.execute(
                    () -> {
                        connection.carrier().took(length);
                        work.accept(connection);
                    });
        }
    }
}
