package dev.hindsight.sketch;

import java.util.Arrays;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/** Durations of several kinds, in milliseconds, the same in every run. */
enum Samples {
    UNIFORM {
        @Override
        long next(Random random) {
            return random.nextInt(100_000);
        }
    },
    SHORT {
        @Override
        long next(Random random) {
            return random.nextInt(60);
        }
    },
    LOG_NORMAL {
        @Override
        long next(Random random) {
            return Math.round(Math.exp(7 + random.nextGaussian()));
        }
    },
    BIMODAL {
        @Override
        long next(Random random) {
            return random.nextBoolean()
                    ? Math.round(Math.abs(20 + 5 * random.nextGaussian()))
                    : Math.round(3_600_000 + 60_000 * random.nextGaussian());
        }
    },
    CONSTANT {
        @Override
        long next(Random random) {
            return 123_457;
        }
    },
    HEAVY_TAILED {
        @Override
        long next(Random random) {
            return (long) Math.pow(10, 15 * random.nextDouble());
        }
    },
    MOSTLY_ZERO {
        @Override
        long next(Random random) {
            return random.nextInt(10) == 0 ? 1_000_000_000_000_000L : 0;
        }
    };

    abstract long next(Random random);

    long[] values(int count, long seed) {
        Random random = new Random(seed);
        LongSupplier supplier = () -> next(random);
        return LongStream.generate(supplier).limit(count).toArray();
    }

    static Sketch sketchOf(long... values) {
        Sketch sketch = new Sketch();
        for (long value : values) {
            sketch.add(value);
        }
        return sketch;
    }

    /** What PostgreSQL says: its documentation of ordered-set aggregates. */
    static double percentileCont(long[] values, double q) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        double rank = q * (sorted.length - 1);
        long lower = sorted[(int) Math.floor(rank)];
        long upper = sorted[(int) Math.ceil(rank)];
        return lower + (rank - Math.floor(rank)) * (upper - lower);
    }
}
