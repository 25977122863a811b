package dev.hindsight.rollup;

import static dev.hindsight.db.Args.column;

import dev.hindsight.db.Args;
import dev.hindsight.fold.Delta;
import dev.hindsight.fold.Grain;
import dev.hindsight.partition.PartitionDay;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which row of {@code rollup}.
 *
 * @param workflowId {@link #ALL} for all workflows together
 * @param startAt where its cell begins
 * @param sampleRate of its executions; 1 for all of them where the grain is {@link Grain#EVER}
 */
record RollupRow(
        int namespaceId, Grain grain, String workflowId, Instant startAt, double sampleRate) {

    /** All workflows together: no workflow has an empty id. */
    static final String ALL = "";

    /** Levels: quarters of each workflow come from executions, those of all workflows from these. */
    static final int OF_WORKFLOWS = 0;

    static final int OF_ALL = 1;

    /**
     * The rows that a delta of an execution belongs to, those of spans before a moment left out. Hours
     * are summed up of all workflows alone: most workflows are not run often enough for them to hold more
     * than a quarter does.
     */
    static List<RollupRow> of(Delta delta, Instant forgotten) {
        List<RollupRow> rows = new ArrayList<>(2 * Grain.values().length);
        for (String workflow : List.of(delta.workflowId(), ALL)) {
            for (Grain grain : Grain.values()) {
                Instant start = grain.floor(delta.startedAt());
                boolean isEver = grain == Grain.EVER;
                boolean isKept = isEver || !start.isBefore(forgotten);
                if (isKept && (grain != Grain.HOUR || workflow.equals(ALL))) {
                    rows.add(
                            new RollupRow(
                                    delta.namespaceId(),
                                    grain,
                                    workflow,
                                    start,
                                    isEver ? 1 : delta.sampleRate()));
                }
            }
        }
        return rows;
    }

    /** Whether it tells which execution of its workflow started last. */
    boolean tellsLatest() {
        return grain == Grain.EVER && !workflowId.equals(ALL);
    }

    /** A quarter of an hour of the same workflow. */
    RollupRow quarter(Instant start) {
        return new RollupRow(namespaceId, Grain.QUARTER, workflowId, start, sampleRate);
    }

    /** The grain in which those are found that are in none of the first two levels. */
    Grain source() {
        return grain == Grain.EVER ? Grain.DAY : Grain.QUARTER;
    }

    /** Rows of a level are found in those of lesser ones; all that are neither of those come behind. */
    int level() {
        if (grain == Grain.QUARTER) {
            return workflowId.equals(ALL) ? OF_ALL : OF_WORKFLOWS;
        }
        return OF_ALL + grain.code();
    }

    OffsetDateTime start() {
        return startAt.atOffset(ZoneOffset.UTC);
    }

    /** Where its cell ends; {@code null} for one that does not. */
    @Nullable OffsetDateTime end() {
        return grain == Grain.EVER ? null : startAt.plus(grain.duration()).atOffset(ZoneOffset.UTC);
    }

    /** The columns of the key, as arrays. */
    static Args keys(List<RollupRow> rows) {
        return Args.of()
                .add(column(rows, Integer[]::new, RollupRow::namespaceId))
                .add(column(rows, Short[]::new, row -> (short) row.grain().code()))
                .add(column(rows, String[]::new, RollupRow::workflowId))
                .add(column(rows, OffsetDateTime[]::new, RollupRow::start))
                .add(column(rows, Double[]::new, RollupRow::sampleRate));
    }

    /** The same without the grain. */
    static Args places(List<RollupRow> rows) {
        return Args.of()
                .add(column(rows, Integer[]::new, RollupRow::namespaceId))
                .add(column(rows, String[]::new, RollupRow::workflowId))
                .add(column(rows, OffsetDateTime[]::new, RollupRow::start))
                .add(column(rows, Double[]::new, RollupRow::sampleRate));
    }

    /**
     * Days that can hold an execution of one of these rows, which are of quarters of an hour.
     *
     * @param days as they are now, not as they were known a second ago: a day that would be missed may
     *     hold the extremes
     */
    static List<PartitionDay> touched(List<PartitionDay> days, List<RollupRow> rows) {
        return days.stream()
                .filter(day -> rows.stream().anyMatch(row -> row.isTouched(day)))
                .toList();
    }

    private boolean isTouched(PartitionDay day) {
        return !start().isAfter(day.newestStartedAt())
                && start().plus(Grain.QUARTER.duration()).isAfter(day.oldestStartedAt());
    }
}
