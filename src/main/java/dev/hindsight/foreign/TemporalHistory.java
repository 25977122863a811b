package dev.hindsight.foreign;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A history of Temporal, as {@code temporal workflow show --output json} prints it: the events of one run.
 * A run is known by its id, which is random; that of its workflow is used again and again, and not told
 * by every version.
 */
final class TemporalHistory {

    private static final String CLOSED = "workflowexecution";

    private TemporalHistory() {}

    /** Whether something has events, or is an array of them. */
    static boolean isOne(Part part) {
        return !events(part).firstItem().get("eventType").isAbsent();
    }

    private static Part events(Part part) {
        if (part.isArray()) {
            return part;
        }
        Part events = part.get("events");
        return events.isAbsent() ? part.get("history").get("events") : events;
    }

    /** An event's type as one word in small letters, however its version spells it. */
    static String type(Part event) {
        String type = event.get("eventType").text();
        return type == null
                ? ""
                : type.replace("EVENT_TYPE_", "").replace("_", "").toLowerCase(Locale.ROOT);
    }

    /** What an event says, under a name that each type has for it. */
    static Part attributes(Part event) {
        for (var member : event.members().entrySet()) {
            if (member.getKey().endsWith("EventAttributes") && member.getValue().isObject()) {
                return member.getValue();
            }
        }
        return event.get("attributes");
    }

    static Operation translate(Part part) {
        List<Part> events = events(part).items();
        if (events.isEmpty()) {
            throw part.lacking("events");
        }
        Part first = events.get(0);
        if (!type(first).equals("workflowexecutionstarted")) {
            throw first.refused(
                    "A history begins with the event that its workflow execution was started.");
        }
        Part start = attributes(first);
        String workflow = start.get("workflowType").get("name").text();
        if (workflow == null) {
            throw first.lacking("workflowExecutionStartedEventAttributes/workflowType/name");
        }
        String runId = runId(part, events, start);
        if (runId == null) {
            throw first.lacking("workflowExecutionStartedEventAttributes/originalExecutionRunId");
        }
        Operation operation = new Operation(part, externalId(runId), workflow);
        begin(part, first, start, operation);
        operation.execution().id("runId", runId).text("workflowName", workflow);
        new TemporalSteps(operation).tell(events);
        links(start, runId, operation);
        end(events.get(events.size() - 1), operation);
        return operation;
    }

    private static String externalId(String runId) {
        return "temporal:" + runId;
    }

    /** The id of the run; one that was reset begins with the events of the run before. */
    private static @Nullable String runId(Part part, List<Part> events, Part start) {
        Part told = part.get("workflowExecution", "execution").get("runId");
        if (!told.isAbsent()) {
            return told.text();
        }
        String runId = start.get("originalExecutionRunId").text();
        for (Part event : events) {
            if (type(event).equals("workflowtaskfailed")) {
                String reset = attributes(event).get("newRunId").text();
                runId = reset == null ? runId : reset;
            }
        }
        return runId;
    }

    private static void begin(Part part, Part first, Part start, Operation operation) {
        Part told = part.get("workflowExecution", "execution").get("workflowId");
        Part workflowId = told.isAbsent() ? start.get("workflowId") : told;
        Draft execution = operation.execution();
        execution
                .put("startedAt", operation.seen(first.get("eventTime").moment()))
                .put("source", "Temporal")
                .put("input", TemporalPayloads.values(start.get("input")))
                .put("trigger", new Draft().put("type", trigger(start)));
        long attempt = start.get("attempt").whole();
        if (attempt > 0 && attempt <= Integer.MAX_VALUE) {
            execution.put("attempt", attempt);
        }
        String queue = start.get("taskQueue").get("name").text();
        execution.put(
                "labels",
                new Draft()
                        .label("temporalWorkflowId", workflowId.text())
                        .label("taskQueue", queue));
        execution.put(
                "metadata",
                new Draft()
                        .put("workflowId", workflowId)
                        .copy(
                                start,
                                "taskQueue",
                                "firstExecutionRunId",
                                "continuedExecutionRunId",
                                "parentWorkflowExecution",
                                "parentWorkflowNamespace",
                                "rootWorkflowExecution",
                                "identity",
                                "initiator",
                                "cronSchedule",
                                "retryPolicy",
                                "workflowExecutionTimeout",
                                "workflowRunTimeout",
                                "workflowTaskTimeout")
                        .put("memo", TemporalPayloads.map(start.get("memo").get("fields")))
                        .put(
                                "searchAttributes",
                                TemporalPayloads.map(
                                        start.get("searchAttributes").get("indexedFields"))));
    }

    private static String trigger(Part start) {
        return start.get("cronSchedule").text() != null
                ? "schedule"
                : start.get("parentWorkflowExecution").isObject()
                        ? "workflow"
                        : start.get("continuedExecutionRunId").text() != null
                                ? "continued_as_new"
                                : "api";
    }

    private static void links(Part start, String runId, Operation operation) {
        String parent = start.get("parentWorkflowExecution").get("runId").text();
        String root = start.get("rootWorkflowExecution").get("runId").text();
        String original = start.get("originalExecutionRunId").text();
        operation.link("parentExecutionId", parent == null ? null : externalId(parent));
        if (root != null && !root.equals(runId)) {
            operation.link("rootExecutionId", externalId(root));
        }
        if (original != null && !original.equals(runId)) {
            operation.link("replayOf", externalId(original));
        }
    }

    private static void end(Part last, Operation operation) {
        String type = type(last);
        Part attributes = attributes(last);
        String status =
                !type.startsWith(CLOSED)
                        ? "running"
                        : switch (type.substring(CLOSED.length())) {
                            case "completed", "continuedasnew" -> "completed";
                            case "failed" -> "failed";
                            case "timedout" -> "timed_out";
                            case "canceled", "terminated" -> "cancelled";
                            default -> "running";
                        };
        Draft execution = operation.execution().put("status", status);
        if (status.equals("running")) {
            return;
        }
        execution
                .put("completedAt", operation.seen(last.get("eventTime").moment()))
                .put("output", TemporalPayloads.values(attributes.get("result")))
                .put("error", TemporalPayloads.error(attributes.get("failure")));
        String next = attributes.get("newExecutionRunId").text();
        if (type.endsWith("continuedasnew")) {
            execution.put("statusReason", "Continued as new, in the run " + next + ".");
        } else if (type.endsWith("terminated")) {
            String reason = attributes.get("reason").text();
            execution.put("statusReason", "Terminated" + (reason == null ? "." : ": " + reason));
        } else if (next != null) {
            execution.put("statusReason", "Run again, as " + next + ".");
        }
    }
}
