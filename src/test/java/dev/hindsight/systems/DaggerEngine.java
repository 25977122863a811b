package dev.hindsight.systems;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Dagger's executor of DAGs as a process of its own: it computes node after node and keeps whatever it
 * needs to go on in the service, so that it may be killed anywhere. It prints a line before each
 * request, which tells who watches how far it is.
 *
 * <p>Arguments: the service's address, the DAG's id, the run's id.
 */
public final class DaggerEngine {

    /** Nodes of each layer; each depends on all of the layer before. */
    static final int WIDTH = 3;

    static final int LAYERS = 6;

    /** A snapshot is made after so many nodes. */
    static final int SNAPSHOT_EVERY = 4;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String executions;
    private final String execution;
    private final String dagId;
    private final String run;
    private final PrintStream progress;

    private DaggerEngine(String url, String dagId, String run, PrintStream progress) {
        this.executions = url + "/api/v1/executions";
        this.execution = executions + "/ext:" + run;
        this.dagId = dagId;
        this.run = run;
        this.progress = progress;
    }

    public static void main(String[] arguments) throws Exception {
        PrintStream progress = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        new DaggerEngine(arguments[0], arguments[1], arguments[2], progress).execute();
    }

    /** The nodes by id, each with the nodes it depends on, dependencies first. */
    static Map<String, List<String>> graph() {
        Map<String, List<String>> graph = new TreeMap<>();
        for (int layer = 0; layer < LAYERS; layer++) {
            for (int place = 0; place < WIDTH; place++) {
                List<String> before = new ArrayList<>();
                for (int other = 0; layer > 0 && other < WIDTH; other++) {
                    before.add(node(layer - 1, other));
                }
                graph.put(node(layer, place), before);
            }
        }
        return graph;
    }

    private static String node(int layer, int place) {
        return "n%02d-%d".formatted(layer, place);
    }

    /** What a node makes of what the nodes before made. */
    static long compute(String node, List<Long> before) {
        long value = node.hashCode();
        for (long each : before) {
            value = value * 31 + each;
        }
        return value;
    }

    private void execute() throws IOException, InterruptedException {
        JsonNode found = get(execution);
        if (found == null) {
            begin();
        } else if (!found.get("status").asText().equals("running")) {
            progress.println("done already");
            return;
        }
        JsonNode tree = get(execution + "/tree");
        if (tree == null) {
            tree = tree(Set.of());
            put(execution + "/tree", tree.toString().getBytes(StandardCharsets.UTF_8));
        }
        Map<String, Long> cache = cache();
        for (JsonNode node : tree.get("nodes")) {
            String id = node.get("id").asText();
            if (!cache.containsKey(id)) {
                visit(id, node.get("dependsOn"), cache);
            }
        }
        finish(cache);
    }

    private void begin() throws IOException, InterruptedException {
        ObjectNode report = JSON.createObjectNode();
        report.put("externalId", run);
        report.put("workflowId", dagId);
        ArrayNode nodes = report.putObject("dag").putArray("nodes");
        graph().keySet().forEach(id -> nodes.addObject().put("id", id));
        send("POST", executions, report.toString());
        put(
                execution + "/state/pending",
                String.join(",", graph().keySet()).getBytes(StandardCharsets.UTF_8));
    }

    /** What was made so far, by node. */
    private Map<String, Long> cache() throws IOException, InterruptedException {
        Map<String, Long> cache = new TreeMap<>();
        JsonNode artifacts = get(execution + "/artifacts");
        if (artifacts != null) {
            artifacts
                    .properties()
                    .forEach(
                            node ->
                                    cache.put(
                                            node.getKey(), node.getValue().get("output").asLong()));
        }
        return cache;
    }

    private void visit(String id, JsonNode dependsOn, Map<String, Long> cache)
            throws IOException, InterruptedException {
        put(execution + "/state/active", id.getBytes(StandardCharsets.UTF_8));
        // A step that an earlier process began and did not end is tried again.
        JsonNode begun = get(execution + "/steps/" + id);
        int attempt = 1;
        if (begun != null) {
            attempt = begun.get("attempt").asInt() + 1;
            step(id, attempt - 1, "cancelled", null, dependsOn);
        }
        step(id, attempt, "running", null, dependsOn);
        List<Long> before = new ArrayList<>();
        dependsOn.forEach(other -> before.add(cache.get(other.asText())));
        long value = compute(id, before);
        step(id, attempt, "completed", value, dependsOn);
        cache.put(id, value);
        ObjectNode delta = JSON.createObjectNode();
        delta.putObject(id).put("output", value);
        send("PATCH", execution + "/artifacts", delta.toString());
        put(execution + "/tree", tree(cache.keySet()).toString().getBytes(StandardCharsets.UTF_8));
        List<String> pending = new ArrayList<>(graph().keySet());
        pending.removeAll(cache.keySet());
        put(
                execution + "/state/pending",
                String.join(",", pending).getBytes(StandardCharsets.UTF_8));
        if (cache.size() % SNAPSHOT_EVERY == 0) {
            send("POST", execution + "/snapshots", cache.toString());
        }
    }

    private void step(
            String id, int attempt, String status, @Nullable Long value, JsonNode dependsOn)
            throws IOException, InterruptedException {
        ObjectNode step = JSON.createObjectNode();
        step.put("nodeId", id);
        step.put("status", status);
        step.set("dependsOn", dependsOn);
        if (value != null) {
            step.put("output", value);
        }
        send("PUT", execution + "/steps/" + id + "?attempt=" + attempt, step.toString());
    }

    private void finish(Map<String, Long> cache) throws IOException, InterruptedException {
        send("DELETE", execution + "/state/active", "");
        send("DELETE", execution + "/state/pending", "");
        ObjectNode end = JSON.createObjectNode();
        end.put("status", "completed");
        ObjectNode output = end.putObject("output");
        cache.forEach(output::put);
        send("PATCH", execution, end.toString());
    }

    /** The execution tree: the graph, and how far it is. */
    static JsonNode tree(Set<String> done) {
        ObjectNode tree = JSON.createObjectNode();
        ArrayNode nodes = tree.putArray("nodes");
        graph().forEach(
                        (id, before) -> {
                            ObjectNode node =
                                    nodes.addObject().put("id", id).put("done", done.contains(id));
                            ArrayNode dependsOn = node.putArray("dependsOn");
                            before.forEach(dependsOn::add);
                        });
        return tree;
    }

    private @Nullable JsonNode get(String url) throws IOException, InterruptedException {
        HttpResponse<String> answer = request("GET", url, new byte[0]);
        if (answer.statusCode() == 404) {
            return null;
        }
        check(answer);
        return JSON.readTree(answer.body());
    }

    private void put(String url, byte[] body) throws IOException, InterruptedException {
        check(request("PUT", url, body));
    }

    private void send(String method, String url, String body)
            throws IOException, InterruptedException {
        check(request(method, url, body.getBytes(StandardCharsets.UTF_8)));
    }

    private HttpResponse<String> request(String method, String url, byte[] body)
            throws IOException, InterruptedException {
        progress.println(method + " " + url);
        boolean bytes = url.contains("/state/") || url.endsWith("/snapshots");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(Duration.ofSeconds(30))
                        .method(
                                method,
                                body.length == 0
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofByteArray(body));
        if (body.length > 0) {
            request.header("Content-Type", bytes ? "application/octet-stream" : "application/json");
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static void check(HttpResponse<String> answer) {
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(
                    answer.request().method()
                            + " "
                            + answer.uri()
                            + ": "
                            + answer.statusCode()
                            + " "
                            + answer.body());
        }
    }
}
