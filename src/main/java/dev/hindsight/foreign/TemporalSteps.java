package dev.hindsight.foreign;

import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the events of a history say of activities, timers, child workflows and operations: each is a
 * visit, known by the number of the event that began it. Signals, updates, markers and failures of
 * workflow tasks become lines, with the number of their event as sequence.
 */
final class TemporalSteps {

    /** What begins a step, by the event's type; the node is named by the member that is told. */
    private static final Map<String, Kind> BEGINNINGS =
            Map.of(
                    "activitytaskscheduled", new Kind("activity", "activityType"),
                    "timerstarted", new Kind("timer", ""),
                    "startchildworkflowexecutioninitiated", new Kind("workflow", "workflowType"),
                    "nexusoperationscheduled", new Kind("nexus", "operation"));

    /** What becomes of a visit, by the last word of the event's type. */
    private static final Map<String, String> STATUSES =
            Map.of(
                    "started", "running",
                    "completed", "completed",
                    "fired", "completed",
                    "timedout", "timed_out",
                    "canceled", "cancelled",
                    "terminated", "cancelled",
                    "failed", "failed");

    /** Members by which a later event says which one it is about. */
    private static final String[] ABOUT = {
        "startedEventId", "scheduledEventId", "initiatedEventId"
    };

    private final Operation operation;
    private final Map<Long, Visit> visits = new LinkedHashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();

    TemporalSteps(Operation operation) {
        this.operation = operation;
    }

    /** What a step is, and which member of its beginning names its node. */
    private record Kind(String name, String node) {}

    /** A step of which events tell. */
    private static final class Visit {
        final Kind kind;
        final String node;
        final String key;
        final Part beginning;
        final @Nullable OffsetDateTime queuedAt;
        final int number;
        String status = "pending";
        long attempt = 1;
        @Nullable OffsetDateTime startedAt;
        @Nullable OffsetDateTime completedAt;
        Part lastFailure = Part.NONE;
        Part end = Part.NONE;
        Part start = Part.NONE;

        Visit(Kind kind, String node, String key, Part event, int number) {
            this.kind = kind;
            this.node = node;
            this.key = key;
            this.beginning = TemporalHistory.attributes(event);
            this.queuedAt = event.get("eventTime").moment();
            this.number = number;
        }
    }

    /** Tells all of it. */
    void tell(List<Part> events) {
        for (Part event : events) {
            String type = TemporalHistory.type(event);
            Kind kind = BEGINNINGS.get(type);
            if (kind != null) {
                begin(kind, event);
            } else if (!follow(type, event)) {
                line(type, event);
            }
            operation.seen(event.get("eventTime").moment());
        }
        long executed = 0;
        for (Visit visit : visits.values()) {
            tell(visit);
            boolean isExecuted = visit.kind.name.equals("activity") && visit.completedAt != null;
            executed += isExecuted ? 1 : 0;
        }
        operation.execution().put("activitiesExecuted", executed);
    }

    private void begin(Kind kind, Part event) {
        Part told = TemporalHistory.attributes(event).get(kind.node);
        String named = told.isObject() ? told.get("name").text() : told.text();
        String node = named == null ? kind.name : named;
        long id = event.get("eventId").whole();
        if (id < 0) {
            return;
        }
        int number = counts.merge(kind.name + " " + node, 1, Integer::sum) - 1;
        Visit visit = new Visit(kind, node, kind.name + ":" + id, event, number);
        if (kind.name.equals("timer")) {
            visit.status = "running";
            visit.startedAt = visit.queuedAt;
        }
        visits.put(id, visit);
    }

    /** Notes what an event says of a visit; false if it is about none. */
    private boolean follow(String type, Part event) {
        Part attributes = TemporalHistory.attributes(event);
        Visit visit = type.startsWith("workflow") ? null : visit(attributes);
        String status = status(type);
        if (visit == null || status == null) {
            return false;
        }
        visit.status = status;
        OffsetDateTime at = event.get("eventTime").moment();
        if (status.equals("running")) {
            visit.startedAt = at;
            visit.start = attributes;
            visit.lastFailure = attributes.get("lastFailure");
            long attempt = attributes.get("attempt").whole();
            visit.attempt = attempt > 0 && attempt <= Integer.MAX_VALUE ? attempt : 1;
        } else {
            visit.completedAt = at;
            visit.end = attributes;
        }
        return true;
    }

    /** What the end of an event's type says of a visit; {@code null} for all others. */
    private static @Nullable String status(String type) {
        for (Map.Entry<String, String> status : STATUSES.entrySet()) {
            if (type.endsWith(status.getKey())) {
                return status.getValue();
            }
        }
        return null;
    }

    private @Nullable Visit visit(Part attributes) {
        Visit found = null;
        for (String about : ABOUT) {
            long id = attributes.get(about).whole();
            // An activity names its start too, which is no beginning.
            found = found == null ? visits.get(id) : found;
        }
        return found;
    }

    private void tell(Visit visit) {
        OffsetDateTime from = visit.startedAt == null ? visit.queuedAt : visit.startedAt;
        operation.earlier(
                new Operation.Earlier(
                        visit.key,
                        visit.node,
                        visit.kind.name,
                        visit.queuedAt,
                        from,
                        TemporalPayloads.error(visit.lastFailure)),
                1,
                (int) visit.attempt);
        Draft step =
                operation
                        .step(visit.key, (int) visit.attempt, visit.node)
                        .text("nodeType", visit.kind.name)
                        .text("nodeName", visit.node)
                        .put("iteration", visit.number)
                        .put("status", visit.status)
                        .put("queuedAt", operation.seen(visit.queuedAt));
        boolean isOver = visit.completedAt != null;
        operation.times(step, isOver ? from : visit.startedAt, visit.completedAt);
        Part details = visit.end.get("failure", "details");
        boolean failed = visit.status.equals("failed") || visit.status.equals("timed_out");
        step.put("input", TemporalPayloads.values(visit.beginning.get("input")))
                .put("output", TemporalPayloads.values(visit.end.get("result")))
                .put("error", failed ? error(visit, details) : null)
                .put("metadata", metadata(visit));
    }

    private static Draft error(Visit visit, Part failure) {
        Draft error = TemporalPayloads.error(failure);
        if (error.isEmpty()) {
            String cause = visit.end.get("cause").text();
            error.text("message", cause == null ? visit.status.replace('_', ' ') : cause);
        }
        return error;
    }

    private static Draft metadata(Visit visit) {
        return new Draft()
                .copy(
                        visit.beginning,
                        "activityId",
                        "timerId",
                        "workflowId",
                        "namespace",
                        "taskQueue",
                        "startToFireTimeout",
                        "scheduleToCloseTimeout",
                        "scheduleToStartTimeout",
                        "startToCloseTimeout",
                        "heartbeatTimeout",
                        "retryPolicy",
                        "parentClosePolicy",
                        "endpoint",
                        "service")
                .copy(visit.start, "workflowExecution", "identity")
                .copy(visit.end, "retryState", "cause");
    }

    /** A line for what is worth one; not for what only tells how the workflow's own code ran. */
    private void line(String type, Part event) {
        Part attributes = TemporalHistory.attributes(event);
        Object data = TemporalPayloads.values(attributes.get("input"));
        String name = attributes.get("signalName").text();
        switch (type) {
            case "workflowexecutionsignaled" -> log(event, "info", "Signal " + name, data);
            case "signalexternalworkflowexecutioninitiated" ->
                    log(event, "info", "Signals another workflow: " + name, data);
            case "markerrecorded" ->
                    log(
                            event,
                            "info",
                            "Marker " + attributes.get("markerName").text(),
                            details(attributes.get("details")));
            case "workflowtaskfailed", "workflowtasktimedout" ->
                    log(event, "warn", reason(attributes, type), attributes.get("failure"));
            case "workflowexecutioncancelrequested" ->
                    log(event, "info", "Cancellation requested", attributes.get("cause"));
            case "activitytaskcancelrequested", "requestcancelexternalworkflowexecutioninitiated" ->
                    log(event, "info", "Requests a cancellation", attributes);
            case "signalexternalworkflowexecutionfailed",
                    "requestcancelexternalworkflowexecutionfailed" ->
                    log(event, "warn", reason(attributes, type), attributes);
            default -> {
                if (type.startsWith("workflowexecutionupdate")) {
                    log(event, "info", "Update", attributes);
                }
            }
        }
    }

    private static Draft details(Part details) {
        Draft told = new Draft();
        details.members()
                .forEach((name, values) -> told.put(name, TemporalPayloads.values(values)));
        return told;
    }

    private static String reason(Part attributes, String type) {
        String cause = attributes.get("cause").text();
        String message = attributes.get("failure").get("message").text();
        String what = type.startsWith("workflowtask") ? "Workflow task failed" : "Request failed";
        return what
                + (cause == null ? "" : " (" + cause + ")")
                + (message == null ? "" : ": " + message);
    }

    private void log(Part event, String level, String message, @Nullable Object data) {
        OffsetDateTime at = event.get("eventTime").moment();
        String type = event.get("eventType").text();
        operation
                .log(event.get("eventId").whole(), at, level, type == null ? "" : type)
                .put("message", message)
                .put("data", data);
    }
}
