package dev.hindsight.reliability;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Watches all executions, and comes back with its cursor whenever it is sent away. */
final class Subscriber implements WebSocket.Listener {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** It is in more of a hurry than it is asked to be, so that the test is over soon. */
    private static final int HURRY = 10;

    private final URI uri;
    private final Map<String, Integer> held = new ConcurrentHashMap<>();
    private final List<Integer> retries = new CopyOnWriteArrayList<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();

    /** What it began. That a word is not sent any more is no failure: it may be sent away meanwhile. */
    private final Queue<CompletableFuture<?>> deeds = new ConcurrentLinkedQueue<>();

    private final StringBuilder text = new StringBuilder();
    private volatile String cursor = "";
    private volatile boolean over;
    private volatile @Nullable WebSocket socket;

    Subscriber(String url) {
        this.uri = URI.create(url.replaceFirst("^http", "ws") + "/api/v1/live");
        connect();
    }

    /** Whether it hears of what happens from now on. */
    boolean isWatching() {
        return !cursor.isEmpty();
    }

    /** The version of each execution that it heard of last. */
    Map<String, Integer> held() {
        return held;
    }

    /** After how many milliseconds it was asked to come back, each time that it was sent away. */
    List<Integer> retries() {
        return retries;
    }

    /** What must not be, and was. */
    List<String> failures() {
        return failures;
    }

    private void connect() {
        deeds.add(
                HTTP.newWebSocketBuilder()
                        .subprotocols("hindsight.live.v1")
                        .buildAsync(uri, this)
                        .whenComplete(
                                (opened, refused) -> {
                                    if (refused != null) {
                                        failures.add("not let in: " + refused);
                                    }
                                }));
    }

    @Override
    public void onOpen(WebSocket opened) {
        socket = opened;
        text.setLength(0);
        deeds.add(opened.sendText("{\"type\": \"hello\"}", true));
        opened.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            try {
                hear(from, JSON.readTree(text.toString()));
            } catch (JsonProcessingException | RuntimeException wrong) {
                failures.add(wrong + ": " + text);
            }
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    private void hear(WebSocket from, JsonNode frame) {
        switch (frame.path("type").asText()) {
            case "welcome" ->
                    deeds.add(
                            from.sendText(
                                    "{\"type\": \"subscribe\", \"id\": \"s\", \"topic\": \"executions\", \"snapshot\": 0, \"filter\": {}%s}"
                                            .formatted(
                                                    cursor.isEmpty()
                                                            ? ""
                                                            : ", \"resume\": \"" + cursor + "\""),
                                    true));
            case "snapshot" -> {
                if (!cursor.isEmpty()) {
                    failures.add("not resumed: " + frame);
                }
            }
            case "resumed", "bookmark" -> {}
            case "events" -> frame.path("events").forEach(this::apply);
            default -> failures.add("heard " + frame);
        }
        if (frame.has("cursor")) {
            cursor = frame.path("cursor").asText();
        }
    }

    /** An event carries the state, which may be newer than the change that it is about. */
    private void apply(JsonNode event) {
        held.merge(event.path("execution").asText(), event.path("version").asInt(), Math::max);
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        if (over) {
            return null;
        }
        if (code != 1001 || !reason.matches("\\{\"retryMs\": \\d+\\}")) {
            failures.add("closed with %d %s".formatted(code, reason));
            return null;
        }
        int retryMs = Integer.parseInt(reason.replaceAll("\\D", ""));
        retries.add(retryMs);
        CompletableFuture.delayedExecutor(retryMs / HURRY, TimeUnit.MILLISECONDS)
                .execute(this::connect);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        if (!over) {
            failures.add("cut off: " + error);
        }
    }

    void leave() {
        over = true;
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
    }
}
