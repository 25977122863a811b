package dev.hindsight.filter;

import dev.hindsight.content.Content;
import dev.hindsight.execution.ExecutionStatus;
import dev.hindsight.field.FieldTypes;
import dev.hindsight.field.Labels;
import dev.hindsight.field.Moments;
import dev.hindsight.field.Uuids;
import dev.hindsight.page.Query;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads filters of executions from the parameters of a query. */
public final class ExecutionFilterQuery {

    /** Stands for a value that no id can have, so that it matches nothing. */
    private static final UUID NOTHING = new UUID(0, 0);

    private static final Map<String, Boolean> FLAGS = Map.of("true", true, "false", false);

    private ExecutionFilterQuery() {}

    /**
     * The filter that parameters make up; what is not valid is told to the query.
     *
     * @param content what is looked for inside, which not every question takes
     */
    public static ExecutionFilter filter(Query query, Content content) {
        return new ExecutionFilter(
                query.texts("workflowId"),
                query.part("workflowName"),
                query.words("status", ExecutionStatus::ofWord, ExecutionStatus.WORDS),
                query.texts("triggerType"),
                query.texts("source"),
                query.texts("createdBy"),
                query.texts("scriptPath"),
                query.texts("externalId"),
                query.texts("runId"),
                ids(query.texts("parentExecutionId")),
                ids(query.texts("rootExecutionId")),
                ids(query.texts("replayOf")),
                query.texts("engineInstance"),
                labels(query),
                moment(query, "startedAfter"),
                moment(query, "startedBefore"),
                query.number("minDurationMs", 0, FieldTypes.MAX_DURATION_MS),
                query.number("maxDurationMs", 0, FieldTypes.MAX_DURATION_MS),
                query.texts("failedNode"),
                query.texts("errorType"),
                query.texts("fingerprint"),
                query.word("pinned", FLAGS).orElse(null),
                query.word("archived", FLAGS).orElse(null),
                query.word(
                                "deleted",
                                Map.of(
                                        "false", ExecutionFilter.Deleted.HIDDEN,
                                        "true", ExecutionFilter.Deleted.ONLY,
                                        "any", ExecutionFilter.Deleted.ANY))
                        .orElse(ExecutionFilter.Deleted.HIDDEN),
                content);
    }

    /** Ids; of a text that is none, one that matches nothing. */
    static List<UUID> ids(List<String> texts) {
        return texts.stream()
                .map(
                        text -> {
                            UUID id = Uuids.parse(text);
                            return id == null ? NOTHING : id;
                        })
                .toList();
    }

    private static Map<String, String> labels(Query query) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String label : query.repeated("label")) {
            int colon = label.indexOf(':');
            String key = colon < 0 ? label : label.substring(0, colon);
            if (colon < 0 || !Labels.KEY.matcher(key).matches() || label.indexOf('\0') >= 0) {
                query.reject("label", "It must be a label's key, a colon and its value.");
                continue;
            }
            String value = label.substring(colon + 1);
            String other = labels.putIfAbsent(key, value);
            if (other != null && !other.equals(value)) {
                // Both must match and no label has two values: one that none can have says so.
                labels.put(key, "x".repeat(Labels.MAX_VALUE + 1));
            }
        }
        return labels;
    }

    /** A moment, to the millisecond. */
    public static @Nullable OffsetDateTime moment(Query query, String name) {
        String text = query.text(name);
        if (text == null) {
            return null;
        }
        try {
            return Moments.ofParameter(text);
        } catch (IllegalArgumentException wrong) {
            query.reject(name, wrong.getMessage());
            return null;
        }
    }
}
