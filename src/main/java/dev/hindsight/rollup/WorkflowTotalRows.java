package dev.hindsight.rollup;

import static java.util.Objects.requireNonNull;

import dev.hindsight.db.RowCursor;
import dev.hindsight.reader.Reader;
import dev.hindsight.sketch.Quantiles;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Totals of workflows, as they were last rolled up. */
@ApplicationScoped
public class WorkflowTotalRows {

    /** After every moment that is in range. */
    private static final OffsetDateTime LAST = OffsetDateTime.parse("9999-12-31T23:59:59.999Z");

    private final Reader reader;

    WorkflowTotalRows(Reader reader) {
        this.reader = reader;
    }

    /** The totals of some workflows, by their ids. */
    public Uni<Map<String, WorkflowTotal>> find(int namespaceId, Collection<String> workflowIds) {
        return reader.ask(
                        RollupSql.TOTALS, Tuple.of(namespaceId, workflowIds.toArray(String[]::new)))
                .map(
                        rows -> {
                            Map<String, WorkflowTotal> totals = new HashMap<>();
                            read(rows).forEach(it -> totals.put(it.workflowId(), it));
                            return totals;
                        });
    }

    /** The workflows that were run most; ties by id. At most so many, behind a place if one is given. */
    public Uni<List<WorkflowTotal>> mostRun(
            int namespaceId, @Nullable Long total, String workflowId, int limit) {
        return top(RollupSql.TOP_TOTALS, namespaceId, number(total), workflowId, limit);
    }

    /** The workflows that failed most; ties by id. Likewise. */
    public Uni<List<WorkflowTotal>> mostFailed(
            int namespaceId, @Nullable Long failed, String workflowId, int limit) {
        return top(RollupSql.TOP_FAILED, namespaceId, number(failed), workflowId, limit);
    }

    /** The workflows that were run last; ties by id. Likewise. */
    public Uni<List<WorkflowTotal>> lastRun(
            int namespaceId, @Nullable Instant startedAt, String workflowId, int limit) {
        return top(
                RollupSql.TOP_LATEST,
                namespaceId,
                startedAt == null ? LAST : startedAt.atOffset(ZoneOffset.UTC),
                workflowId,
                limit);
    }

    private static Long number(@Nullable Long given) {
        return given == null ? Long.valueOf(Long.MAX_VALUE) : given;
    }

    private Uni<List<WorkflowTotal>> top(
            String sql, int namespaceId, Object place, String workflowId, int limit) {
        return reader.ask(sql, Tuple.of(namespaceId, place, workflowId, limit))
                .map(WorkflowTotalRows::read);
    }

    private static List<WorkflowTotal> read(RowSet<Row> rows) {
        List<WorkflowTotal> totals = new ArrayList<>();
        for (Row row : rows) {
            RowCursor next = new RowCursor(row);
            totals.add(
                    new WorkflowTotal(
                            requireNonNull(next.text()),
                            requireNonNull(next.bigint()),
                            requireNonNull(next.bigint()),
                            requireNonNull(next.bigint()),
                            requireNonNull(next.bigint()),
                            requireNonNull(next.bigint()),
                            requireNonNull(next.bigint()),
                            requireNonNull(next.bigint()),
                            requireNonNull(next.bigint()),
                            p95(next.bigint(), next.bigint(), requireNonNull(next.bytes())),
                            instant(next.moment()),
                            next.uuid()));
        }
        return totals;
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime moment) {
        return moment == null ? null : moment.toInstant();
    }

    private static @Nullable Double p95(@Nullable Long min, @Nullable Long max, byte[] durations) {
        Quantiles quantiles = new Quantiles();
        quantiles.add(durations, 1);
        return min == null || max == null ? null : quantiles.at(0.95, min, max);
    }
}
