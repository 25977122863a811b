package dev.hindsight.fold;

import static java.util.Objects.requireNonNull;

import dev.hindsight.db.Database;
import dev.hindsight.db.RowCursor;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of {@code statistics_delta}, which others write. */
@ApplicationScoped
class DeltaStore {

    private final Database database;

    DeltaStore(Database database) {
        this.database = database;
    }

    /**
     * Deltas that wait.
     *
     * @param first the least id
     * @param since when that was written
     * @param last the greatest id
     */
    record Waiting(long first, Instant since, long last) {}

    Uni<Optional<Waiting>> waiting() {
        return database.ask(FoldSql.WAITING, Tuple.tuple())
                .map(
                        rows -> {
                            if (rows.size() == 0) {
                                return Optional.empty();
                            }
                            Row row = rows.iterator().next();
                            return Optional.of(
                                    new Waiting(
                                            row.getLong(0),
                                            row.getOffsetDateTime(1).toInstant(),
                                            row.getLong(2)));
                        });
    }

    /** Waits for the turn to roll up, at the beginning of a transaction. */
    Uni<Void> begin(SqlClient client) {
        return client.query(FoldSql.BEGIN).execute().replaceWithVoid();
    }

    /** Takes the first deltas out, at most so many. */
    Uni<List<Delta>> take(SqlClient client, int limit) {
        return Database.run(client, FoldSql.TAKE, Tuple.of(limit))
                .map(
                        rows -> {
                            List<Delta> deltas = new ArrayList<>(rows.size());
                            for (Row row : rows) {
                                deltas.add(delta(new RowCursor(row)));
                            }
                            return deltas;
                        });
    }

    private static Delta delta(RowCursor next) {
        int namespaceId = requireNonNull(next.integer());
        int sign = requireNonNull(next.integer());
        String workflowId = requireNonNull(next.text());
        String nodeId = next.text();
        UUID executionId = next.uuid();
        int status = requireNonNull(next.integer());
        OffsetDateTime startedAt = requireNonNull(next.moment());
        Long durationMs = next.bigint();
        Double sampleRate = next.real();
        boolean cached = next.bool();
        return new Delta(
                namespaceId,
                sign,
                workflowId,
                nodeId,
                executionId,
                status,
                startedAt.toInstant(),
                durationMs,
                sampleRate == null ? 1 : sampleRate,
                cached,
                cost(next.text(), next.text()),
                failure(executionId, next));
    }

    private static Delta.@Nullable Cost cost(@Nullable String amount, @Nullable String unit) {
        return amount == null
                ? null
                : new Delta.Cost(new BigDecimal(amount), unit == null ? "" : unit);
    }

    private static Delta.@Nullable Failure failure(@Nullable UUID executionId, RowCursor next) {
        String fingerprint = next.text();
        OffsetDateTime failedAt = next.moment();
        return fingerprint == null || failedAt == null || executionId == null
                ? null
                : new Delta.Failure(
                        fingerprint,
                        failedAt.toInstant(),
                        executionId,
                        next.text(),
                        next.text(),
                        next.text());
    }
}
