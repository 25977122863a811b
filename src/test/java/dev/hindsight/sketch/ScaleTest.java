package dev.hindsight.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import com.datadoghq.sketch.ddsketch.mapping.LogarithmicMapping;
import java.math.BigInteger;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class ScaleTest {

    /** 1 %, and what floating point adds. */
    private static final Percentage ACCURACY = Percentage.withPercentage(1.000_001);

    @Test
    void buckets_lieSideBySideFromZeroToTheGreatestNumber() {
        assertThat(Scale.floorOf(0)).isZero();
        assertThat(Scale.ceilingOf(Scale.SIZE - 1)).isEqualTo(Long.MAX_VALUE);
        for (int i = 0; i < Scale.SIZE; i++) {
            assertThat(Scale.indexOf(Scale.floorOf(i))).isEqualTo(i);
            assertThat(Scale.indexOf(Scale.ceilingOf(i))).isEqualTo(i);
            if (i > 0) {
                assertThat(Scale.ceilingOf(i - 1) + 1).isEqualTo(Scale.floorOf(i));
            }
        }
    }

    @Test
    void representatives_areWithinOnePercentOfEveryNumber() {
        for (int i = 1; i < Scale.SIZE; i++) {
            double representative = Scale.representativeOf(i);
            double least = Scale.floorOf(i);
            double greatest = Scale.ceilingOf(i);

            assertThat(representative).isCloseTo(least, ACCURACY).isCloseTo(greatest, ACCURACY);
        }
    }

    @Test
    void representatives_areExactWhereABucketHoldsOneNumber() {
        for (int i = 0; i <= 50; i++) {
            assertThat(Scale.floorOf(i)).isEqualTo(i);
            assertThat(Scale.representativeOf(i)).isEqualTo(i);
        }
        for (int i = 0; i < Scale.SIZE; i++) {
            if (Scale.floorOf(i) == Scale.ceilingOf(i)) {
                assertThat(Scale.representativeOf(i)).isEqualTo((double) Scale.floorOf(i));
            }
        }
    }

    /** What is stored tells buckets by their index. */
    @Test
    void indices_neverChange() {
        assertThat(Scale.SIZE).isEqualTo(2_039);
        assertThat(Scale.indexOf(1_000)).isEqualTo(200);
        assertThat(Scale.indexOf(60_000)).isEqualTo(405);
        assertThat(Scale.indexOf(86_400_000)).isEqualTo(768);
        assertThat(Scale.indexOf(1_000_000_000_000_000L)).isEqualTo(1_581);
        assertThat(Scale.floorOf(1_000)).isEqualTo(8_824_196_427L);
    }

    @Test
    void buckets_beginAtThePowersOf101By99() {
        BigInteger numerator = BigInteger.ONE;
        BigInteger denominator = BigInteger.ONE;
        int buckets = 0;
        long last = 0;
        while (true) {
            BigInteger bound =
                    numerator.add(denominator).subtract(BigInteger.ONE).divide(denominator);
            if (bound.bitLength() > 63) {
                break;
            }
            buckets += bound.longValueExact() > last ? 1 : 0;
            last = bound.longValueExact();
            assertThat(Scale.indexOf(last)).isEqualTo(buckets);
            assertThat(Scale.floorOf(buckets)).isEqualTo(last);
            numerator = numerator.multiply(BigInteger.valueOf(101));
            denominator = denominator.multiply(BigInteger.valueOf(99));
        }
        assertThat(Scale.SIZE).isEqualTo(buckets + 1);
    }

    /** Up to 10^9: beyond it, their rounded factor may put a number beside a bound on its other side. */
    @Test
    void buckets_areThoseOfDdSketch() {
        LogarithmicMapping mapping = new LogarithmicMapping(0.01);
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            long value = (long) Math.pow(10, 9 * random.nextDouble());
            int index = mapping.index((double) value);

            int ours = Scale.indexOf(value);

            assertThat(mapping.index((double) Scale.floorOf(ours))).isEqualTo(index);
            assertThat(mapping.index((double) Scale.ceilingOf(ours))).isEqualTo(index);
        }
    }
}
