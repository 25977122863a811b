package dev.hindsight.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells each change of many executions on a line. */
final class ExecutionsTail implements LiveFeed.Watch {

    /** What one that was told anew begins with, where it is not known what became of the cursor. */
    private static final int MOST = 200;

    /** Of so many executions it is remembered what was told of them; they are repeated seldom, and soon. */
    private static final int REMEMBERED = 10_000;

    /** Columns of the longest status. */
    private static final int WORD = 9;

    private final Screen screen;
    private final boolean isJson;
    private final ObjectNode filter;
    private final int first;
    private final Map<String, Long> told =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
                    return size() > REMEMBERED;
                }
            };

    private String cursor = "";
    private String newest = "";

    /**
     * A tail that has told nothing yet.
     *
     * @param first how many of the newest executions are told before any change, at most 200
     */
    ExecutionsTail(Screen screen, boolean isJson, ObjectNode filter, int first) {
        this.screen = screen;
        this.isJson = isJson;
        this.filter = filter;
        this.first = first;
    }

    @Override
    public List<JsonNode> subscriptions() {
        ObjectNode frame =
                Service.JSON
                        .createObjectNode()
                        .put("type", "subscribe")
                        .put("id", "executions")
                        .put("topic", "executions")
                        .put("snapshot", cursor.isEmpty() ? first : MOST);
        frame.set("filter", filter);
        if (!cursor.isEmpty()) {
            frame.put("resume", cursor);
        }
        return List.of(frame);
    }

    @Override
    public boolean hear(JsonNode frame) {
        boolean isOpen = true;
        switch (frame.path("type").asText()) {
            case "welcome" -> {
                if (newest.isEmpty()) {
                    newest = frame.path("serverTime").asText();
                }
            }
            case "snapshot" -> isOpen = snapshot(frame.path("items"));
            case "reset" ->
                    screen.note(
                            "changes may be missing here (%s): the newest follow"
                                    .formatted(Words.text(frame, "reason")));
            case "events" -> {
                for (JsonNode event : frame.path("events")) {
                    isOpen = isOpen && event(event);
                }
            }
            case "error" -> throw Service.failure(frame.path("problem"));
            default -> {}
        }
        if (frame.has("cursor")) {
            cursor = frame.path("cursor").asText();
        }
        return isOpen;
    }

    /** The first tells the newest; a later one what was not told before the connection was lost. */
    private boolean snapshot(JsonNode items) {
        boolean isFirst = cursor.isEmpty();
        List<JsonNode> newestLast = new ArrayList<>();
        items.forEach(it -> newestLast.add(0, it));
        boolean isOpen = true;
        for (JsonNode item : newestLast) {
            String id = item.path("id").asText();
            boolean isNews =
                    isFirst
                            || told.containsKey(id)
                            || item.path("updatedAt").asText().compareTo(newest) > 0;
            if (isNews && isNew(id, item.path("version").asLong())) {
                isOpen =
                        isOpen
                                && (isJson
                                        ? screen.json(item)
                                        : line(
                                                item,
                                                Words.moment(item, "updatedAt"),
                                                Words.text(item, "status")));
            }
        }
        return isOpen;
    }

    private boolean event(JsonNode event) {
        String kind = event.path("kind").asText();
        String moment = event.path("at").asText();
        String id = event.path("execution").asText();
        newest = moment.compareTo(newest) > 0 ? moment : newest;
        boolean isNew =
                event.hasNonNull("version")
                        ? isNew(id, event.path("version").asLong())
                        : isNew(kind + moment + id, 0);
        if (!isNew) {
            return true;
        }
        if (isJson) {
            return screen.json(event);
        }
        JsonNode item = event.path("item");
        String status = Words.text(item, "status");
        String at = Words.moment(event, "at");
        if (kind.startsWith("execution.") && item.has("id")) {
            return line(item, at, word(kind, status));
        }
        if (kind.equals("executions.removed")) {
            return screen.line(at + "  " + Plain.pad("removed", WORD) + "  " + removed(event));
        }
        return screen.line(at + "  " + Plain.of(kind) + "  " + rest(event));
    }

    private static String removed(JsonNode event) {
        String which =
                event.hasNonNull("execution")
                        ? Words.text(event, "execution")
                        : event.hasNonNull("count")
                                ? Words.text(event, "count") + " executions"
                                : "executions";
        String policy = Words.text(event, "policy");
        return policy.isEmpty() ? which : which + "  by the policy " + policy;
    }

    /** What is of no execution, such as a service level that was missed. */
    private static String rest(JsonNode event) {
        ObjectNode rest = event.deepCopy();
        rest.remove(List.of("kind", "at"));
        return Screen.compact(rest);
    }

    private static String word(String kind, String status) {
        return switch (kind) {
            case "execution.deleted", "execution.restored" -> kind.substring(10);
            case "execution.replay_requested" -> "replay";
            default -> status;
        };
    }

    private boolean isNew(String of, long version) {
        Long before = told.get(of);
        if (before != null && before >= version) {
            return false;
        }
        told.put(of, version);
        return true;
    }

    private boolean line(JsonNode item, String at, String word) {
        String external = Words.text(item, "externalId");
        String error = Words.error(item);
        String behind =
                "  "
                        + Words.text(item, "id")
                        + (external.isEmpty() ? "" : "  ext:" + external)
                        + "  "
                        + Words.text(item, "workflowId")
                        + "  "
                        + Words.duration(item);
        String line = (error.isEmpty() ? behind : behind + "  " + error).stripTrailing();
        String padded = Plain.pad(word, WORD);
        int room = Math.max(1, screen.width() - Plain.width(at) - 2 - WORD);
        return screen.line(
                at + "  " + screen.styled(padded, Words.style(word)) + Plain.cut(line, room));
    }
}
