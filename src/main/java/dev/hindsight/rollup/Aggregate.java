package dev.hindsight.rollup;

import dev.hindsight.fold.Delta;
import dev.hindsight.sketch.Sketch;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What many executions, or attempts, count for together: a row of a rollup on its way. */
final class Aggregate {

    /** Statuses of attempts are those of executions and one more. */
    static final int STATUSES = 8;

    private final long[] counts = new long[STATUSES];
    private final Map<String, BigDecimal> cost = new TreeMap<>();
    private Sketch durations = new Sketch();
    private BigDecimal durationSum = BigDecimal.ZERO;
    private long cached;
    private @Nullable Long min;
    private @Nullable Long max;
    private boolean isBounded;
    private @Nullable Latest latest;

    /**
     * The execution that started last.
     *
     * @param executionId {@code null} where that one was taken away, and any other started no later
     */
    record Latest(Instant startedAt, @Nullable UUID executionId) {

        /** Stands for an execution that is gone, of which no more is known. */
        static final UUID GONE = new UUID(0, 0);

        Latest later(Latest other) {
            return isBefore(other) ? other : this;
        }

        private boolean isBefore(Latest other) {
            int order = startedAt.compareTo(other.startedAt);
            return order < 0
                    || (order == 0
                            && (executionId == null
                                    || (other.executionId != null
                                            && executionId.compareTo(other.executionId) < 0)));
        }
    }

    /** What a row holds. */
    static Aggregate of(
            long[] counts,
            long cached,
            BigDecimal durationSum,
            Extremes extremes,
            byte[] durations,
            Map<String, BigDecimal> cost) {
        Aggregate aggregate = new Aggregate();
        System.arraycopy(counts, 0, aggregate.counts, 0, counts.length);
        aggregate.cached = cached;
        aggregate.durationSum = durationSum;
        aggregate.durations = Sketch.of(durations);
        aggregate.cost.putAll(cost);
        aggregate.set(extremes);
        return aggregate;
    }

    /**
     * The least and the greatest duration.
     *
     * @param isBounded whether one of them was taken away, so that they are only bounds of what is left
     */
    record Extremes(@Nullable Long min, @Nullable Long max, boolean isBounded) {}

    /**
     * Adds a delta, or takes it away. What is not there is not taken away: so that a release that did
     * not count yet, beside one that does, leaves sums that are too large, not a rollup that stands still.
     */
    void apply(Delta delta) {
        int sign = delta.sign();
        counts[delta.status()] = Math.max(0, counts[delta.status()] + sign);
        if (delta.cached()) {
            cached = Math.max(0, cached + sign);
        }
        if (delta.cost() != null) {
            BigDecimal amount = delta.cost().amount();
            cost.merge(
                    delta.cost().unit(),
                    sign > 0 ? amount : amount.negate(),
                    (old, more) -> nonZero(old.add(more)));
        }
        if (delta.executionId() != null) {
            follow(delta.isAdded(), new Latest(delta.startedAt(), delta.executionId()));
        }
        Long duration = delta.durationMs();
        if (duration != null && sign > 0) {
            add(duration);
        } else if (duration != null && durations.counts(duration)) {
            subtract(duration);
        }
    }

    private static @Nullable BigDecimal nonZero(BigDecimal amount) {
        return amount.signum() == 0 ? null : amount;
    }

    private void follow(boolean isAdded, Latest other) {
        if (isAdded && (latest == null || latest.isBefore(other))) {
            latest = other;
        } else if (!isAdded && latest != null && other.executionId().equals(latest.executionId())) {
            latest = new Latest(latest.startedAt(), null);
        }
    }

    private void add(long duration) {
        durations.add(duration);
        durationSum = durationSum.add(BigDecimal.valueOf(duration));
        min = min == null ? duration : Math.min(min, duration);
        max = max == null ? duration : Math.max(max, duration);
    }

    private void subtract(long duration) {
        durations.subtract(duration);
        durationSum = durationSum.subtract(BigDecimal.valueOf(duration));
        if (durations.isEmpty()) {
            min = null;
            max = null;
            isBounded = false;
        } else if ((min != null && duration <= min) || (max != null && duration >= max)) {
            isBounded = true;
        }
    }

    /** Takes over what was looked up. */
    void set(Extremes extremes) {
        min = extremes.min();
        max = extremes.max();
        isBounded = extremes.isBounded();
    }

    /**
     * The extremes where not all executions are there any more: what the histogram still knows, no wider
     * than what was known.
     *
     * @param leftMin of those that are there; {@code null} if none is, as is the greatest
     */
    Extremes bounds(@Nullable Long leftMin, @Nullable Long leftMax) {
        Sketch.Bounds bounds = durations.bounds();
        if (bounds == null) {
            return new Extremes(null, null, false);
        }
        long least = min == null ? bounds.least() : Math.max(min, bounds.least());
        long greatest = max == null ? bounds.greatest() : Math.min(max, bounds.greatest());
        return new Extremes(
                leftMin == null ? least : Math.min(leftMin, least),
                leftMax == null ? greatest : Math.max(leftMax, greatest),
                false);
    }

    void set(@Nullable Latest latest) {
        this.latest = latest;
    }

    /** Takes over what was looked up; if nothing was found, the one that is known is as good as any. */
    void regain(@Nullable Latest found) {
        if (found != null) {
            latest = found;
        } else if (latest != null && latest.executionId() == null) {
            latest = new Latest(latest.startedAt(), Latest.GONE);
        }
    }

    /** The execution that started last; {@code null} if that is not known. */
    @Nullable Latest latest() {
        return latest;
    }

    /** Whether something was taken away that is to be looked up. */
    boolean isBounded() {
        return isBounded || (latest != null && latest.executionId() == null);
    }

    /** Whether nothing is left to count. */
    boolean isEmpty() {
        for (long count : counts) {
            if (count != 0) {
                return false;
            }
        }
        return true;
    }

    long count(int status) {
        return counts[status];
    }

    long cached() {
        return cached;
    }

    /** How many durations are counted. */
    long ended() {
        return durations.count();
    }

    BigDecimal durationSum() {
        return durationSum;
    }

    byte[] durations() {
        return durations.encode();
    }

    Extremes extremes() {
        return new Extremes(min, max, isBounded);
    }

    Map<String, BigDecimal> cost() {
        return cost;
    }
}
