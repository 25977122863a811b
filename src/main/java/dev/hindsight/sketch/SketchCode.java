package dev.hindsight.sketch;

import java.io.ByteArrayOutputStream;

/**
 * Sketches as bytes: the number 1, which is the version of the form, then for each bucket in use how
 * many places it lies behind the one before it (the first: behind −1), and its count. These numbers are
 * unsigned LEB128: seven bits a byte, the lowest first, and the eighth tells that more follow.
 *
 * <p>Each sketch has one form only, so that equal sketches are equal bytes.
 */
final class SketchCode {

    private static final int VERSION = 1;

    /** Nine groups of seven bits are all that a positive long can have. */
    private static final int MAX_SHIFT = 56;

    private final byte[] bytes;
    private int place;

    private SketchCode(byte[] bytes) {
        this.bytes = bytes;
    }

    static byte[] write(Sketch sketch) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(VERSION);
        int[] last = {-1};
        sketch.forEachBucket(
                (index, count) -> {
                    write(bytes, index - last[0]);
                    write(bytes, count);
                    last[0] = index;
                });
        return bytes.toByteArray();
    }

    /**
     * Shows the buckets of an encoded sketch.
     *
     * @throws IllegalArgumentException if the bytes are none; some of them may have been shown before
     */
    static void read(byte[] bytes, Sketch.BucketVisitor visitor) {
        new SketchCode(bytes).read(visitor);
    }

    private static void write(ByteArrayOutputStream bytes, long number) {
        long rest = number;
        while (rest > 0x7f) {
            bytes.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }

    private void read(Sketch.BucketVisitor visitor) {
        if (bytes.length == 0 || bytes[0] != VERSION) {
            throw new IllegalArgumentException("The bytes are no sketch of version " + VERSION);
        }
        place = 1;
        long index = -1;
        long total = 0;
        while (place < bytes.length) {
            long gap = next();
            if (gap >= Scale.SIZE - index) {
                throw new IllegalArgumentException("The sketch names a bucket that is none");
            }
            index += gap;
            long count = next();
            if (count > Long.MAX_VALUE - total) {
                throw new IllegalArgumentException("The sketch counts more than a number holds");
            }
            total += count;
            visitor.visit((int) index, count);
        }
    }

    /** The next number, which is at least 1. */
    private long next() {
        long number = 0;
        for (int shift = 0; shift <= MAX_SHIFT; shift += 7) {
            if (place == bytes.length) {
                throw new IllegalArgumentException("The sketch ends within a number");
            }
            byte group = bytes[place];
            place++;
            number |= (group & 0x7fL) << shift;
            if (group > 0) {
                return number;
            } else if (group == 0) {
                // Nothing, or padding, which would give a number a second form.
                break;
            }
        }
        throw new IllegalArgumentException("The sketch holds a number that is zero or too long");
    }
}
