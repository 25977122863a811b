package dev.hindsight.foreign;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a workflow of Argo as steps. Each is one, but for those of the type Retry: their tries
 * are the attempts of one step, which has the Retry's id as its key. What depends on a node is told by
 * the node, as its children.
 *
 * <p>A node's place is its name without that of the workflow, and without what loops and tries add:
 * {@code build.test(2:linux)(0)} is the third visit to {@code build.test}.
 */
final class ArgoNodes {

    private static final Pattern TRY = Pattern.compile("(.*)\\((\\d{1,6})\\)", Pattern.DOTALL);

    private static final Pattern ITEM = Pattern.compile("\\((\\d{1,9})(?::[^()]*)?\\)$");

    private static final int MAX_KEYS_OF_ONE = 10_000;

    /** Most keys that the steps of a workflow are told to depend on, taken together. */
    private static final int MAX_KEYS = 500_000;

    private final Operation operation;
    private final String workflow;
    private final String entrypoint;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, String> retries = new HashMap<>();
    private final Map<String, Set<String>> parents = new HashMap<>();
    private final Map<String, Draft> drawn = new LinkedHashMap<>();
    private final Map<String, Draft> edges = new LinkedHashMap<>();
    private int keys;

    ArgoNodes(Operation operation, String workflow, @Nullable String entrypoint) {
        this.operation = operation;
        this.workflow = workflow;
        this.entrypoint = entrypoint == null ? workflow : entrypoint;
    }

    /** A node, and of which step it is which attempt. Its place is found once: many nodes may name it. */
    private record Node(
            Part part,
            String key,
            String name,
            String place,
            int attempt,
            boolean isRetry,
            long begun) {}

    private static long begun(Part part) {
        OffsetDateTime at = part.get("startedAt").moment();
        return at == null ? Long.MAX_VALUE : at.toInstant().toEpochMilli();
    }

    /** Tells every node, in the order in which they began. */
    void tell(Part told) {
        told.members()
                .forEach(
                        (id, part) -> {
                            if ("Retry".equals(part.get("type").text())) {
                                retries.put(name(id, part), Draft.id(id));
                            }
                        });
        told.members().forEach((id, part) -> nodes.put(id, node(id, part)));
        nodes.values().forEach(this::relate);
        Set<String> tried = new LinkedHashSet<>();
        nodes.values().stream()
                .filter(node -> !node.isRetry())
                .forEach(node -> tried.add(node.key()));
        List<Node> inOrder =
                new ArrayList<>(
                        nodes.values().stream()
                                // One of which no try is known yet is still a step.
                                .filter(node -> !node.isRetry() || !tried.contains(node.key()))
                                .toList());
        inOrder.sort(Comparator.comparingLong(Node::begun));
        inOrder.forEach(this::tell);
    }

    private static String name(String id, Part part) {
        String name = part.get("name").text();
        return name == null ? id : name;
    }

    private Node node(String id, Part part) {
        String name = name(id, part);
        boolean isRetry = "Retry".equals(part.get("type").text());
        Matcher attempt = TRY.matcher(name);
        String retry = attempt.matches() ? retries.get(attempt.group(1)) : null;
        String visited = retry == null ? name : attempt.group(1);
        return new Node(
                part,
                retry == null ? Draft.id(id) : retry,
                visited,
                place(visited),
                retry == null ? 1 : Integer.parseInt(attempt.group(2)) + 1,
                isRetry,
                begun(part));
    }

    private void relate(Node node) {
        String place = node.place();
        drawn.computeIfAbsent(
                place,
                id ->
                        new Draft()
                                .id("id", id)
                                .text("name", node.part().get("displayName").text())
                                .text("type", node.part().get("type").text())
                                .text("template", node.part().get("templateName").text()));
        for (Part told : node.part().get("children").items()) {
            Node child = nodes.get(told.text() == null ? "" : told.text());
            if (child == null || child.key().equals(node.key())) {
                continue;
            }
            Set<String> known = parents.computeIfAbsent(child.key(), key -> new LinkedHashSet<>());
            if (known.size() < MAX_KEYS_OF_ONE && keys < MAX_KEYS && known.add(node.key())) {
                keys++;
            }
            String to = child.place();
            if (edges.size() < Part.MAX_ELEMENTS && !to.equals(place)) {
                edges.put(place + " " + to, new Draft().id("from", place).id("to", to));
            }
        }
    }

    private String place(String name) {
        if (name.equals(workflow)) {
            return entrypoint;
        }
        String inner =
                name.startsWith(workflow + ".")
                        ? name.substring(workflow.length() + 1)
                        : name.startsWith(workflow + "[")
                                ? name.substring(workflow.length())
                                : name;
        String place = inner.replaceAll("\\([^()]*\\)", "");
        return Draft.id(place.isEmpty() ? name : place);
    }

    private void tell(Node node) {
        Part part = node.part();
        OffsetDateTime finished = part.get("finishedAt").moment();
        String status = ArgoWorkflow.step(part.get("phase").text(), finished != null);
        Draft step =
                operation
                        .step(node.key(), node.attempt(), node.place())
                        .text("nodeType", part.get("type").text())
                        .text("nodeName", displayed(part))
                        .put("status", status);
        operation.times(step, part.get("startedAt").moment(), finished);
        Matcher item = ITEM.matcher(node.name());
        if (item.find()) {
            step.put("iteration", Integer.parseInt(item.group(1)));
        }
        String boundary = part.get("boundaryID").text();
        step.put("parentKey", boundary == null ? null : Draft.id(boundary))
                .put("dependsOn", parents.get(node.key()))
                .put("input", ArgoWorkflow.parameters(part.get("inputs")))
                .put("output", ArgoWorkflow.parameters(part.get("outputs")));
        if (part.get("memoizationStatus").get("hit").isTrue()) {
            step.put("cached", true);
        }
        if (status.equals("failed")) {
            String message = part.get("message").text();
            step.put(
                    "error",
                    new Draft()
                            .put("message", message == null ? "It failed." : message)
                            .text("code", part.get("outputs").get("exitCode").word()));
        }
        step.put(
                "metadata",
                new Draft()
                        .copy(
                                part,
                                "templateName",
                                "templateRef",
                                "templateScope",
                                "phase",
                                "message",
                                "hostNodeName",
                                "podIP",
                                "progress",
                                "resourcesDuration",
                                "memoizationStatus"));
    }

    /** Its name for people, without the number of a try. */
    private @Nullable String displayed(Part part) {
        String name = part.get("displayName").text();
        return name == null || name.equals(workflow) ? null : name.replaceFirst("\\(\\d+\\)$", "");
    }

    /** The nodes by their places, and what follows what; empty if there are none. */
    Draft graph() {
        return drawn.isEmpty()
                ? new Draft()
                : new Draft().put("nodes", drawn.values()).put("edges", edges.values());
    }
}
