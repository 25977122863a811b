package dev.hindsight.analytics;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Api;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counts executions and steps themselves, in plain SQL that knows nothing of rollups, and tells where
 * an answer of the service differs.
 */
final class Recount {

    /** Members of the answers, in the order of the codes of statuses. */
    private static final List<String> STATUSES =
            List.of(
                    "pending",
                    "running",
                    "completed",
                    "failed",
                    "cancelled",
                    "timedOut",
                    "crashed");

    private static final List<Double> QUANTILES = List.of(0.5, 0.95, 0.99);

    private static final List<String> PERCENTILES =
            List.of("p50DurationMs", "p95DurationMs", "p99DurationMs");

    /**
     * What the extremes of a node may be off by, of themselves: no index leads to the attempts of
     * executions that started long before, from which they would be looked up when one is taken away.
     */
    private static final double NODE_EXTREMES = 0.0203;

    /** What a percentile may be off by, of itself. */
    private static final double SKETCH = 0.01;

    /** What a sum of weights may be off by, of itself. */
    private static final double FLOATING = 1e-9;

    /** What the last digit of three behind the point may be off by. */
    private static final double ROUNDING = 0.000_500_1;

    private static final int STEP_STATUSES = 8;
    private static final int SKIPPED = 7;

    private final Connection connection;

    Recount(Connection connection) {
        this.connection = connection;
    }

    /** Which executions are asked of; without a range, workflows or creators: of all. */
    record Question(
            String house,
            List<String> workflowIds,
            List<String> creators,
            @Nullable Instant from,
            @Nullable Instant to,
            boolean isWeighted) {

        /** Everything of a namespace. */
        static Question of(String house) {
            return new Question(house, List.of(), List.of(), null, null, false);
        }

        Question of(List<String> workflows) {
            return new Question(house, workflows, creators, from, to, isWeighted);
        }

        Question by(String... creators) {
            return new Question(house, workflowIds, List.of(creators), from, to, isWeighted);
        }

        Question within(@Nullable Instant from, @Nullable Instant to) {
            return new Question(house, workflowIds, creators, from, to, isWeighted);
        }

        Question weighted() {
            return new Question(house, workflowIds, creators, from, to, true);
        }

        /** As parameters of a request, each with an ampersand before it. */
        String parameters() {
            StringBuilder text = new StringBuilder();
            if (!workflowIds.isEmpty()) {
                text.append("&workflowId=").append(String.join(",", workflowIds));
            }
            if (!creators.isEmpty()) {
                text.append("&createdBy=").append(String.join(",", creators));
            }
            if (from != null) {
                text.append("&from=").append(from);
            }
            if (to != null) {
                text.append("&to=").append(to);
            }
            return text.append(isWeighted ? "&weighted=true" : "").toString();
        }

        private String condition() {
            return "n.name = '%s'".formatted(house)
                    + any("e.workflow_id", workflowIds)
                    + any("e.created_by", creators);
        }

        private static String any(String column, List<String> values) {
            return values.isEmpty()
                    ? ""
                    : values.stream()
                            .collect(Collectors.joining("', '", " AND " + column + " IN ('", "')"));
        }

        private String range(String moment) {
            return (from == null ? "" : " AND %s >= '%s'".formatted(moment, from))
                    + (to == null ? "" : " AND %s < '%s'".formatted(moment, to));
        }
    }

    /** What some records count for: numbers by status, then of durations and cost. */
    private record Counted(
            List<BigDecimal> counts,
            BigDecimal ended,
            BigDecimal durationSum,
            @Nullable Long min,
            @Nullable Long max,
            List<Double> percentiles,
            long cached,
            Map<String, BigDecimal> cost) {

        static Counted nothing() {
            return new Counted(
                    Collections.nCopies(STEP_STATUSES, BigDecimal.ZERO),
                    BigDecimal.ZERO,
                    BigDecimal.ZERO,
                    null,
                    null,
                    List.of(),
                    0,
                    Map.of());
        }

        BigDecimal sum(int from, int to) {
            return counts.subList(from, to).stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        Counted costing(Map<String, BigDecimal> amounts) {
            return new Counted(counts, ended, durationSum, min, max, percentiles, cached, amounts);
        }
    }

    /** Where the answer to {@code GET /stats} differs. */
    List<String> totals(Question question, JsonNode told) throws SQLException {
        Differences differences = new Differences("/stats?" + question.parameters(), question);
        Counted counted = executions(question, "0").getOrDefault("0", Counted.nothing());
        differences.compare(told, counted);
        return differences.found;
    }

    /** Where the answer to {@code GET /stats/timeseries} differs, whose question has a range. */
    List<String> series(Question question, String bucket, String zone, JsonNode told)
            throws SQLException {
        String cut = "date_trunc('%s', %%s, '%s')".formatted(bucket, zone);
        List<String> starts =
                texts(
                        """
                        SELECT DISTINCT %1$s
                        FROM (
                          SELECT '%3$s'::timestamptz - interval '1 us'
                          UNION ALL
                          SELECT generate_series('%2$s'::timestamptz,
                            '%3$s'::timestamptz - interval '1 us', interval '%4$s minutes')
                        ) AS g (g)
                        """
                                .formatted(
                                        millis(cut.formatted("g.g")),
                                        question.from(),
                                        question.to(),
                                        bucket.equals("minute") ? 1 : 15));
        starts.sort(Comparator.comparing(Long::valueOf));
        Map<String, Counted> counted = executions(question, millis(cut.formatted("e.started_at")));
        String path =
                "/stats/timeseries?bucket=%s&zone=%s%s"
                        .formatted(bucket, zone, question.parameters());
        List<String> toldStarts = new ArrayList<>();
        told.path("items")
                .forEach(
                        it ->
                                toldStarts.add(
                                        Long.toString(
                                                Instant.parse(it.path("start").asText())
                                                        .toEpochMilli())));
        if (!toldStarts.equals(starts)) {
            return List.of("%s begins buckets at %s, not %s".formatted(path, toldStarts, starts));
        }
        List<String> found = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            JsonNode item = told.path("items").path(i);
            Differences differences =
                    new Differences(path + " at " + item.path("start").asText(), question);
            differences.compare(item, counted.getOrDefault(starts.get(i), Counted.nothing()));
            found.addAll(differences.found);
        }
        return found;
    }

    /** Where the answer to {@code GET /stats/nodes} differs, whose question is of one workflow. */
    List<String> nodes(Question question, JsonNode told) throws SQLException {
        String path = "/stats/nodes?" + question.parameters();
        Map<String, Counted> counted = steps(question);
        List<String> found = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(told.path("items").findValuesAsText("nodeId"));
        if (!names.equals(counted.keySet())) {
            return List.of("%s tells of %s, not %s".formatted(path, names, counted.keySet()));
        }
        BigDecimal last = null;
        for (JsonNode item : told.path("items")) {
            String node = item.path("nodeId").asText();
            Differences differences = new Differences(path + " of " + node, question);
            differences.compareNode(item, counted.get(node));
            found.addAll(differences.found);
            BigDecimal p95 = item.path("p95DurationMs").decimalValue();
            if (last != null && p95.compareTo(last) > 0) {
                found.add("%s tells of %s too late".formatted(path, node));
            }
            last = p95;
        }
        return found;
    }

    /** How many executions there are of which a question is, and what they count for. */
    private Map<String, Counted> executions(Question question, String slot) throws SQLException {
        String weight = question.isWeighted() ? "1 / coalesce(e.sample_rate, 1)" : "1::numeric";
        String from =
                """
                FROM (
                  SELECT %s AS slot, e.status, %s AS w, e.cost_amount,
                    coalesce(e.cost_unit, '') AS unit, false AS cached,
                    CASE WHEN e.status >= 2 THEN e.duration_ms END AS d
                  FROM execution e
                  JOIN namespace n ON n.id = e.namespace_id
                  WHERE %s%s
                ) AS x
                """
                        .formatted(
                                slot, weight, question.condition(), question.range("e.started_at"));
        Map<String, Counted> counted = counted(from, question.isWeighted());
        Map<String, Map<String, BigDecimal>> costs = costs(from);
        counted.replaceAll((key, it) -> it.costing(costs.getOrDefault(key, Map.of())));
        return counted;
    }

    private Map<String, Counted> steps(Question question) throws SQLException {
        String moment = "coalesce(s.started_at, s.completed_at, s.created_at)";
        return counted(
                """
                FROM (
                  SELECT s.node_id AS slot, s.status, 1::numeric AS w, s.cached,
                    CASE WHEN s.status BETWEEN 2 AND 6 THEN s.duration_ms END AS d
                  FROM step s
                  JOIN execution e ON e.namespace_id = s.namespace_id AND e.id = s.execution_id
                  JOIN namespace n ON n.id = s.namespace_id
                  WHERE %s%s
                ) AS x
                """
                        .formatted(question.condition(), question.range(moment)),
                false);
    }

    private Map<String, Counted> counted(String from, boolean isWeighted) throws SQLException {
        String sql =
                """
                SELECT x.slot::text,
                  %s,
                  coalesce(sum(x.w) FILTER (WHERE x.d IS NOT NULL), 0)::text,
                  coalesce(sum(x.w * x.d), 0)::text, min(x.d), max(x.d),
                  count(*) FILTER (WHERE x.cached),
                  array_agg(x.d ORDER BY x.d) FILTER (WHERE x.d IS NOT NULL),
                  array_agg(x.w::float8 ORDER BY x.d) FILTER (WHERE x.d IS NOT NULL),
                  percentile_cont(ARRAY[%s]::float8[]) WITHIN GROUP (ORDER BY x.d)
                %s
                GROUP BY x.slot
                """
                        .formatted(
                                IntStream.range(0, STEP_STATUSES)
                                        .mapToObj(
                                                "coalesce(sum(x.w) FILTER (WHERE x.status = %d), 0)::text"
                                                        ::formatted)
                                        .collect(Collectors.joining(", ")),
                                QUANTILES.stream()
                                        .map(Object::toString)
                                        .collect(Collectors.joining(", ")),
                                from);
        Map<String, Counted> counted = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                List<BigDecimal> counts = new ArrayList<>();
                int column = 2;
                for (int status = 0; status < STEP_STATUSES; status++) {
                    counts.add(new BigDecimal(rows.getString(column++)));
                }
                BigDecimal ended = new BigDecimal(rows.getString(column++));
                BigDecimal sum = new BigDecimal(rows.getString(column++));
                Long min = rows.getObject(column++, Long.class);
                Long max = rows.getObject(column++, Long.class);
                long cached = rows.getLong(column++);
                Array durations = rows.getArray(column++);
                Array weights = rows.getArray(column++);
                Array percentiles = rows.getArray(column);
                counted.put(
                        rows.getString(1),
                        new Counted(
                                counts,
                                ended,
                                sum,
                                min,
                                max,
                                durations == null
                                        ? List.of()
                                        : isWeighted
                                                ? weighted(
                                                        (Long[]) durations.getArray(),
                                                        (Double[]) weights.getArray())
                                                : List.of((Double[]) percentiles.getArray()),
                                cached,
                                Map.of()));
            }
        }
        return counted;
    }

    /**
     * Percentiles of durations, ascending, of which each counts for several: laid side by side, each as
     * wide as it weighs, the mean of those that a window one wide shows.
     */
    private static List<Double> weighted(Long[] durations, Double[] weights) {
        double all = Stream.of(weights).mapToDouble(it -> it).sum();
        List<Double> found = new ArrayList<>();
        for (double q : QUANTILES) {
            double begin = q * Math.max(0, all - 1);
            double end = Math.min(all, begin + 1);
            double sum = 0;
            double width = 0;
            double left = 0;
            for (int i = 0; i < durations.length; i++) {
                double right = left + weights[i];
                double shown = Math.max(0, Math.min(right, end) - Math.max(left, begin));
                sum += shown * durations[i];
                width += shown;
                left = right;
            }
            found.add(sum / width);
        }
        return found;
    }

    private Map<String, Map<String, BigDecimal>> costs(String from) throws SQLException {
        Map<String, Map<String, BigDecimal>> costs = new TreeMap<>();
        String sql =
                """
                SELECT x.slot::text, x.unit, sum(x.cost_amount::numeric * x.w::numeric)::text
                %s
                WHERE x.cost_amount IS NOT NULL
                GROUP BY x.slot, x.unit
                """
                        .formatted(from);
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                costs.computeIfAbsent(rows.getString(1), it -> new TreeMap<>())
                        .put(rows.getString(2), new BigDecimal(rows.getString(3)));
            }
        }
        return costs;
    }

    private List<String> texts(String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    private static String millis(String moment) {
        return "(extract(epoch FROM %s) * 1000)::bigint".formatted(moment);
    }

    /** Compares one answer. */
    private static final class Differences {

        private final String subject;
        private final boolean isWeighted;
        private final List<String> found = new ArrayList<>();

        Differences(String path, Question question) {
            this.subject = question.house() + " " + path;
            this.isWeighted = question.isWeighted();
        }

        void compare(JsonNode told, Counted counted) {
            number(told, "total", counted.sum(0, STATUSES.size()));
            for (int status = 0; status < STATUSES.size(); status++) {
                number(told, STATUSES.get(status), counted.counts().get(status));
            }
            rate(told, "successRate", counted.counts().get(2), counted.sum(2, STATUSES.size()));
            durations(told, counted, 0);
            TreeSet<String> units = new TreeSet<>(counted.cost().keySet());
            told.path("cost").fieldNames().forEachRemaining(units::add);
            for (String unit : units) {
                // Nothing costs nothing, whatever the unit.
                JsonNode amount = told.path("cost").path(unit);
                number(
                        "cost in " + unit,
                        amount.isMissingNode() ? BigDecimal.ZERO : amount.decimalValue(),
                        counted.cost().getOrDefault(unit, BigDecimal.ZERO));
            }
        }

        void compareNode(JsonNode told, Counted counted) {
            BigDecimal ended = counted.sum(2, SKIPPED);
            BigDecimal failed = counted.counts().get(3).add(counted.sum(5, SKIPPED));
            number(told, "runs", counted.sum(1, SKIPPED));
            number(told, "failed", failed);
            rate(told, "failureRate", failed, ended);
            number(told, "cacheHits", BigDecimal.valueOf(counted.cached()));
            durations(told, counted, NODE_EXTREMES);
        }

        private void durations(JsonNode told, Counted counted, double extremesWithin) {
            if (counted.ended().signum() == 0) {
                Stream.concat(
                                Stream.of("avgDurationMs", "minDurationMs", "maxDurationMs"),
                                PERCENTILES.stream())
                        .filter(it -> !told.path(it).isNull())
                        .forEach(it -> differs(it, told.path(it), null));
                return;
            }
            BigDecimal mean =
                    counted.durationSum()
                            .divide(counted.ended(), isWeighted ? 12 : 3, RoundingMode.HALF_EVEN);
            number(told, "avgDurationMs", mean);
            extreme(told, "minDurationMs", counted.min(), extremesWithin);
            extreme(told, "maxDurationMs", counted.max(), extremesWithin);
            for (int i = 0; i < PERCENTILES.size(); i++) {
                // Between the last two ranks a percentile leans on the extreme, and is off as far.
                double within = Math.max(SKETCH, extremesWithin);
                near(told, PERCENTILES.get(i), counted.percentiles().get(i), within);
            }
        }

        private void rate(JsonNode told, String member, BigDecimal part, BigDecimal whole) {
            if (whole.signum() == 0) {
                if (!told.path(member).isNull()) {
                    differs(member, told.path(member), null);
                }
            } else {
                near(told, member, 100 * part.doubleValue() / whole.doubleValue(), FLOATING);
            }
        }

        private void number(JsonNode told, String member, BigDecimal counted) {
            if (told.path(member).isNumber()) {
                number(member, told.path(member).decimalValue(), counted);
            } else {
                differs(member, told.path(member), counted);
            }
        }

        /** Numbers that are the same, or as near as sums of weights are. */
        private void number(String member, BigDecimal told, BigDecimal counted) {
            boolean isSame =
                    isWeighted
                            ? told.subtract(counted).abs().doubleValue()
                                    <= ROUNDING + FLOATING * counted.abs().doubleValue()
                            : told.compareTo(counted) == 0;
            if (!isSame) {
                differs(member, told, counted);
            }
        }

        private void extreme(JsonNode told, String member, @Nullable Long counted, double within) {
            if (counted == null
                    || Math.abs(told.path(member).asLong(-1) - counted) > within * counted) {
                differs(member, told.path(member), counted);
            }
        }

        private void near(JsonNode told, String member, double counted, double within) {
            double number = told.path(member).asDouble(Double.NaN);
            // What is not a number is not near either.
            if (!(Math.abs(number - counted) <= ROUNDING + within * Math.abs(counted))) {
                differs(member, told.path(member), counted);
            }
        }

        private void differs(String member, Object told, @Nullable Object counted) {
            found.add("%s: %s is %s, counted %s".formatted(subject, member, told, counted));
        }
    }

    /** The path of a question of a whole range. */
    static String path(Question question) {
        return "/api/v1/stats?" + question.parameters().replaceFirst("&", "");
    }

    /** The path of a question of time. */
    static String path(Question question, String bucket, String zone) {
        return "/api/v1/stats/timeseries?bucket=%s&zone=%s%s"
                .formatted(bucket, Api.segment(zone), question.parameters());
    }
}
