package dev.hindsight.step;

import static java.util.Objects.requireNonNull;

import dev.hindsight.db.RowCursor;
import dev.hindsight.outcome.Cost;
import dev.hindsight.outcome.RecordedError;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads rows of {@link StepSql#SUMMARY_COLUMNS} followed by the payload columns. */
public final class StepRows {

    /** The names of {@link StepSql#COLUMNS}, in their order. */
    private static final List<String> COLUMNS =
            List.of(
                    "names",
                    "key",
                    "attempt",
                    "parent",
                    "name",
                    "status",
                    "queued",
                    "start",
                    "end",
                    "iteration");

    private StepRows() {}

    static List<Step> all(RowSet<Row> rows, boolean withPayloads) {
        List<Step> steps = new ArrayList<>(rows.size());
        for (Row row : rows) {
            steps.add(read(row, withPayloads));
        }
        return steps;
    }

    /** Reads {@link StepSql#COUNTS}. */
    static Map<StepStatus, Long> counts(RowSet<Row> rows) {
        Map<StepStatus, Long> counts = new EnumMap<>(StepStatus.class);
        for (Row row : rows) {
            RowCursor next = new RowCursor(row);
            counts.put(
                    StepStatus.ofCode(requireNonNull(next.integer())),
                    requireNonNull(next.bigint()));
        }
        return counts;
    }

    /** Reads {@link StepSql#COLUMNS}. */
    static Map<String, String> columns(Row row) {
        RowCursor next = new RowCursor(row);
        Map<String, String> columns = new LinkedHashMap<>();
        for (String name : COLUMNS) {
            String column = next.text();
            columns.put(name, column == null ? "[]" : column);
        }
        return columns;
    }

    static Step read(Row row, boolean withPayloads) {
        return read(new RowCursor(row), withPayloads);
    }

    /** Reads a step, and its payloads if they stand behind it, where the cursor stands. */
    public static Step read(RowCursor next, boolean withPayloads) {
        String key = requireNonNull(next.text());
        int attempt = requireNonNull(next.integer());
        int version = requireNonNull(next.integer());
        String nodeId = requireNonNull(next.text());
        String nodeType = next.text();
        String nodeName = next.text();
        Integer stepIndex = next.integer();
        Integer iteration = next.integer();
        String parentKey = next.text();
        String dependsOn = next.text();
        StepStatus status = StepStatus.ofCode(requireNonNull(next.integer()));
        OffsetDateTime queuedAt = next.moment();
        OffsetDateTime startedAt = next.moment();
        OffsetDateTime completedAt = next.moment();
        Long durationMs = next.bigint();
        RecordedError error = RecordedError.of(next.text(), next.text(), next.text());
        Boolean cached = next.boolOrNull();
        Cost cost = Cost.of(next.text(), next.text());
        Step.@Nullable Payloads payloads =
                withPayloads
                        ? new Step.Payloads(
                                next.text(),
                                next.text(),
                                next.text(),
                                next.text(),
                                next.text(),
                                false)
                        : null;
        return new Step(
                key,
                attempt,
                version,
                nodeId,
                nodeType,
                nodeName,
                stepIndex,
                iteration,
                parentKey,
                dependsOn,
                status,
                queuedAt,
                startedAt,
                completedAt,
                durationMs,
                error,
                cached,
                cost,
                payloads);
    }
}
