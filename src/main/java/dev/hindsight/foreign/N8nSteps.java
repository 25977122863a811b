package dev.hindsight.foreign;

import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The runs of nodes in an execution of n8n, and the graph of its workflow. Each run of a node is a
 * visit, with its number, from 0, as its iteration; tries within a run are not told by n8n. A node is
 * named by its name: by that n8n tells runs and connections, and people know it.
 */
final class N8nSteps {

    /** The longest duration that a report may tell. */
    private static final long MAX_MILLIS = 315_537_897_599_999L;

    private final Operation operation;
    private final Part workflow;
    private final Map<String, Part> nodes = new LinkedHashMap<>();
    private final Map<String, Part> lastRuns = new LinkedHashMap<>();

    N8nSteps(Operation operation, Part workflow) {
        this.operation = operation;
        this.workflow = workflow;
        for (Part node : workflow.get("nodes").items()) {
            String name = node.get("name").text();
            if (name != null) {
                nodes.put(name, node);
            }
        }
    }

    /** Tells every run, in the order in which they began. */
    void tell(Part runData) {
        List<Run> runs = new ArrayList<>();
        runData.members()
                .forEach(
                        (node, told) -> {
                            int number = 0;
                            for (Part run : told.items()) {
                                // A run that n8n has no data of, such as null, still has its
                                // number.
                                if (run.isObject()) {
                                    operation.check(runs.size(), "steps");
                                    runs.add(Run.of(node, number, run));
                                    lastRuns.put(node, run);
                                }
                                number++;
                            }
                        });
        runs.sort(Comparator.comparingLong(Run::order).thenComparingLong(Run::begun));
        runs.forEach(this::tell);
    }

    /** A run of a node; newer versions number those of all nodes in one order. */
    private record Run(String node, int number, Part part, long order, long begun) {

        static Run of(String node, int number, Part part) {
            long order = part.get("executionIndex").whole();
            return new Run(node, number, part, order, part.get("startTime").whole());
        }
    }

    private void tell(Run run) {
        Part part = run.part();
        Part node = nodes.getOrDefault(run.node(), Part.NONE);
        Part error = part.get("error");
        Draft step =
                operation
                        .step(key(run.node(), run.number()), 1, name(run.node()))
                        .text("nodeType", node.get("type").text())
                        .text("nodeName", run.node().isEmpty() ? null : run.node())
                        .put("iteration", run.number());
        String status = status(part.get("executionStatus").text(), error);
        step.put("status", status);
        OffsetDateTime started = part.get("startTime").moment();
        long millis = Math.min(part.get("executionTime").whole(), MAX_MILLIS);
        boolean isOver = !status.equals("running") && !status.equals("pending");
        operation.times(step, started, isOver ? end(started, millis) : null);
        if (isOver) {
            step.number("durationMs", millis);
        }
        step.put("dependsOn", sources(part.get("source")))
                .put("input", part.get("inputOverride"))
                .put("output", part.get("data"))
                .put("error", N8nExecution.error(error));
        step.put(
                "metadata",
                new Draft()
                        .put("nodeId", node.get("id"))
                        .put("typeVersion", node.get("typeVersion"))
                        .copy(part, "source", "hints", "executionIndex", "subRun", "metadata")
                        .put("errorDescription", error.get("description").text()));
    }

    private static String status(@Nullable String word, Part error) {
        return switch (word == null ? "" : word) {
            case "new" -> "pending";
            case "running", "waiting" -> "running";
            case "success" -> "completed";
            case "error" -> "failed";
            case "crashed" -> "crashed";
            case "canceled", "cancelled" -> "cancelled";
            default -> error.isAbsent() ? "completed" : "failed";
        };
    }

    private static @Nullable OffsetDateTime end(@Nullable OffsetDateTime started, long millis) {
        if (started == null || millis < 0) {
            return started;
        }
        OffsetDateTime end = started.plus(millis, ChronoUnit.MILLIS);
        return end.getYear() > 9999 ? null : end;
    }

    private static Set<String> sources(Part sources) {
        Set<String> keys = new LinkedHashSet<>();
        for (Part source : sources.items()) {
            String node = source.get("previousNode").text();
            if (node != null && keys.size() < 10_000) {
                long run = Math.max(0, source.get("previousNodeRun").whole());
                keys.add(Draft.id(key(node, run)));
            }
        }
        return keys;
    }

    /** The number is told even of the only run: there may be more when the record is taken again. */
    private static String key(String node, long run) {
        return node + "#" + run;
    }

    private static String name(String node) {
        return node.isEmpty() ? "(unnamed)" : node;
    }

    /** What the last run of a node gave. */
    Part outputOf(@Nullable String node) {
        return node == null ? Part.NONE : lastRuns.getOrDefault(node, Part.NONE).get("data");
    }

    /** The nodes and connections of the workflow; empty if it does not tell of any. */
    Draft graph() {
        List<Draft> drawn = new ArrayList<>();
        nodes.forEach(
                (name, node) ->
                        drawn.add(
                                new Draft()
                                        .id("id", name)
                                        .id("name", name)
                                        .copy(
                                                node,
                                                "type",
                                                "typeVersion",
                                                "position",
                                                "disabled")));
        List<Draft> edges = new ArrayList<>();
        workflow.get("connections")
                .members()
                .forEach(
                        (from, outputs) ->
                                outputs.members()
                                        .forEach((type, ports) -> edges(from, type, ports, edges)));
        return drawn.isEmpty() ? new Draft() : new Draft().put("nodes", drawn).put("edges", edges);
    }

    private static void edges(String from, String type, Part ports, List<Draft> edges) {
        int output = 0;
        for (Part port : ports.items()) {
            for (Part target : port.items()) {
                String to = target.get("node").text();
                if (to != null && edges.size() < Part.MAX_ELEMENTS) {
                    edges.add(
                            new Draft()
                                    .id("from", from)
                                    .id("to", to)
                                    .text("type", type)
                                    .put("output", output)
                                    .copy(target, "index"));
                }
            }
            output++;
        }
    }
}
