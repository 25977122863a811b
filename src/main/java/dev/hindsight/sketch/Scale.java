package dev.hindsight.sketch;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The buckets in which a sketch counts whole milliseconds, from 0 to {@link Long#MAX_VALUE}.
 *
 * <p>DDSketch puts x into the bucket from γ<sup>i</sup> to γ<sup>i+1</sup> with γ = (1 + α) ÷ (1 − α),
 * here 101 ÷ 99 for α = 1 %. Below 50 most of these hold no whole number and none holds two. They are
 * left out, and 0 has a bucket of its own, so that here the bucket of a small number has that number.
 * Stored sketches tell buckets by their index: the scale can never change.
 */
final class Scale {

    /** 34 digits: an error of 1e-31 after all steps, while the largest bound has 19. */
    private static final MathContext PRECISION = MathContext.DECIMAL128;

    private static final BigDecimal GROWTH =
            new BigDecimal(101).divide(new BigDecimal(99), PRECISION);

    /** The least number of each bucket, ascending. */
    private static final long[] FLOORS = floors();

    private static final double[] REPRESENTATIVES = representatives();

    /** How many buckets there are: indices run from 0 to one less. */
    static final int SIZE = FLOORS.length;

    private Scale() {}

    /** The bucket of a duration in milliseconds, which is not negative. */
    static int indexOf(long durationMs) {
        int place = Arrays.binarySearch(FLOORS, durationMs);
        return place >= 0 ? place : -place - 2;
    }

    /** What stands for all numbers of a bucket: within 1 % of each, and the number itself if it is one. */
    static double representativeOf(int index) {
        return REPRESENTATIVES[index];
    }

    /** The least number of a bucket, in milliseconds. */
    static long floorOf(int index) {
        return FLOORS[index];
    }

    /** The greatest number of a bucket, in milliseconds. */
    static long ceilingOf(int index) {
        return index + 1 < FLOORS.length ? FLOORS[index + 1] - 1 : Long.MAX_VALUE;
    }

    private static long[] floors() {
        BigDecimal end = BigDecimal.valueOf(Long.MAX_VALUE);
        List<Long> floors = new ArrayList<>(List.of(0L));
        long last = 0;
        for (BigDecimal bound = BigDecimal.ONE;
                bound.compareTo(end) <= 0;
                bound = bound.multiply(GROWTH, PRECISION)) {
            long floor = bound.setScale(0, RoundingMode.CEILING).longValueExact();
            if (floor > last) {
                floors.add(floor);
                last = floor;
            }
        }
        return floors.stream().mapToLong(Long::longValue).toArray();
    }

    /**
     * As in DDSketch, the value as far from the least number as from the greatest, in proportion: their
     * harmonic mean.
     */
    private static double[] representatives() {
        double[] representatives = new double[FLOORS.length];
        for (int i = 1; i < representatives.length; i++) {
            double least = floorOf(i);
            double greatest = ceilingOf(i);
            representatives[i] = 2 * least * greatest / (least + greatest);
        }
        return representatives;
    }
}
