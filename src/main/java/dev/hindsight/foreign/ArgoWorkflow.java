package dev.hindsight.foreign;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A workflow of Argo, as its archive ({@code GET /api/v1/archived-workflows/{uid}}), its API or Kubernetes
 * gives it. Its name is that of one run; what was run is its template, the schedule that made it, or
 * what its names were generated from.
 */
final class ArgoWorkflow {

    private static final String OURS = "workflows.argoproj.io/";

    /** Bytes of inflated nodes: an object of Kubernetes has less than a million and a half before. */
    private static final int MAX_NODES = 32 * 1024 * 1024;

    private ArgoWorkflow() {}

    static boolean isOne(Part part) {
        Part version = part.get("apiVersion");
        boolean isArgo = version.text() != null && version.text().startsWith("argoproj.io/");
        String kind = part.get("kind").text();
        boolean isWorkflow = kind == null ? isArgo || version.isAbsent() : kind.equals("Workflow");
        return isWorkflow
                && !part.get("metadata").get("uid").isAbsent()
                && (part.get("spec").isObject() || part.get("status").isObject());
    }

    static Operation translate(Part part) {
        Part metadata = part.get("metadata");
        Part labels = metadata.get("labels");
        String uid = metadata.get("uid").text();
        String name = metadata.get("name").text();
        if (uid == null) {
            throw part.lacking("metadata/uid");
        }
        if (name == null) {
            throw part.lacking("metadata/name");
        }
        Part spec = part.get("spec");
        Part status = part.get("status");
        String workflow = workflow(metadata, labels, spec, name);
        Operation operation = new Operation(part, "argo:" + uid, workflow);
        String word = status(spec, status);
        Draft execution =
                operation
                        .execution()
                        .put("status", word)
                        .text("workflowName", workflow)
                        .id("runId", name)
                        .put("source", "Argo")
                        .put("queuedAt", operation.seen(metadata.get("creationTimestamp").moment()))
                        .text("createdBy", labels.get(OURS + "creator").text())
                        .labels(labels);
        execution.put(
                "labels", execution.labels().label("namespace", metadata.get("namespace").text()));
        execution.put("trigger", new Draft().put("type", trigger(labels)));
        operation.times(
                execution, status.get("startedAt").moment(), status.get("finishedAt").moment());
        execution
                .put("input", parameters(spec.get("arguments")))
                .put("output", parameters(status.get("outputs")));
        outcome(word, status, execution);
        ArgoNodes nodes = new ArgoNodes(operation, name, spec.get("entrypoint").text());
        nodes.tell(nodes(status));
        execution.put("dag", nodes.graph());
        execution.put(
                "metadata",
                new Draft()
                        .copy(metadata, "namespace", "labels", "annotations")
                        .copy(spec, "entrypoint", "serviceAccountName", "workflowTemplateRef")
                        .copy(status, "phase", "progress", "resourcesDuration", "conditions"));
        return operation;
    }

    /** Those of a large workflow are compressed where Kubernetes keeps them. */
    private static Part nodes(Part status) {
        Part packed = status.get("compressedNodes");
        String base64 = packed.text();
        if (base64 == null) {
            return status.get("nodes");
        }
        byte[] nodes;
        try (InputStream inflated =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(base64)))) {
            nodes = inflated.readNBytes(MAX_NODES + 1);
        } catch (IOException | IllegalArgumentException other) {
            throw packed.refused("It is not Base64 of what gzip has compressed.");
        }
        if (nodes.length > MAX_NODES) {
            throw packed.refused(
                    "Inflated, it is longer than the %,d bytes that are taken."
                            .formatted(MAX_NODES));
        }
        Part told = Part.ofBytes(nodes);
        if (!told.isObject()) {
            throw packed.refused("Inflated, it is no JSON object.");
        }
        return told;
    }

    private static String workflow(Part metadata, Part labels, Part spec, String name) {
        String generated = metadata.get("generateName").text();
        for (String told :
                new String[] {
                    spec.get("workflowTemplateRef").get("name").text(),
                    labels.get(OURS + "workflow-template").text(),
                    labels.get(OURS + "cluster-workflow-template").text(),
                    labels.get(OURS + "cron-workflow").text(),
                    generated == null ? null : withoutDashes(generated)
                }) {
            if (told != null && !told.isEmpty()) {
                return told;
            }
        }
        return name;
    }

    /** Without those at its end. */
    private static String withoutDashes(String name) {
        int end = name.length();
        while (end > 0 && name.charAt(end - 1) == '-') {
            end--;
        }
        return name.substring(0, end);
    }

    private static String trigger(Part labels) {
        return labels.get(OURS + "cron-workflow").text() != null ? "schedule" : "manual";
    }

    /** One that somebody stopped has failed for Argo. */
    private static String status(Part spec, Part status) {
        String phase = status.get("phase").text();
        return switch (phase == null ? "" : phase.toLowerCase(Locale.ROOT)) {
            case "running" -> "running";
            case "succeeded" -> "completed";
            case "failed" -> spec.get("shutdown").text() == null ? "failed" : "cancelled";
            case "error" -> "failed";
            default -> status.get("finishedAt").moment() == null ? "pending" : "completed";
        };
    }

    private static void outcome(String word, Part status, Draft execution) {
        String message = status.get("message").text();
        if (word.equals("failed")) {
            execution.put(
                    "error", new Draft().put("message", message == null ? "It failed." : message));
        } else {
            execution.put("statusReason", message);
        }
    }

    /** What goes in or comes out, without the empty lists that programs in Go write. */
    static Draft parameters(Part told) {
        return new Draft().copy(told, "parameters", "artifacts", "result", "exitCode");
    }

    /** Where a phase of a node leads. */
    static String step(@Nullable String phase, boolean isOver) {
        return switch (phase == null ? "" : phase.toLowerCase(Locale.ROOT)) {
            case "running" -> "running";
            case "succeeded" -> "completed";
            case "failed", "error" -> "failed";
            case "skipped", "omitted" -> "skipped";
            default -> isOver ? "completed" : "pending";
        };
    }
}
