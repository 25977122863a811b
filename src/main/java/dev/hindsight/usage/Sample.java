package dev.hindsight.usage;

import dev.hindsight.storage.StorageReading;
import java.util.List;

/**
 * How much of the executions is measured, the same share of every day.
 *
 * @param percent of the pages of their tables; 100 for all of them
 * @param executions that there are, as PostgreSQL estimates them
 */
record Sample(double percent, long executions) {

    /** No more executions than this are measured. */
    static final int EXECUTIONS = 20_000;

    /** Nor, of them and what belongs to them, more rows than this: a second or two. */
    static final long ROWS = 400_000;

    /** But at least so many executions, however much belongs to each: fewer would tell nothing. */
    static final int FEW = 200;

    private static final double ALL = 100;

    /** Tables with rows that are looked up for each execution. */
    private static final List<String> PARTS =
            List.of(
                    "execution_payload",
                    "step",
                    "step_payload",
                    "log_tally",
                    "artifact",
                    "tree",
                    "snapshot",
                    "state");

    /** How many executions may be measured, where they have as many rows as these tables say. */
    static int size(StorageReading reading, int most) {
        long executions = Math.max(1, reading.table("execution").liveRows());
        long parts = PARTS.stream().mapToLong(part -> reading.table(part).liveRows()).sum();
        double rowsEach = 1 + parts / (double) executions;
        return (int) Math.min(most, Math.max(FEW, ROWS / rowsEach));
    }

    /** All of these days if they are few enough, or a part of that size. */
    static Sample of(List<Leaf> leaves, int size) {
        long atMost = leaves.stream().mapToLong(Leaf::atMost).sum();
        double percent = atMost <= size ? ALL : ALL * size / atMost;
        return new Sample(percent, leaves.stream().mapToLong(Leaf::rows).sum());
    }

    boolean isPart() {
        return percent < ALL;
    }

    /** By how much more there is than was measured, of which there are so many executions. */
    double factor(long measured) {
        if (!isPart()) {
            return 1;
        }
        // Counts that are lower than what was seen were lost.
        return measured > 0 && executions >= measured
                ? executions / (double) measured
                : ALL / percent;
    }
}
