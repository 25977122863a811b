package dev.hindsight.sketch;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A histogram of durations in whole milliseconds, from 0 to {@link Long#MAX_VALUE}, that tells each
 * within 1 %, and those up to 50 ms exactly.
 *
 * <p>It counts, merges and takes back; two that count the same durations are equal and have the same
 * bytes, whatever came in between. Not for several threads at once.
 */
public final class Sketch {

    private static final long[] NONE = {};

    /** Of the buckets whose counts are held; the others are empty. */
    private Reach reach = Reach.NOTHING;

    private long[] counts = NONE;
    private long count;

    /** A sketch that counts nothing yet. */
    public Sketch() {}

    /**
     * The sketch that was encoded.
     *
     * @throws IllegalArgumentException if these are not the bytes of {@link #encode}
     */
    public static Sketch of(byte[] encoded) {
        Sketch sketch = new Sketch();
        SketchCode.read(encoded, sketch::addTo);
        return sketch;
    }

    /** As bytes, to be stored: one when empty, and most often two to three for each bucket in use. */
    public byte[] encode() {
        return SketchCode.write(this);
    }

    /**
     * Counts a duration.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public void add(long durationMs) {
        addTo(indexOf(durationMs), 1);
    }

    /** The least duration of each bucket, ascending, in milliseconds; that of the first is 0. */
    public static Long[] floors() {
        Long[] floors = new Long[Scale.SIZE];
        Arrays.setAll(floors, Scale::floorOf);
        return floors;
    }

    /**
     * Takes back a duration that was counted.
     *
     * @throws IllegalStateException if none is counted that could be this one; nothing has changed then
     */
    public void subtract(long durationMs) {
        int index = indexOf(durationMs);
        check(index, 1);
        addTo(index, -1);
    }

    /**
     * Counts all that another sketch counts, which stays as it is.
     *
     * @throws ArithmeticException if that is more than {@link Long#MAX_VALUE}; nothing has changed then
     */
    public void merge(Sketch other) {
        if (other.count > Long.MAX_VALUE - count) {
            throw new ArithmeticException("A sketch counts no more than a number holds");
        }
        other.forEachBucket(this::addTo);
    }

    /**
     * Takes back all that another sketch counts, which stays as it is.
     *
     * @throws IllegalStateException if not all of that is counted here; nothing has changed then
     */
    public void subtract(Sketch other) {
        other.forEachBucket(this::check);
        other.forEachBucket((index, number) -> addTo(index, -number));
    }

    /** Whether a duration is counted that could be this one. */
    public boolean counts(long durationMs) {
        int index = indexOf(durationMs);
        return reach.holds(index) && counts[index - reach.first()] > 0;
    }

    /**
     * What the durations that are counted can be no less than, in milliseconds, and what they can be no
     * more than.
     */
    public record Bounds(long least, long greatest) {}

    /** The bounds of the durations that are counted; {@code null} if there are none. */
    public @Nullable Bounds bounds() {
        if (isEmpty()) {
            return null;
        }
        int first = 0;
        while (counts[first] == 0) {
            first++;
        }
        int last = counts.length - 1;
        while (counts[last] == 0) {
            last--;
        }
        return new Bounds(
                Scale.floorOf(reach.first() + first), Scale.ceilingOf(reach.first() + last));
    }

    /** How many durations are counted. */
    public long count() {
        return count;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** Shows each bucket that is not empty, the shortest durations first. */
    public void forEach(Visitor visitor) {
        forEachBucket((index, number) -> visitor.visit(Scale.representativeOf(index), number));
    }

    /** Is shown the buckets of a sketch. */
    @FunctionalInterface
    public interface Visitor {

        /**
         * Is shown one bucket.
         *
         * @param durationMs within 1 % of each duration that is counted in it, in milliseconds
         * @param count how many those are, at least 1
         */
        void visit(double durationMs, long count);
    }

    /** Is shown the buckets of a sketch by their index on the {@link Scale}. */
    @FunctionalInterface
    interface BucketVisitor {

        void visit(int index, long count);
    }

    /** Shows each bucket that is not empty, in the order of the scale. */
    void forEachBucket(BucketVisitor visitor) {
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] != 0) {
                visitor.visit(reach.first() + i, counts[i]);
            }
        }
    }

    private static int indexOf(long durationMs) {
        if (durationMs < 0) {
            throw new IllegalArgumentException("A duration is not negative: " + durationMs);
        }
        return Scale.indexOf(durationMs);
    }

    private void addTo(int index, long number) {
        long sum = Math.addExact(count, number);
        if (!reach.holds(index)) {
            Reach wider = reach.with(index);
            long[] grown = new long[wider.length()];
            System.arraycopy(counts, 0, grown, reach.offsetIn(wider), counts.length);
            reach = wider;
            counts = grown;
        }
        counts[index - reach.first()] += number;
        count = sum;
    }

    private void check(int index, long number) {
        long counted = reach.holds(index) ? counts[index - reach.first()] : 0;
        if (counted < number) {
            throw new IllegalStateException(
                    "Only %d durations from %d to %d ms are counted, not %d"
                            .formatted(
                                    counted, Scale.floorOf(index), Scale.ceilingOf(index), number));
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Sketch sketch
                && count == sketch.count
                && Arrays.equals(encode(), sketch.encode());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encode());
    }

    @Override
    public String toString() {
        return "Sketch of %d durations".formatted(count);
    }
}
