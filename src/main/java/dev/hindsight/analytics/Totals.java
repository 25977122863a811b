package dev.hindsight.analytics;

import dev.hindsight.execution.ExecutionStatus;
import dev.hindsight.sketch.Quantiles;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Adds up what executions, or attempts of steps, count for. Not for several threads at once. */
final class Totals {

    /** Digits behind the point of what is computed: rates, means, percentiles. */
    private static final int DIGITS = 3;

    /** Statuses of attempts are those of executions and one more. */
    private static final int STATUSES = 8;

    private final double[] counts = new double[STATUSES];
    private final Map<String, BigDecimal> cost = new TreeMap<>();
    private final Quantiles durations = new Quantiles();
    private BigDecimal durationSum = BigDecimal.ZERO;
    private double ended;
    private double cached;
    private @Nullable Long min;
    private @Nullable Long max;

    /** Adds executions of one status. */
    void addCount(int status, long count, double weight) {
        counts[status] += count * weight;
    }

    void addCached(long count) {
        cached += count;
    }

    void addCost(String unit, BigDecimal amount, double weight) {
        cost.merge(unit, times(amount, weight), BigDecimal::add);
    }

    /** Adds durations: how many, their sum, the least and the greatest. */
    void addDurations(
            long count,
            BigDecimal sum,
            @Nullable Long least,
            @Nullable Long greatest,
            double weight) {
        ended += count * weight;
        durationSum = durationSum.add(times(sum, weight));
        min = min == null || (least != null && least < min) ? least : min;
        max = max == null || (greatest != null && greatest > max) ? greatest : max;
    }

    /** The histogram of durations that are added besides. */
    void addHistogram(byte[] sketch, double weight) {
        durations.add(sketch, weight);
    }

    /** Durations of one bucket of a histogram. */
    void addHistogram(int bucket, long count, double weight) {
        durations.addBucket(bucket, count, weight);
    }

    private static BigDecimal times(BigDecimal value, double weight) {
        return weight == 1
                ? value
                : value.multiply(BigDecimal.valueOf(weight), MathContext.DECIMAL64);
    }

    /** As they are told. */
    Statistics told(@Nullable String asOf, @Nullable String start) {
        double finished = finished();
        Map<String, BigDecimal> amounts = new TreeMap<>();
        cost.forEach((unit, amount) -> amounts.put(unit, plain(amount)));
        return new Statistics(
                asOf,
                start,
                number(total()),
                count(ExecutionStatus.PENDING),
                count(ExecutionStatus.RUNNING),
                count(ExecutionStatus.COMPLETED),
                count(ExecutionStatus.FAILED),
                count(ExecutionStatus.CANCELLED),
                count(ExecutionStatus.TIMED_OUT),
                count(ExecutionStatus.CRASHED),
                percent(of(ExecutionStatus.COMPLETED), finished),
                mean(),
                min,
                max,
                quantile(0.5),
                quantile(0.95),
                quantile(0.99),
                amounts);
    }

    /** As they are told of a node. */
    NodeStatistics told(String nodeId) {
        double failed =
                of(ExecutionStatus.FAILED)
                        + of(ExecutionStatus.TIMED_OUT)
                        + of(ExecutionStatus.CRASHED);
        double runs = finished() + of(ExecutionStatus.RUNNING);
        return new NodeStatistics(
                nodeId,
                (long) runs,
                (long) failed,
                percent(failed, finished()),
                mean(),
                min,
                max,
                quantile(0.5),
                quantile(0.95),
                quantile(0.99),
                (long) cached);
    }

    private double total() {
        return finished() + of(ExecutionStatus.PENDING) + of(ExecutionStatus.RUNNING);
    }

    private double finished() {
        return of(ExecutionStatus.COMPLETED)
                + of(ExecutionStatus.FAILED)
                + of(ExecutionStatus.CANCELLED)
                + of(ExecutionStatus.TIMED_OUT)
                + of(ExecutionStatus.CRASHED);
    }

    private double of(ExecutionStatus status) {
        return counts[status.code()];
    }

    private BigDecimal count(ExecutionStatus status) {
        return number(of(status));
    }

    private @Nullable BigDecimal mean() {
        return ended == 0
                ? null
                : plain(
                        durationSum.divide(
                                BigDecimal.valueOf(ended), DIGITS, RoundingMode.HALF_EVEN));
    }

    private @Nullable BigDecimal quantile(double q) {
        Double at = min == null || max == null ? durations.at(q) : durations.at(q, min, max);
        return at == null ? null : number(at);
    }

    private static @Nullable BigDecimal percent(double part, double whole) {
        return whole == 0 ? null : number(100 * part / whole);
    }

    private static BigDecimal number(double value) {
        return plain(BigDecimal.valueOf(value).setScale(DIGITS, RoundingMode.HALF_EVEN));
    }

    /** Without zeros at its end, and never as a power of ten. */
    private static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
