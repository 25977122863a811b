package dev.hindsight.foreign;

import java.time.OffsetDateTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An execution of n8n, as {@code GET /api/v1/executions?includeData=true} of its public API gives it.
 * Ids of executions are numbers that every instance counts from 1; with the id of their workflow,
 * which is random, they are apart.
 */
final class N8nExecution {

    private N8nExecution() {}

    static boolean isOne(Part part) {
        return !workflow(part).isAbsent()
                && !part.get("id").isAbsent()
                && !(part.get("mode").isAbsent() && part.get("finished").isAbsent());
    }

    private static Part workflow(Part part) {
        Part told = part.get("workflowId");
        return told.isAbsent() ? part.get("workflowData").get("id") : told;
    }

    static Operation translate(Part part) {
        String id = part.get("id").word();
        String workflowId = workflow(part).word();
        if (id == null) {
            throw part.lacking("id");
        }
        if (workflowId == null) {
            throw part.lacking("workflowId");
        }
        Operation operation = new Operation(part, externalId(workflowId, id), workflowId);
        Part workflow = part.get("workflowData");
        Part result = part.get("data").get("resultData");
        String status = status(part, result);
        Draft execution =
                operation
                        .execution()
                        .put("status", status)
                        .text("workflowName", workflow.get("name").text())
                        .text("workflowVersion", workflow.get("versionId").word())
                        .id("runId", id)
                        .put("source", "n8n");
        times(part, status, operation, execution);
        N8nSteps steps = new N8nSteps(operation, workflow);
        execution.put("trigger", new Draft().text("type", trigger(part, workflow)));
        steps.tell(result.get("runData"));
        execution.put("error", error(result.get("error")));
        Part output = steps.outputOf(result.get("lastNodeExecuted").text());
        if (status.equals("completed")) {
            execution.put("output", output);
        }
        execution.labels(part.get("customData"));
        execution.put("metadata", metadata(part, workflow, result));
        execution.put("dag", steps.graph());
        operation.link("replayOf", replayOf(part, workflowId));
        return operation;
    }

    private static String externalId(String workflowId, String id) {
        return "n8n:" + workflowId + ":" + id;
    }

    private static @Nullable String replayOf(Part part, String workflowId) {
        String original = part.get("retryOf").word();
        return original == null ? null : externalId(workflowId, original);
    }

    /** Old versions do not tell it in a word. */
    private static String status(Part part, Part result) {
        String word = part.get("status").text();
        return switch (word == null ? "" : word.toLowerCase(Locale.ROOT)) {
            case "new" -> "pending";
            case "running", "waiting" -> "running";
            case "success" -> "completed";
            case "error" -> "failed";
            case "canceled", "cancelled" -> "cancelled";
            case "crashed" -> "crashed";
            default ->
                    part.get("finished").isTrue()
                            ? "completed"
                            : !result.get("error").isAbsent() || !part.get("stoppedAt").isAbsent()
                                    ? "failed"
                                    : "running";
        };
    }

    private static void times(Part part, String status, Operation operation, Draft execution) {
        OffsetDateTime created = part.get("createdAt").moment();
        OffsetDateTime started = part.get("startedAt").moment();
        boolean isOver = !status.equals("pending") && !status.equals("running");
        execution.put("queuedAt", operation.seen(created));
        operation.times(execution, started, isOver ? part.get("stoppedAt").moment() : null);
        String until = part.get("waitTill").text();
        if (until != null && !isOver) {
            execution.put("statusReason", "Waits until " + until + ".");
        }
    }

    /** What started it: what n8n calls a trigger may be a schedule, which only its node tells. */
    private static @Nullable String trigger(Part part, Part workflow) {
        String mode = part.get("mode").text();
        if (mode == null || !mode.equals("trigger")) {
            return mode;
        }
        for (Part node : workflow.get("nodes").items()) {
            String type = node.get("type").text();
            if (type != null && (type.endsWith(".scheduleTrigger") || type.endsWith(".cron"))) {
                return "schedule";
            }
        }
        return mode;
    }

    /** An error as n8n tells it of an execution, and of the run of a node. */
    static Draft error(Part error) {
        if (error.isAbsent()) {
            return new Draft();
        }
        String message = error.get("message").text();
        String description = error.get("description").text();
        return new Draft()
                .put("message", message == null ? text(error, description) : message)
                .text("type", error.get("name").text())
                .text("code", error.get("httpCode", "code").word())
                .put("stack", error.get("stack").text());
    }

    private static @Nullable String text(Part error, @Nullable String description) {
        return description == null ? error.text() : description;
    }

    private static Draft metadata(Part part, Part workflow, Part result) {
        return new Draft()
                .copy(part, "mode", "retryOf", "retrySuccessId", "waitTill", "customData")
                .copy(result, "lastNodeExecuted")
                .copy(part.get("data"), "startData")
                .copy(workflow, "settings")
                .put("errorDescription", result.get("error").get("description").text());
    }
}
