package dev.hindsight.analytics;

import static dev.hindsight.db.Args.column;
import static java.util.Objects.requireNonNull;

import dev.hindsight.db.Args;
import dev.hindsight.db.RowCursor;
import dev.hindsight.outcome.CostJson;
import dev.hindsight.partition.DayRange;
import dev.hindsight.reader.Reader;
import dev.hindsight.sketch.Sketch;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Reads sums, and the executions where nothing is summed up. */
@ApplicationScoped
class StatisticsStore {

    private static final int STATUSES_OF_EXECUTIONS = 7;
    private static final int STATUSES_OF_STEPS = 8;

    private static final Long[] BUCKETS = Sketch.floors();

    private static final String[] ALL_WORKFLOWS = {""};

    private final Reader reader;

    StatisticsStore(Reader reader) {
        this.reader = reader;
    }

    /** Adds rolled-up rows to the totals of the moments at which they begin. */
    Uni<Void> addRollups(
            StatisticsQuestion question, List<Cover.Span> spans, Function<Instant, Totals> totals) {
        if (spans.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Args args = Args.of(question.namespaceId(), workflows(question.workflowIds()));
        return reader.ask(StatisticsSql.ROLLUPS, bind(args, spans).tuple())
                .invoke(
                        rows -> {
                            for (Row row : rows) {
                                RowCursor next = new RowCursor(row);
                                Instant start = requireNonNull(next.moment()).toInstant();
                                double weight = question.weight(requireNonNull(next.real()));
                                Totals sums = totals.apply(start);
                                addCounts(next, STATUSES_OF_EXECUTIONS, weight, sums);
                                addDurations(next, weight, sums);
                                CostJson.read(next.text())
                                        .forEach(
                                                (unit, amount) ->
                                                        sums.addCost(unit, amount, weight));
                            }
                        })
                .replaceWithVoid();
    }

    /** No workflow has the empty id, by which all together are told: who asks for it means none. */
    private static String[] workflows(List<String> asked) {
        return asked.isEmpty()
                ? ALL_WORKFLOWS
                : asked.stream().filter(id -> !id.isEmpty()).toArray(String[]::new);
    }

    /** The sums of the nodes of a workflow. */
    Uni<Map<String, Totals>> nodes(int namespaceId, String workflowId, List<Cover.Span> spans) {
        return reader.ask(
                        StatisticsSql.NODES, bind(Args.of(namespaceId, workflowId), spans).tuple())
                .map(
                        rows -> {
                            Map<String, Totals> nodes = new HashMap<>();
                            for (Row row : rows) {
                                RowCursor next = new RowCursor(row);
                                Totals sums =
                                        nodes.computeIfAbsent(
                                                requireNonNull(next.text()), it -> new Totals());
                                addCounts(next, STATUSES_OF_STEPS, 1, sums);
                                sums.addCached(requireNonNull(next.bigint()));
                                addDurations(next, 1, sums);
                            }
                            return nodes;
                        });
    }

    private static Args bind(Args args, List<Cover.Span> spans) {
        return args.add(column(spans, Short[]::new, it -> (short) it.grain().code()))
                .add(column(spans, OffsetDateTime[]::new, it -> utc(it.start())))
                .add(column(spans, OffsetDateTime[]::new, it -> utc(it.end())));
    }

    private static void addCounts(RowCursor next, int statuses, double weight, Totals sums) {
        for (int status = 0; status < statuses; status++) {
            sums.addCount(status, requireNonNull(next.bigint()), weight);
        }
    }

    private static void addDurations(RowCursor next, double weight, Totals sums) {
        sums.addDurations(
                requireNonNull(next.bigint()),
                new BigDecimal(requireNonNull(next.text())),
                next.bigint(),
                next.bigint(),
                weight);
        sums.addHistogram(requireNonNull(next.bytes()), weight);
    }

    /**
     * Adds executions of some days to the totals of the buckets that they started in.
     *
     * @param starts of the buckets; the first is not after {@code from}, if that is given
     * @param totals by the place of the bucket, from 0
     */
    Uni<Void> addExecutions(
            StatisticsQuestion question,
            DayRange days,
            List<Instant> starts,
            IntFunction<Totals> totals) {
        List<String> workflows = question.workflowIds();
        List<String> creators = question.createdBy();
        Args args =
                Args.of(
                        question.namespaceId(),
                        utc(question.from()),
                        utc(question.to()),
                        column(starts, OffsetDateTime[]::new, StatisticsStore::utc),
                        BUCKETS);
        if (!workflows.isEmpty()) {
            args.add(workflows.toArray(String[]::new));
        }
        if (!creators.isEmpty()) {
            args.add(creators.toArray(String[]::new));
        }
        String sql = days.in(RawSql.count(!workflows.isEmpty(), !creators.isEmpty()));
        return reader.ask(sql, args.tuple())
                .invoke(
                        rows -> {
                            for (Row row : rows) {
                                add(new RowCursor(row), question, totals);
                            }
                        })
                .replaceWithVoid();
    }

    private static void add(
            RowCursor next, StatisticsQuestion question, IntFunction<Totals> totals) {
        Totals sums = totals.apply(requireNonNull(next.integer()));
        double weight = question.weight(requireNonNull(next.real()));
        int status = requireNonNull(next.integer());
        Integer bucket = next.integer();
        String unit = next.text();
        long count = requireNonNull(next.bigint());
        String durationSum = next.text();
        Long least = next.bigint();
        Long greatest = next.bigint();
        String amount = next.text();
        sums.addCount(status, count, weight);
        if (bucket != null && durationSum != null) {
            sums.addDurations(count, new BigDecimal(durationSum), least, greatest, weight);
            sums.addHistogram(bucket, count, weight);
        }
        if (amount != null) {
            sums.addCost(unit == null ? "" : unit, new BigDecimal(amount), weight);
        }
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant moment) {
        return moment == null ? null : moment.atOffset(ZoneOffset.UTC);
    }
}
