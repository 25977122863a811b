package dev.hindsight.sketch;

import org.jspecify.annotations.Nullable;

/**
 * Percentiles of the durations of many sketches, within 1 % of what PostgreSQL's {@code
 * percentile_cont} would say of the durations themselves.
 *
 * <p>{@code percentile_cont(q)} of n values looks for the rank q × (n − 1), counted from 0, and between
 * two ranks draws a line. Weights generalize it thus: the values are laid side by side, in ascending
 * order, each as wide as its weight, W wide in all; the answer is their mean over one unit of width
 * that begins at q × (W − 1). With weights of 1 that is {@code percentile_cont}, and with whole weights
 * it is {@code percentile_cont} of each value repeated as often as it weighs. Below W = 1 the unit
 * shrinks to W.
 *
 * <p>Adding costs as much as the sketch has buckets; memory is that of the range of the buckets in use,
 * 16 kB at most. Not for several threads at once.
 */
public final class Quantiles {

    private static final double[] NONE = {};

    /** Of the buckets whose weights are held; the others weigh nothing. */
    private Reach reach = Reach.NOTHING;

    private double[] weights = NONE;

    /** The least weight of a duration, or 1 if that is less. */
    private double lightest = 1;

    /**
     * Takes in the durations of a sketch.
     *
     * @param weight what each of them weighs: 1, or 1 ÷ sample rate for one that stands for several
     * @throws IllegalArgumentException if the weight is not a positive finite number
     */
    public void add(Sketch sketch, double weight) {
        check(weight);
        sketch.forEachBucket((index, count) -> addTo(index, count, weight));
    }

    /**
     * Takes in the durations of an encoded sketch, which is never made for it.
     *
     * @throws IllegalArgumentException if the weight is not a positive finite number, or these are not
     *     the bytes of {@link Sketch#encode}; some of them may have been taken in then
     */
    public void add(byte[] encoded, double weight) {
        check(weight);
        SketchCode.read(encoded, (index, count) -> addTo(index, count, weight));
    }

    /**
     * Takes in durations of one bucket.
     *
     * @param bucket by its place among {@link Sketch#floors}, from 0
     * @throws IllegalArgumentException if the weight is not a positive finite number
     */
    public void addBucket(int bucket, long count, double weight) {
        check(weight);
        addTo(bucket, count, weight);
    }

    /**
     * The duration at a quantile, in milliseconds; null when no duration was taken in.
     *
     * @param q from 0 for the shortest to 1 for the longest
     */
    public @Nullable Double at(double q) {
        return weights.length == 0 ? null : new Window(q, 0, Double.MAX_VALUE, 0).mean();
    }

    /**
     * The duration at a quantile, in milliseconds, when the shortest and the longest are known: it lies
     * between them and, unless a weight is less than 1, is one of them at 0 and at 1, so that it is exact
     * for up to two durations. Null when no duration was taken in.
     *
     * @param q from 0 for the shortest to 1 for the longest
     * @param minMs the shortest of all durations that were taken in
     * @param maxMs the longest of them
     */
    public @Nullable Double at(double q, long minMs, long maxMs) {
        return weights.length == 0 ? null : new Window(q, minMs, maxMs, lightest).mean();
    }

    private static void check(double weight) {
        if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("A weight is positive and finite: " + weight);
        }
    }

    private void addTo(int index, long count, double weight) {
        if (!reach.holds(index)) {
            Reach wider = reach.with(index);
            double[] grown = new double[wider.length()];
            System.arraycopy(weights, 0, grown, reach.offsetIn(wider), weights.length);
            reach = wider;
            weights = grown;
        }
        weights[index - reach.first()] += count * weight;
        lightest = Math.min(lightest, weight);
    }

    /** The unit of width over which a mean is taken. */
    private final class Window {

        private final double min;
        private final double max;

        /** How wide the shortest duration is at least, and the longest. */
        private final double edge;

        private final double total;
        private final double begin;
        private final double end;

        /** The first value of the window; the others are added as their distance to it. */
        private double base;

        private double sum;
        private double width;

        Window(double q, double min, double max, double edge) {
            if (!(q >= 0 && q <= 1)) {
                throw new IllegalArgumentException("A quantile lies between 0 and 1: " + q);
            }
            this.min = min;
            this.max = max;
            // Summed up in the order in which it is walked, so that both come to the same number.
            double all = 0;
            for (double weight : weights) {
                all += weight;
            }
            this.total = all;
            // Half for either end when they are the same duration.
            this.edge = Math.min(edge, total / 2);
            // Past 2^53 the next number is more than one away.
            double unit = Math.min(total, Math.max(1, Math.ulp(total)));
            this.begin = q * (total - unit);
            this.end = begin + unit;
        }

        double mean() {
            lay(0, edge, min);
            double left = 0;
            for (int i = 0; i < weights.length && left < end; i++) {
                double right = left + weights[i];
                double value =
                        Math.max(min, Math.min(max, Scale.representativeOf(reach.first() + i)));
                lay(Math.max(left, edge), Math.min(right, total - edge), value);
                left = right;
            }
            lay(total - edge, total, max);
            return base + sum / width;
        }

        /** Takes in what the window shows of a value that reaches from one place to another. */
        private void lay(double left, double right, double value) {
            double overlap = Math.min(right, end) - Math.max(left, begin);
            if (overlap > 0) {
                base = width == 0 ? value : base;
                sum += overlap * (value - base);
                width += overlap;
            }
        }
    }
}
