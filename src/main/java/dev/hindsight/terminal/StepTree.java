package dev.hindsight.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Steps under those that they belong to, each told by its newest attempt. */
final class StepTree {

    private static final String INDENT = "  ";

    /** Columns; steps that are further down stand below each other. */
    private static final int MAX_INDENT = 80;

    private final Map<String, JsonNode> newest = new LinkedHashMap<>();
    private final Map<String, List<String>> children = new LinkedHashMap<>();
    private final Screen screen;
    private final boolean withPayloads;

    /** A step that is to be printed. There may be as many levels as steps: too many to be calls. */
    private record Place(String key, String indent) {}

    /** A tree without steps. */
    StepTree(Screen screen, boolean withPayloads) {
        this.screen = screen;
        this.withPayloads = withPayloads;
    }

    /** Adds an attempt of a step, in the order of the service's list. */
    void add(JsonNode step) {
        newest.merge(
                step.path("key").asText(),
                step,
                (one, other) ->
                        one.path("attempt").asInt() > other.path("attempt").asInt() ? one : other);
    }

    /** Prints all of them. One whose ancestors lead back to itself stands at the left. */
    void print() {
        newest.forEach(
                (key, step) ->
                        children.computeIfAbsent(parent(key), it -> new ArrayList<>()).add(key));
        Deque<Place> next = new ArrayDeque<>();
        below("", INDENT, next);
        while (!next.isEmpty() || !newest.isEmpty()) {
            Place place =
                    next.isEmpty()
                            ? new Place(newest.keySet().iterator().next(), INDENT)
                            : next.pop();
            JsonNode step = newest.remove(place.key());
            if (step != null) {
                print(place.key(), step, place.indent());
                below(place.key(), place.indent(), next);
            }
        }
    }

    /** Puts the steps below one in the place of the next. */
    private void below(String parent, String indent, Deque<Place> next) {
        boolean isDeep = indent.length() >= Math.min(MAX_INDENT, screen.width() / 2);
        String further = parent.isEmpty() || isDeep ? indent : indent + INDENT;
        List<String> keys = children.getOrDefault(parent, List.of());
        for (int i = keys.size() - 1; i >= 0; i--) {
            next.push(new Place(keys.get(i), further));
        }
    }

    private String parent(String key) {
        JsonNode step = newest.getOrDefault(key, Service.JSON.missingNode());
        String parent = step.path("parentKey").asText("");
        boolean isRoot = parent.equals(key) || !newest.containsKey(parent);
        return isRoot ? "" : parent;
    }

    private void print(String key, JsonNode step, String indent) {
        String status = Words.text(step, "status");
        String node = Words.text(step, "nodeId");
        String name = Plain.of(key);
        List<String> rest = new ArrayList<>();
        if (!node.equals(name)) {
            rest.add(node);
        }
        if (step.hasNonNull("iteration")) {
            rest.add("iteration " + Words.text(step, "iteration"));
        }
        rest.add(Words.duration(step));
        if (step.path("attempt").asInt() > 1) {
            rest.add(step.path("attempt").asInt() + " attempts");
        }
        rest.add(Words.error(step));
        rest.removeIf(String::isEmpty);
        String before = indent + name + INDENT;
        String behind = rest.isEmpty() ? "" : INDENT + String.join(INDENT, rest);
        int room = screen.width() - Plain.width(before) - Plain.width(status);
        screen.line(
                before
                        + screen.styled(status, Words.style(status))
                        + (room > 0 ? Plain.cut(behind, room) : behind));
        if (withPayloads) {
            payloads(step, indent + INDENT);
        }
    }

    private void payloads(JsonNode record, String indent) {
        payloads(screen, record, indent);
    }

    /** Prints the payloads of a record that are there. */
    static void payloads(Screen screen, JsonNode record, String indent) {
        for (String payload : List.of("input", "output", "metadata")) {
            if (record.hasNonNull(payload)) {
                screen.line(indent + payload);
                screen.block(indent + INDENT, record.path(payload));
            }
        }
    }
}
