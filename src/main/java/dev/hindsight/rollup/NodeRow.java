package dev.hindsight.rollup;

import static dev.hindsight.db.Args.column;

import dev.hindsight.db.Args;
import dev.hindsight.fold.Delta;
import dev.hindsight.fold.Grain;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Which row of {@code node_rollup}; the grain is {@link Grain#QUARTER} or {@link Grain#DAY}. */
record NodeRow(int namespaceId, Grain grain, String workflowId, Instant startAt, String nodeId) {

    private static final List<Grain> GRAINS = List.of(Grain.QUARTER, Grain.DAY);

    /** The rows that a delta belongs to, those of spans before a moment left out; none for an execution. */
    static List<NodeRow> of(Delta delta, Instant forgotten) {
        List<NodeRow> rows = new ArrayList<>(GRAINS.size());
        String nodeId = delta.nodeId();
        for (Grain grain : GRAINS) {
            Instant start = grain.floor(delta.startedAt());
            if (nodeId != null && !start.isBefore(forgotten)) {
                rows.add(
                        new NodeRow(delta.namespaceId(), grain, delta.workflowId(), start, nodeId));
            }
        }
        return rows;
    }

    OffsetDateTime start() {
        return startAt.atOffset(ZoneOffset.UTC);
    }

    /** The columns of the key, as arrays. */
    static Args keys(List<NodeRow> rows) {
        return Args.of()
                .add(column(rows, Integer[]::new, NodeRow::namespaceId))
                .add(column(rows, Short[]::new, row -> (short) row.grain().code()))
                .add(column(rows, String[]::new, NodeRow::workflowId))
                .add(column(rows, OffsetDateTime[]::new, NodeRow::start))
                .add(column(rows, String[]::new, NodeRow::nodeId));
    }
}
