package dev.hindsight.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.command.CommandFailure;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tells the log lines of an execution, those that are there and those that come, until it has ended. */
final class LogTail implements LiveFeed.Watch {

    private static final int PAGE = 1_000;

    private static final String STATE = "state";
    private static final String LINES = "lines";

    private final Service service;
    private final Screen screen;
    private final boolean isJson;
    private final boolean stays;
    private final String id;
    private final Seen seen = new Seen();
    private String status = "";
    private String cursor = "";
    private boolean isOpen = true;

    /**
     * The numbers of lines, as ranges that follow each other closely. Where they never do, since numbers are
     * made of times, the oldest are forgotten: what comes behind so many others is taken for seen.
     */
    static final class Seen {

        static final int MAX_RANGES = 100_000;

        /** The last number of each range, by its first. */
        private final TreeMap<Long, Long> ranges = new TreeMap<>();

        /** Notes a number; tells whether it is new. */
        boolean add(long number) {
            Map.Entry<Long, Long> below = ranges.floorEntry(number);
            if (below != null && below.getValue() >= number) {
                return false;
            }
            long first = below != null && below.getValue() == number - 1 ? below.getKey() : number;
            Long above = ranges.remove(number + 1);
            ranges.put(first, above == null ? number : above);
            if (ranges.size() > MAX_RANGES) {
                Map.Entry<Long, Long> oldest = ranges.pollFirstEntry();
                Map.Entry<Long, Long> next = ranges.pollFirstEntry();
                ranges.put(oldest.getKey(), next.getValue());
            }
            return true;
        }

        /** Begins behind a number. */
        void beginAfter(long number) {
            ranges.put(number, number);
        }

        /** The last number up to which, from the beginning on, none is missing. */
        long contiguous() {
            return ranges.isEmpty() ? -1 : ranges.firstEntry().getValue();
        }
    }

    /**
     * A tail that has told nothing yet.
     *
     * @param execution as the service tells it
     * @param stays whether it goes on when the execution has ended
     */
    LogTail(Service service, Screen screen, boolean isJson, JsonNode execution, boolean stays) {
        this.service = service;
        this.screen = screen;
        this.isJson = isJson;
        this.stays = stays;
        this.id = execution.path("id").asText();
    }

    /** Prints the last lines that are there. */
    void begin(int lines) {
        JsonNode last = page("tail=" + Math.max(1, Math.min(lines, PAGE)));
        long first = last.path(0).path("sequence").asLong(0);
        if (lines == 0) {
            seen.beginAfter(last.path(0).path("sequence").asLong(-1));
            return;
        }
        seen.beginAfter(first - 1);
        print(last);
    }

    /** Prints what is there behind the lines that were printed. */
    void finish() {
        fetch(seen.contiguous());
    }

    private JsonNode page(String query) {
        return service.get(Service.execution(id) + "/logs?" + query).path("items");
    }

    private void fetch(long afterSequence) {
        long after = afterSequence;
        JsonNode items;
        do {
            items = page("limit=" + PAGE + "&afterSequence=" + after);
            print(items);
            after = items.path(items.size() - 1).path("sequence").asLong();
        } while (items.size() == PAGE && isOpen);
    }

    private void print(JsonNode lines) {
        for (JsonNode line : lines) {
            if (isOpen && seen.add(line.path("sequence").asLong())) {
                isOpen = isJson ? screen.json(line) : screen.log(line);
            }
        }
    }

    @Override
    public List<JsonNode> subscriptions() {
        var state =
                Service.JSON
                        .createObjectNode()
                        .put("type", "subscribe")
                        .put("id", STATE)
                        .put("topic", "execution")
                        .put("execution", id)
                        .put("snapshot", true);
        if (!cursor.isEmpty()) {
            state.put("resume", cursor);
        }
        var lines =
                Service.JSON
                        .createObjectNode()
                        .put("type", "subscribe")
                        .put("id", LINES)
                        .put("topic", "logs")
                        .put("execution", id)
                        .put("afterSequence", seen.contiguous());
        return List.of(state, lines);
    }

    @Override
    public boolean hear(JsonNode frame) {
        switch (frame.path("type").asText()) {
            case "snapshot" -> state(frame.path("execution"));
            case "events" -> frame.path("events").forEach(this::event);
            case "logs" -> print(frame.path("lines"));
            case "gap" -> fetch(frame.path("fromSequence").asLong() - 1);
            case "error" -> throw Service.failure(frame.path("problem"));
            default -> {}
        }
        if (frame.has("cursor")) {
            cursor = frame.path("cursor").asText();
        }
        if (stays || status.isEmpty()) {
            return isOpen;
        }
        // Its last lines may have been reported before its end, and still be under way.
        finish();
        screen.note("the execution is " + status);
        return false;
    }

    private void event(JsonNode event) {
        String kind = event.path("kind").asText();
        if (kind.equals("executions.removed")) {
            throw new CommandFailure("the execution was removed");
        }
        if (kind.startsWith("execution.")) {
            state(event.path("item"));
        }
    }

    private void state(JsonNode execution) {
        status = Words.isEnd(execution) ? Words.text(execution, "status") : "";
    }
}
