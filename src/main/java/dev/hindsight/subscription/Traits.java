package dev.hindsight.subscription;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hindsight.execution.ExecutionStatus;
import dev.hindsight.execution.ExecutionSummary;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What filters can turn on, of an execution as it stands or as it stood: by the names of list items,
 * and {@code failedNode} and {@code fingerprint}, which items do not tell.
 */
public final class Traits {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, @Nullable Object> values;

    private Traits(Map<String, @Nullable Object> values) {
        this.values = values;
    }

    /** Of an execution as it was read. */
    public static Traits of(
            ExecutionSummary it, @Nullable String failedNode, @Nullable String fingerprint) {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("workflowId", it.workflowId());
        values.put("workflowName", it.workflowName());
        values.put("status", it.status());
        values.put("triggerType", it.triggerType());
        values.put("source", it.source());
        values.put("createdBy", it.createdBy());
        values.put("scriptPath", it.scriptPath());
        values.put("externalId", it.externalId());
        values.put("runId", it.runId());
        values.put("parentExecutionId", text(it.parentExecutionId()));
        values.put("rootExecutionId", text(it.rootExecutionId()));
        values.put("replayOf", text(it.replayOf()));
        values.put("engineInstance", it.engineInstance());
        values.put("labels", it.labels() == null ? null : tree(it.labels()));
        values.put("startedAt", it.startedAt());
        values.put("durationMs", it.durationMs());
        values.put("failedNode", failedNode);
        values.put("errorType", it.error() == null ? null : it.error().type());
        values.put("fingerprint", fingerprint);
        values.put("pinned", it.pinned());
        values.put("archived", it.archived());
        values.put("deleted", it.deletedAt() != null);
        return new Traits(values);
    }

    /**
     * The same before a change.
     *
     * @param prev the old values of what it changed, as the feed tells them: a JSON object
     */
    public Traits before(@Nullable String prev) {
        if (prev == null) {
            return this;
        }
        Map<String, @Nullable Object> old = new HashMap<>(values);
        for (Map.Entry<String, JsonNode> member : tree(prev).properties()) {
            old.put(member.getKey(), value(member.getKey(), member.getValue()));
        }
        return new Traits(old);
    }

    /** The same, deleted or not. */
    public Traits deleted(boolean deleted) {
        Map<String, @Nullable Object> other = new HashMap<>(values);
        other.put("deleted", deleted);
        return new Traits(other);
    }

    @Nullable Object get(String name) {
        return values.get(name);
    }

    private static @Nullable Object value(String name, JsonNode node) {
        if (node.isNull()) {
            return null;
        }
        return switch (name) {
            case "status" -> ExecutionStatus.ofCode(node.intValue());
            case "startedAt" -> OffsetDateTime.parse(node.textValue());
            case "durationMs" -> node.longValue() < 0 ? null : Long.valueOf(node.longValue());
            case "labels" -> node;
            case "pinned", "archived", "deleted" -> node.booleanValue();
            default -> node.asText();
        };
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    public static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The database holds what is no JSON", e);
        }
    }
}
