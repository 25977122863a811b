package dev.hindsight.reliability;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches the executions of a workflow, and comes back with its cursor, to another replica, whenever it
 * is cut off: what it holds is what the contract of the live channel lets it believe.
 */
final class Watcher {

    /** Of an execution, as it is stored. */
    record Stored(int version, Instant updatedAt) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A sign of life, or the end of a connection that began once. */
    private static final String LIFE = "";

    private static final String END = "end";

    /** The service gives a sign of life every second. */
    private static final int SILENCE_SECONDS = 5;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Cluster cluster;
    private final String workflow;
    private final Map<String, Integer> held = new HashMap<>();
    private final List<String> failures = new ArrayList<>();
    private String cursor = "";

    /** Everything that changed since is told. */
    private Instant since = Instant.MAX;

    /** What it said last: if that does not arrive, the connection is at its end. */
    private CompletableFuture<WebSocket> said = new CompletableFuture<>();

    private int connections;
    private int resets;

    Watcher(Cluster cluster, String workflow) {
        this.cluster = cluster;
        this.workflow = workflow;
    }

    int connections() {
        return connections;
    }

    /** How often it had to forget what it held. */
    int resets() {
        return resets;
    }

    /** What must not be, and was. */
    List<String> failures() {
        return failures;
    }

    /** Watches until all is over. */
    void watch() {
        while (!cluster.isOver()) {
            hear(cluster::isOver);
        }
    }

    /** Watches until it holds what is stored; how it differs otherwise, when time is up. */
    Optional<String> converge(Map<String, Stored> stored, Instant patience) {
        BooleanSupplier isDone =
                () -> difference(stored).isEmpty() || Instant.now().isAfter(patience);
        while (!isDone.getAsBoolean()) {
            hear(isDone);
        }
        return difference(stored);
    }

    private Optional<String> difference(Map<String, Stored> stored) {
        if (cursor.isEmpty()) {
            return Optional.of("it holds nothing yet");
        }
        for (Map.Entry<String, Integer> each : held.entrySet()) {
            Stored there = stored.get(each.getKey());
            if (there == null || there.version() != each.getValue()) {
                return Optional.of(each + " is held, and stored is " + there);
            }
        }
        return stored.entrySet().stream()
                .filter(it -> it.getValue().updatedAt().isAfter(since))
                .filter(it -> !held.containsKey(it.getKey()))
                .map(it -> it + " was never told, though all since " + since + " is")
                .findFirst();
    }

    /** One connection, until it ends or is not needed any more. */
    private void hear(BooleanSupplier isDone) {
        Ear ear = new Ear();
        WebSocket socket;
        try {
            socket =
                    http.newWebSocketBuilder()
                            .subprotocols("hindsight.live.v1")
                            .buildAsync(
                                    URI.create(
                                            cluster.url().replaceFirst("^http", "ws")
                                                    + "/api/v1/live"),
                                    ear)
                            .join();
        } catch (CompletionException refused) {
            cluster.awaitReturn();
            return;
        }
        connections++;
        try {
            said = socket.sendText("{\"type\": \"hello\"}", true);
            String frame = ear.next();
            while (!frame.equals(END)) {
                JsonNode told = JSON.readTree(frame);
                if (isRefusal(told)) {
                    cluster.awaitReturn();
                    return;
                }
                if (!frame.equals(LIFE)) {
                    take(socket, told);
                }
                socket.request(1);
                if (isDone.getAsBoolean()) {
                    return;
                }
                frame = ear.next();
            }
        } catch (JsonProcessingException wrong) {
            failures.add(wrong.getMessage());
        } finally {
            said.cancel(false);
            socket.abort();
        }
    }

    /** The database was away when it subscribed: it may try again. */
    private static boolean isRefusal(JsonNode frame) {
        JsonNode problem = frame.path("problem");
        return problem.path("status").asInt() == 503 && problem.has("retryAfter");
    }

    private void take(WebSocket socket, JsonNode frame) {
        switch (frame.path("type").asText()) {
            case "welcome" ->
                    said =
                            socket.sendText(
                                    "{\"type\": \"subscribe\", \"id\": \"s\", \"topic\": \"executions\", \"snapshot\": 200, \"filter\": {\"workflowId\": \"%s\"}%s}"
                                            .formatted(
                                                    workflow,
                                                    cursor.isEmpty()
                                                            ? ""
                                                            : ", \"resume\": \"" + cursor + "\""),
                                    true);
            case "reset" -> {
                resets++;
                held.clear();
                cursor = "";
            }
            case "snapshot" -> {
                if (!cursor.isEmpty()) {
                    failures.add("a snapshot in place of what was missed");
                }
                // What began to be written later than this is told.
                since = Instant.now();
                frame.path("items").forEach(it -> hold(it.path("id"), it));
            }
            case "events" -> frame.path("events").forEach(this::hear);
            case "resumed", "bookmark" -> {}
            default -> failures.add(frame.toString());
        }
        if (frame.has("cursor")) {
            cursor = frame.path("cursor").asText();
        }
    }

    /** A sweep is told to all, without saying what it took: nothing of this workflow. */
    private void hear(JsonNode event) {
        if (!event.path("kind").asText().equals("executions.removed")) {
            hold(event.path("execution"), event);
        }
    }

    private void hold(JsonNode id, JsonNode of) {
        held.merge(id.asText(), of.path("version").asInt(), Math::max);
    }

    /** Notes what it hears. */
    private static final class Ear implements WebSocket.Listener {

        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();

        /** The JDK's client misses ends of connections now and then: silence is one. */
        String next() {
            try {
                String next = heard.poll(SILENCE_SECONDS, TimeUnit.SECONDS);
                return next == null ? END : next;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return END;
            }
        }

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            heard.add(last ? text.toString() : LIFE);
            if (last) {
                text.setLength(0);
            }
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
            heard.add(LIFE);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            heard.add(END);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            heard.add(END);
        }
    }
}
