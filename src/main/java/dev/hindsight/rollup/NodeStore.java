package dev.hindsight.rollup;

import static java.util.Objects.requireNonNull;

import dev.hindsight.db.Args;
import dev.hindsight.db.RowCursor;
import dev.hindsight.fold.Delta;
import dev.hindsight.fold.Folding;
import dev.hindsight.fold.Grain;
import dev.hindsight.partition.PartitionCatalogue;
import dev.hindsight.partition.PartitionDay;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rows of {@code node_rollup}. */
@ApplicationScoped
class NodeStore implements Table<NodeRow>, Folding {

    /** Rows that are looked up in one transaction. */
    private static final int MAX_BOUNDED = 50;

    /** How long before its attempt at a node an execution is looked for. */
    private static final Duration BEFORE = Duration.ofDays(1);

    private final PartitionCatalogue partitions;
    private final RollupConfig config;
    private final Clock clock;

    NodeStore(PartitionCatalogue partitions, RollupConfig config, Clock clock) {
        this.partitions = partitions;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public Uni<Void> fold(SqlClient client, List<Delta> deltas, boolean isAll) {
        return Sums.fold(this, client, deltas, isAll);
    }

    @Override
    public List<NodeRow> rowsOf(Delta delta) {
        return NodeRow.of(delta, config.forgotten(clock.instant()));
    }

    @Override
    public int level(NodeRow row) {
        return row.grain().code();
    }

    @Override
    public Uni<Map<NodeRow, Aggregate>> load(SqlClient client, Collection<NodeRow> keys) {
        return SumRows.load(
                client,
                NodeRollupSql.LOAD,
                NodeRow.keys(List.copyOf(keys)),
                next -> Map.entry(key(next), aggregate(next)));
    }

    private static NodeRow key(RowCursor next) {
        return new NodeRow(
                requireNonNull(next.integer()),
                Grain.of(requireNonNull(next.integer())),
                requireNonNull(next.text()),
                requireNonNull(next.moment()).toInstant(),
                requireNonNull(next.text()));
    }

    private static Aggregate aggregate(RowCursor next) {
        long[] counts = new long[Aggregate.STATUSES];
        for (int status = 0; status < counts.length; status++) {
            counts[status] = requireNonNull(next.bigint());
        }
        long cached = requireNonNull(next.bigint());
        BigDecimal sum = new BigDecimal(requireNonNull(next.text()));
        Aggregate.Extremes extremes =
                new Aggregate.Extremes(next.bigint(), next.bigint(), next.bool());
        return Aggregate.of(counts, cached, sum, extremes, requireNonNull(next.bytes()), Map.of());
    }

    @Override
    public Uni<Void> store(SqlClient client, Map<NodeRow, Aggregate> rows) {
        Map<NodeRow, Aggregate> kept = new HashMap<>(rows);
        kept.values().removeIf(Aggregate::isEmpty);
        List<NodeRow> spent = rows.keySet().stream().filter(it -> !kept.containsKey(it)).toList();
        return SumRows.run(client, NodeRollupSql.STORE, kept.keySet(), () -> arguments(kept))
                .chain(
                        () ->
                                SumRows.run(
                                        client,
                                        NodeRollupSql.REMOVE,
                                        spent,
                                        () -> NodeRow.keys(spent)));
    }

    private static Args arguments(Map<NodeRow, Aggregate> rows) {
        List<NodeRow> keys = List.copyOf(rows.keySet());
        List<Aggregate> sums = keys.stream().map(rows::get).toList();
        Args args = SumRows.counts(NodeRow.keys(keys), sums, Aggregate.STATUSES);
        args.add(Args.column(sums, Long[]::new, Aggregate::cached));
        return SumRows.durations(args, sums);
    }

    @Override
    public Uni<List<NodeRow>> bounded(SqlClient client) {
        return SumRows.keys(client, NodeRollupSql.BOUNDED, MAX_BOUNDED, NodeStore::key);
    }

    @Override
    public Uni<Map<NodeRow, Found>> lookUp(SqlClient client, int level, List<NodeRow> keys) {
        return level == Grain.QUARTER.code()
                ? partitions
                        .refresh(client)
                        .chain(
                                days ->
                                        SumRows.found(
                                                client,
                                                NodeRollupSql.LOOK_UP_STEPS,
                                                touched(days, keys),
                                                keys,
                                                () -> NodeRow.keys(keys)))
                : SumRows.found(
                        client, NodeRollupSql.LOOK_UP_QUARTERS, keys, NodeRow.keys(keys).tuple());
    }

    /** Days that can hold an execution whose attempts are in one of these rows. */
    private static List<PartitionDay> touched(List<PartitionDay> days, List<NodeRow> keys) {
        return days.stream()
                .filter(day -> keys.stream().anyMatch(key -> isTouched(day, key)))
                .toList();
    }

    private static boolean isTouched(PartitionDay day, NodeRow key) {
        return !key.start().minus(BEFORE).isAfter(day.newestStartedAt())
                && key.start().plus(Grain.QUARTER.duration()).isAfter(day.oldestStartedAt());
    }
}
