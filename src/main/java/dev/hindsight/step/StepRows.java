package dev.hindsight.step;

import static java.util.Objects.requireNonNull;

import dev.hindsight.db.RowCursor;
import dev.hindsight.outcome.Cost;
import dev.hindsight.outcome.RecordedError;
import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Reads rows of {@link StepSql#SUMMARY_COLUMNS} followed by the payload columns. */
public final class StepRows {

    private StepRows() {}

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
