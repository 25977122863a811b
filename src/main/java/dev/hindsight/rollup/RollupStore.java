package dev.hindsight.rollup;

import static dev.hindsight.db.Args.column;
import static java.util.Objects.requireNonNull;

import dev.hindsight.db.Args;
import dev.hindsight.db.RowCursor;
import dev.hindsight.fold.Delta;
import dev.hindsight.fold.Folding;
import dev.hindsight.fold.Grain;
import dev.hindsight.outcome.CostJson;
import dev.hindsight.partition.PartitionCatalogue;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of {@code rollup}. */
@ApplicationScoped
class RollupStore implements Table<RollupRow>, Folding {

    /** Counts of executions, which have no status more. */
    private static final int STATUSES = 7;

    /** Rows that are looked up in one transaction. */
    private static final int MAX_BOUNDED = 200;

    private final PartitionCatalogue partitions;
    private final LatestStore latest;
    private final RollupConfig config;
    private final Clock clock;

    RollupStore(
            PartitionCatalogue partitions, LatestStore latest, RollupConfig config, Clock clock) {
        this.latest = latest;
        this.partitions = partitions;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public Uni<Void> fold(SqlClient client, List<Delta> deltas, boolean isAll) {
        return Sums.fold(this, client, deltas, isAll);
    }

    @Override
    public List<RollupRow> rowsOf(Delta delta) {
        return delta.nodeId() == null
                ? RollupRow.of(delta, config.forgotten(clock.instant()))
                : List.of();
    }

    @Override
    public int level(RollupRow row) {
        return row.level();
    }

    @Override
    public Uni<Map<RollupRow, Aggregate>> load(SqlClient client, Collection<RollupRow> keys) {
        return SumRows.load(
                client,
                RollupSql.LOAD,
                RollupRow.keys(List.copyOf(keys)),
                next -> Map.entry(key(next), aggregate(next)));
    }

    private static RollupRow key(RowCursor next) {
        return new RollupRow(
                requireNonNull(next.integer()),
                Grain.of(requireNonNull(next.integer())),
                requireNonNull(next.text()),
                requireNonNull(next.moment()).toInstant(),
                requireNonNull(next.real()));
    }

    private static Aggregate aggregate(RowCursor next) {
        long[] counts = new long[STATUSES];
        for (int status = 0; status < STATUSES; status++) {
            counts[status] = requireNonNull(next.bigint());
        }
        BigDecimal sum = new BigDecimal(requireNonNull(next.text()));
        Aggregate.Extremes extremes =
                new Aggregate.Extremes(next.bigint(), next.bigint(), next.bool());
        byte[] durations = requireNonNull(next.bytes());
        Aggregate read =
                Aggregate.of(counts, 0, sum, extremes, durations, CostJson.read(next.text()));
        OffsetDateTime latestAt = next.moment();
        if (latestAt != null) {
            read.set(new Aggregate.Latest(latestAt.toInstant(), next.uuid()));
        }
        return read;
    }

    @Override
    public Uni<Void> store(SqlClient client, Map<RollupRow, Aggregate> rows) {
        Map<RollupRow, Aggregate> kept = new HashMap<>(rows);
        kept.values().removeIf(Aggregate::isEmpty);
        List<RollupRow> spent = rows.keySet().stream().filter(it -> !kept.containsKey(it)).toList();
        return SumRows.run(client, RollupSql.STORE, kept.keySet(), () -> arguments(kept))
                .chain(
                        () ->
                                SumRows.run(
                                        client,
                                        RollupSql.REMOVE,
                                        spent,
                                        () -> RollupRow.keys(spent)));
    }

    private static Args arguments(Map<RollupRow, Aggregate> rows) {
        List<RollupRow> keys = List.copyOf(rows.keySet());
        List<Aggregate> sums = new ArrayList<>();
        for (RollupRow key : keys) {
            Aggregate sum = requireNonNull(rows.get(key));
            if (!key.tellsLatest()) {
                sum.set((Aggregate.Latest) null);
            }
            sums.add(sum);
        }
        Args args = SumRows.counts(RollupRow.keys(keys), sums, STATUSES);
        return SumRows.durations(args, sums)
                .add(column(sums, String[]::new, it -> CostJson.write(it.cost())))
                .add(column(sums, OffsetDateTime[]::new, RollupStore::latestAt))
                .add(column(sums, UUID[]::new, RollupStore::latestId));
    }

    @Override
    public Uni<List<RollupRow>> bounded(SqlClient client) {
        return SumRows.keys(client, RollupSql.BOUNDED, MAX_BOUNDED, RollupStore::key);
    }

    @Override
    public Uni<Map<RollupRow, Found>> lookUp(SqlClient client, int level, List<RollupRow> keys) {
        return switch (level) {
            case RollupRow.OF_WORKFLOWS ->
                    partitions
                            .refresh(client)
                            .chain(
                                    days ->
                                            SumRows.found(
                                                    client,
                                                    RollupSql.LOOK_UP_EXECUTIONS,
                                                    RollupRow.touched(days, keys),
                                                    keys,
                                                    () -> RollupRow.places(keys)));
            case RollupRow.OF_ALL ->
                    SumRows.found(
                            client,
                            RollupSql.LOOK_UP_WORKFLOWS,
                            keys,
                            RollupRow.places(keys).tuple());
            default -> inFiner(client, keys).chain(found -> latest.with(client, keys, found));
        };
    }

    private static Uni<Map<RollupRow, Found>> inFiner(SqlClient client, List<RollupRow> keys) {
        RollupRow any = keys.get(0);
        return SumRows.found(
                client,
                RollupSql.LOOK_UP_FINER,
                keys,
                RollupRow.places(keys)
                        .add(column(keys, OffsetDateTime[]::new, RollupRow::end))
                        .add((short) any.source().code())
                        .add(any.grain() == Grain.EVER)
                        .tuple());
    }

    private static @Nullable OffsetDateTime latestAt(Aggregate sum) {
        Aggregate.Latest latest = sum.latest();
        return latest == null ? null : latest.startedAt().atOffset(ZoneOffset.UTC);
    }

    private static @Nullable UUID latestId(Aggregate sum) {
        Aggregate.Latest latest = sum.latest();
        return latest == null ? null : latest.executionId();
    }
}
