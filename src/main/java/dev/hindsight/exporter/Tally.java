package dev.hindsight.exporter;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts the records of a file by kind. */
public final class Tally {

    private final Map<String, Long> execution = new LinkedHashMap<>();
    private final Map<String, Long> all = new LinkedHashMap<>(Map.of("execution", 0L));

    /** Begins the next execution. */
    void next() {
        execution.clear();
        all.merge("execution", 1L, Long::sum);
        add("step", 0);
        add("log", 0);
    }

    void add(String kind, long records) {
        execution.merge(kind, records, Long::sum);
        all.merge(kind, records, Long::sum);
    }

    /** How many executions there are so far. */
    long executions() {
        return all.getOrDefault("execution", 0L);
    }

    String ofExecution() {
        return json(execution);
    }

    String ofAll() {
        all.putIfAbsent("step", 0L);
        all.putIfAbsent("log", 0L);
        return json(all);
    }

    /** How many records of each kind the last execution has, such as {@code steps}. */
    public Map<String, Long> counts() {
        return execution.entrySet().stream()
                .collect(
                        Collectors.toUnmodifiableMap(it -> it.getKey() + "s", Map.Entry::getValue));
    }

    private static String json(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(it -> "\"%ss\":%d".formatted(it.getKey(), it.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }
}
