package dev.hindsight.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A client of the live channel that notes what it hears. Texts are written with single quotes. */
public final class LiveClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Closing> closing = new CompletableFuture<>();
    private final WebSocket socket;

    /** How the service closed the connection. */
    public record Closing(int code, String reason) {}

    private LiveClient(WebSocket.Builder builder, URI uri) {
        this.socket = builder.buildAsync(uri, new Ear()).join();
    }

    /** Opens a connection, without a word. */
    public static LiveClient open() {
        return open(HTTP.newWebSocketBuilder().subprotocols("hindsight.live.v1"));
    }

    /** The same with headers or sub-protocols of one's own. */
    public static LiveClient open(WebSocket.Builder builder) {
        return new LiveClient(
                builder, URI.create("ws://localhost:%d/api/v1/live".formatted(RestAssured.port)));
    }

    /** The same of the service at an address such as {@code ws://localhost:8080}. */
    public static LiveClient openAt(String url, WebSocket.Builder builder) {
        return new LiveClient(builder, URI.create(url + "/api/v1/live"));
    }

    /** A builder for {@link #open(WebSocket.Builder)}. */
    public static WebSocket.Builder builder() {
        return HTTP.newWebSocketBuilder();
    }

    /** Opens a connection and says hello. */
    public static LiveClient greeted() {
        LiveClient client = open();
        client.say("{'type': 'hello'}");
        client.next("welcome");
        return client;
    }

    /** Says something. */
    public LiveClient say(String frame) {
        socket.sendText(frame.replace('\'', '"'), true).join();
        return this;
    }

    /** Says something that is no text. */
    public void say(byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    /** The next frame that is no bookmark. */
    public JsonNode next() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        JsonNode frame = heard(end);
        while (isBookmark(frame)) {
            frame = heard(end);
        }
        return frame;
    }

    /** The next frame, which is a bookmark. */
    public JsonNode bookmark() {
        JsonNode frame = heard(System.nanoTime() + PATIENCE.toNanos());
        if (!isBookmark(frame)) {
            throw new AssertionError("no bookmark: " + frame);
        }
        return frame;
    }

    private static boolean isBookmark(JsonNode frame) {
        return frame.path("type").asText().equals("bookmark");
    }

    private JsonNode heard(long end) {
        try {
            JsonNode frame = frames.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (frame == null) {
                throw new AssertionError("nothing was heard within " + PATIENCE);
            }
            return frame;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The next frame, which has this type. */
    public JsonNode next(String type) {
        JsonNode frame = next();
        if (!frame.path("type").asText().equals(type)) {
            throw new AssertionError("not a frame of type " + type + ": " + frame);
        }
        return frame;
    }

    /** The events up to the first that matches. */
    public List<JsonNode> eventsUntil(Predicate<JsonNode> last) {
        List<JsonNode> heard = new ArrayList<>();
        while (true) {
            JsonNode frame = next();
            if (!frame.path("type").asText().equals("events")) {
                throw new AssertionError("no events: " + frame);
            }
            for (JsonNode event : frame.path("events")) {
                heard.add(event);
                if (last.test(event)) {
                    return heard;
                }
            }
        }
    }

    /** The first event of an execution. */
    public JsonNode event(String executionId) {
        List<JsonNode> heard =
                eventsUntil(event -> event.path("execution").asText().equals(executionId));
        return heard.get(heard.size() - 1);
    }

    /** How the service closes the connection. */
    public Closing closing() {
        return closing.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** The sub-protocol that was agreed on. */
    public String subprotocol() {
        return socket.getSubprotocol();
    }

    /** Whether nothing has been heard that was not asked for. */
    public boolean isSilent() {
        return frames.isEmpty();
    }

    @Override
    public void close() {
        socket.abort();
    }

    private final class Ear implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                frames.add(parsed(text.toString()));
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closing.complete(new Closing(code, reason));
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closing.completeExceptionally(error);
        }
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
