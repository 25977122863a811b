package dev.hindsight.subscription;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.filter.ExecutionFilter;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether executions match a filter of lists, asked of many, so that it is taken apart once. It answers
 * as the list does, but for {@code workflowName}: a list takes the executions of every workflow that
 * ever had such a name, and this those that have it themselves.
 */
public final class FilterMatch {

    private final List<Predicate<Traits>> conditions = new ArrayList<>();
    private final Set<String> workflowIds;

    public FilterMatch(ExecutionFilter filter) {
        workflowIds = Set.copyOf(filter.workflowIds());
        any("workflowId", filter.workflowIds());
        any("triggerType", filter.triggerTypes());
        any("source", filter.sources());
        any("createdBy", filter.createdBy());
        any("scriptPath", filter.scriptPaths());
        any("externalId", filter.externalIds());
        any("runId", filter.runIds());
        any("parentExecutionId", texts(filter.parentExecutionIds()));
        any("rootExecutionId", texts(filter.rootExecutionIds()));
        any("replayOf", texts(filter.replayOf()));
        any("engineInstance", filter.engineInstances());
        any("failedNode", filter.failedNodes());
        any("errorType", filter.errorTypes());
        any("fingerprint", filter.fingerprints());
        any("status", filter.statuses());
        name(filter.workflowName());
        labels(filter.labels());
        bounds(filter);
        same("pinned", filter.pinned());
        same("archived", filter.archived());
        switch (filter.deleted()) {
            case HIDDEN -> same("deleted", false);
            case ONLY -> same("deleted", true);
            case ANY -> {}
        }
    }

    public boolean matches(Traits traits) {
        for (Predicate<Traits> condition : conditions) {
            if (!condition.test(traits)) {
                return false;
            }
        }
        return true;
    }

    /** Whether it takes what is told of a workflow as a whole: unless it names others. */
    public boolean concerns(String workflowId) {
        return workflowIds.isEmpty() || workflowIds.contains(workflowId);
    }

    private void any(String name, Collection<?> wanted) {
        if (!wanted.isEmpty()) {
            Set<?> values = Set.copyOf(wanted);
            conditions.add(
                    traits -> {
                        Object value = traits.get(name);
                        return value != null && values.contains(value);
                    });
        }
    }

    private static List<String> texts(List<UUID> ids) {
        return ids.stream().map(UUID::toString).collect(Collectors.toList());
    }

    private void same(String name, @Nullable Boolean wanted) {
        if (wanted != null) {
            conditions.add(traits -> wanted.equals(traits.get(name)));
        }
    }

    private void name(@Nullable String part) {
        if (part != null) {
            String wanted = part.toLowerCase(Locale.ROOT);
            conditions.add(
                    traits ->
                            traits.get("workflowName") instanceof String name
                                    && name.toLowerCase(Locale.ROOT).contains(wanted));
        }
    }

    private void labels(Map<String, String> wanted) {
        wanted.forEach(
                (key, value) ->
                        conditions.add(
                                traits ->
                                        traits.get("labels") instanceof JsonNode labels
                                                && value.equals(labels.path(key).asText(null))));
    }

    private void bounds(ExecutionFilter filter) {
        OffsetDateTime after = filter.startedAfter();
        OffsetDateTime before = filter.startedBefore();
        Long least = filter.minDurationMs();
        Long most = filter.maxDurationMs();
        if (after != null || before != null) {
            conditions.add(
                    traits ->
                            traits.get("startedAt") instanceof OffsetDateTime start
                                    && (after == null || !start.isBefore(after))
                                    && (before == null || start.isBefore(before)));
        }
        if (least != null || most != null) {
            conditions.add(
                    traits ->
                            traits.get("durationMs") instanceof Long duration
                                    && (least == null || duration >= least)
                                    && (most == null || duration <= most));
        }
    }
}
