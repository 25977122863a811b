package dev.hindsight.retention;

import java.util.Map;
import java.util.Set;

/**
 * What the tables of a day take, with their indexes: what is removed takes its share by the number of
 * executions. To know it better, every row would have to be read.
 *
 * @param sizes bytes by table
 * @param executions all of the day
 */
public record DayBytes(Map<String, Long> sizes, long executions) {

    /** Tables that hold payloads, and what else leaves with them. */
    public static final Set<String> PAYLOADS =
            Set.of(
                    "execution_payload",
                    "step_payload",
                    "artifact",
                    "tree",
                    "snapshot",
                    "state",
                    "chunk");

    /** Tables that hold lines. */
    public static final Set<String> LOGS = Set.of("log", "log_tally");

    /** The one table of which an archived execution keeps its row. */
    public static final String NARROW = "execution";

    public DayBytes {
        sizes = Map.copyOf(sizes);
    }

    /** The share of some executions of which the same is due. */
    public long share(Due due, long count) {
        long bytes =
                sizes.entrySet().stream()
                        .filter(it -> concerns(due, it.getKey()))
                        .mapToLong(Map.Entry::getValue)
                        .sum();
        return executions == 0 ? 0 : Math.round((double) bytes * count / executions);
    }

    private static boolean concerns(Due due, String table) {
        return switch (due) {
            case REMOVAL -> true;
            case ARCHIVING -> !table.equals(NARROW);
            case PAYLOADS -> PAYLOADS.contains(table);
            case LOGS -> LOGS.contains(table);
            // How much of them it is only who reads them knows.
            case SNAPSHOTS -> false;
        };
    }
}
