package reports;

import java.util.Arrays;

/** How long calls took, each kept by itself. */
final class Latencies {

    private long[] nanos = new long[1 << 16];
    private int size;

    void add(long taken) {
        if (size == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * size);
        }
        nanos[size++] = taken;
    }

    int size() {
        return size;
    }

    /** Milliseconds within which a percentage of the calls were answered; NaN without calls. */
    double millis(double percent) {
        if (size == 0) {
            return Double.NaN;
        }
        Arrays.sort(nanos, 0, size);
        return nanos[Math.max(0, (int) Math.ceil(size * percent / 100) - 1)] / 1e6;
    }
}
