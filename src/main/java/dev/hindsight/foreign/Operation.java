package dev.hindsight.foreign;

import dev.hindsight.field.Moments;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a foreign record says of one execution, as an operation of bulk reports. All of it counts as
 * reported at the last moment that the record tells of: what is said of the execution later is not
 * undone by another import, and a record that is taken again when it knows more moves it on.
 */
public final class Operation {

    /** Most steps, and most lines, of one execution. */
    static final int MAX_PARTS = 100_000;

    /** More tries before the one that is told are not told of. */
    private static final int MAX_EARLIER = 100;

    private final Part record;
    private final Draft execution = new Draft();
    private final List<Draft> steps = new ArrayList<>();
    private final List<Draft> logs = new ArrayList<>();
    private final Map<String, String> links = new LinkedHashMap<>();
    private @Nullable OffsetDateTime latest;

    /** One that says nothing yet. */
    Operation(Part record, String externalId, String workflowId) {
        this.record = record;
        execution.id("externalId", externalId).id("workflowId", workflowId);
    }

    /** What is said of the execution itself. */
    Draft execution() {
        return execution;
    }

    /** A step that is said something of from here on, in the order of the steps. */
    Draft step(String key, int attempt, String node) {
        check(steps.size(), "steps");
        Draft step =
                new Draft()
                        .id("key", key)
                        .put("attempt", attempt)
                        .id("nodeId", node)
                        .put("stepIndex", steps.size());
        steps.add(step);
        return step;
    }

    /**
     * Says that there were tries of a step before the one that is told, which the record does not tell of:
     * they failed, or there would be no other, and lay between two moments. Whatever is known of them
     * from elsewhere is known better.
     *
     * @param first the first of them that is not told
     * @param before the try that is told
     */
    void earlier(Earlier step, int first, int before) {
        // Made fit once, and not for each of them.
        String key = Draft.id(step.key);
        String node = Draft.id(step.node);
        for (int attempt = Math.max(first, before - MAX_EARLIER); attempt < before; attempt++) {
            Draft draft = step(key, attempt, node);
            draft.put("nodeType", step.nodeType).put("status", "failed");
            draft.put("reportedAt", Moments.FIRST);
            times(draft, step.from, step.to);
            if (attempt == before - 1) {
                draft.put("error", step.error);
            }
        }
    }

    /** A step of which tries were not told. */
    record Earlier(
            String key,
            String node,
            @Nullable String nodeType,
            @Nullable OffsetDateTime from,
            @Nullable OffsetDateTime to,
            @Nullable Draft error) {}

    /** A line that is said something of from here on. */
    Draft log(long sequence, @Nullable OffsetDateTime at, String level, String type) {
        check(logs.size(), "lines");
        Draft log =
                new Draft()
                        .number("sequence", sequence)
                        .put("timestamp", seen(at))
                        .put("level", level)
                        .text("type", type);
        logs.add(log);
        return log;
    }

    /** Refuses one more than an execution may have. */
    void check(int count, String what) {
        if (count >= MAX_PARTS) {
            throw record.refused(
                    "It has more than the %,d %s of an execution.".formatted(MAX_PARTS, what));
        }
    }

    /** Says when something began and ended. */
    Draft times(Draft draft, @Nullable OffsetDateTime from, @Nullable OffsetDateTime to) {
        return draft.put("startedAt", seen(from)).put("completedAt", seen(to));
    }

    /** Notes that the record tells of a moment. */
    @Nullable OffsetDateTime seen(@Nullable OffsetDateTime moment) {
        if (moment != null && (latest == null || moment.isAfter(latest))) {
            latest = moment;
        }
        return moment;
    }

    /** Says that the execution belongs to another one. */
    void link(String field, @Nullable String externalId) {
        if (externalId != null) {
            links.put(field, Draft.id(externalId));
        }
    }

    /** The external ids of other executions, by the field that is to hold their ids. */
    public Map<String, String> links() {
        return Map.copyOf(links);
    }

    /** The operation as JSON. */
    public byte[] json() {
        for (Draft step : steps) {
            if (!step.has("reportedAt")) {
                step.put("reportedAt", latest);
            }
        }
        execution.put("reportedAt", latest).put("steps", steps).put("logs", logs);
        return new Draft().put("execution", execution).json();
    }
}
