package dev.hindsight.sketch;

import static dev.hindsight.sketch.Samples.percentileCont;
import static dev.hindsight.sketch.Samples.sketchOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.DDSketches;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantilesTest {

    private static final double[] QUANTILES = {
        0, 0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1
    };

    /** 1 %, and what floating point adds. */
    private static final Percentage ACCURACY = Percentage.withPercentage(1.000_001);

    private static Quantiles quantilesOf(long... values) {
        Quantiles quantiles = new Quantiles();
        quantiles.add(sketchOf(values), 1);
        return quantiles;
    }

    @Nested
    class Unweighted {

        @ParameterizedTest
        @EnumSource
        void at_isWithinOnePercentOfPercentileCont(Samples samples) {
            for (int count : new int[] {1, 2, 3, 4, 5, 10, 101, 10_000}) {
                for (int seed = 0; seed < 20; seed++) {
                    long[] values = samples.values(count, seed);
                    long min = Arrays.stream(values).min().orElseThrow();
                    long max = Arrays.stream(values).max().orElseThrow();
                    Quantiles quantiles = quantilesOf(values);
                    for (double q : QUANTILES) {
                        double expected = percentileCont(values, q);

                        assertThat(quantiles.at(q)).isCloseTo(expected, ACCURACY);
                        assertThat(quantiles.at(q, min, max))
                                .isCloseTo(expected, ACCURACY)
                                .isBetween((double) min, (double) max);
                    }
                }
            }
        }

        @ParameterizedTest
        @EnumSource
        void at_isThatOfTheWholeHoweverManyPartsThereAre(Samples samples) {
            long[] values = samples.values(2_000, 11);
            Quantiles parts = new Quantiles();
            for (int i = 0; i < values.length; i += 20) {
                Sketch part = sketchOf(Arrays.copyOfRange(values, i, i + 20));
                if (i % 40 == 0) {
                    parts.add(part, 1);
                } else {
                    parts.add(part.encode(), 1);
                }
            }

            for (double q : QUANTILES) {
                assertThat(parts.at(q)).isEqualTo(quantilesOf(values).at(q));
            }
        }

        @Test
        void at_isExactForSmallNumbers_andBetweenTheirRanks() {
            Quantiles quantiles = quantilesOf(40, 10, 30, 20);

            assertThat(quantiles.at(0)).isEqualTo(10);
            assertThat(quantiles.at(0.5)).isEqualTo(25);
            assertThat(quantiles.at(0.25)).isEqualTo(17.5);
            assertThat(quantiles.at(0.95)).isCloseTo(38.5, within(1e-9));
            assertThat(quantiles.at(1)).isEqualTo(40);
        }

        @Test
        void at_isExactForOneAndTwoDurationsOfKnownBounds() {
            assertThat(quantilesOf(123_457).at(0.95, 123_457, 123_457)).isEqualTo(123_457);
            assertThat(quantilesOf(1_000_003, 2_000_003).at(0.5, 1_000_003, 2_000_003))
                    .isEqualTo(1_500_003);
            assertThat(quantilesOf(1_000_003, 1_000_004).at(0.5, 1_000_003, 1_000_004))
                    .isEqualTo(1_000_003.5);
        }

        @Test
        void at_isTheBoundsThemselvesAtTheEnds() {
            long[] values = Samples.HEAVY_TAILED.values(1_000, 12);
            long min = Arrays.stream(values).min().orElseThrow();
            long max = Arrays.stream(values).max().orElseThrow();

            assertThat(quantilesOf(values).at(0, min, max)).isEqualTo((double) min);
            assertThat(quantilesOf(values).at(1, min, max)).isEqualTo((double) max);
        }

        @Test
        void at_neverFalls() {
            long[] values = Samples.LOG_NORMAL.values(777, 13);
            long min = Arrays.stream(values).min().orElseThrow();
            long max = Arrays.stream(values).max().orElseThrow();
            Quantiles quantiles = quantilesOf(values);

            double last = 0;
            for (int i = 0; i <= 10_000; i++) {
                double value = quantiles.at(i / 10_000.0, min, max);
                assertThat(value).isGreaterThanOrEqualTo(last);
                last = value;
            }
        }

        @Test
        void at_isNullWhenThereIsNothing() {
            assertThat(new Quantiles().at(0.5)).isNull();
            assertThat(quantilesOf().at(0.5, 0, 0)).isNull();
        }

        @Test
        void at_takesTheGreatestNumbers() {
            Quantiles quantiles = quantilesOf(0, Long.MAX_VALUE, Long.MAX_VALUE);

            assertThat(quantiles.at(1, 0, Long.MAX_VALUE)).isEqualTo((double) Long.MAX_VALUE);
            assertThat(quantiles.at(0.5)).isCloseTo((double) Long.MAX_VALUE, ACCURACY);
        }

        @Test
        void at_takesMoreThanADoubleCounts() {
            Sketch sketch = sketchOf(3, 7, 7);
            for (int i = 0; i < 60; i++) {
                sketch.merge(sketch);
            }
            Quantiles quantiles = new Quantiles();
            quantiles.add(sketch, 1);

            assertThat(quantiles.at(0, 3, 7)).isEqualTo(3);
            assertThat(quantiles.at(0.3)).isEqualTo(3);
            assertThat(quantiles.at(0.5, 3, 7)).isEqualTo(7);
            assertThat(quantiles.at(1)).isEqualTo(7);
        }

        @ParameterizedTest
        @EnumSource
        void at_agreesWithDdSketchByItsAuthors(Samples samples) {
            long[] values = samples.values(5_001, 14);
            DDSketch theirs = DDSketches.unboundedDense(0.01);
            for (long value : values) {
                theirs.accept((double) value);
            }
            Quantiles ours = quantilesOf(values);

            // At whole ranks, since theirs does not look between two.
            for (int rank = 0; rank <= 5_000; rank += 50) {
                double q = rank / 5_000.0;
                assertThat(ours.at(q))
                        .isCloseTo(theirs.getValueAtQuantile(q), Percentage.withPercentage(2.03));
            }
        }
    }

    @Nested
    class Weighted {

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3, 10})
        void at_isThatOfEachValueRepeatedAsOftenAsItWeighs(int weight) {
            long[] some = Samples.LOG_NORMAL.values(101, 15);
            long[] others = Samples.UNIFORM.values(57, 16);
            Quantiles quantiles = new Quantiles();
            quantiles.add(sketchOf(some), weight);
            quantiles.add(sketchOf(others), 1);
            long[] repeated =
                    LongStream.concat(
                                    LongStream.of(some)
                                            .flatMap(
                                                    value ->
                                                            LongStream.generate(() -> value)
                                                                    .limit(weight)),
                                    LongStream.of(others))
                            .toArray();
            long min = Arrays.stream(repeated).min().orElseThrow();
            long max = Arrays.stream(repeated).max().orElseThrow();

            for (double q : QUANTILES) {
                assertThat(quantiles.at(q)).isCloseTo(percentileCont(repeated, q), ACCURACY);
                assertThat(quantiles.at(q, min, max))
                        .isCloseTo(percentileCont(repeated, q), ACCURACY);
            }
        }

        @Test
        void at_isTheMeanOverAUnitOfWidth() {
            Quantiles quantiles = new Quantiles();
            quantiles.add(sketchOf(10), 1.5);
            quantiles.add(sketchOf(20), 2.5);

            // 10 up to 1.5, 20 up to 4; the unit begins at 3 q.
            assertThat(quantiles.at(0)).isEqualTo(10);
            assertThat(quantiles.at(0.25)).isCloseTo(10 * 0.75 + 20 * 0.25, within(1e-9));
            assertThat(quantiles.at(0.5)).isEqualTo(20);
            assertThat(quantiles.at(1)).isEqualTo(20);
        }

        @Test
        void at_staysWithinBoundsForSmallWeights() {
            Random random = new Random(17);
            for (int i = 0; i < 500; i++) {
                Quantiles quantiles = new Quantiles();
                long min = Long.MAX_VALUE;
                long max = 0;
                for (int j = 0; j <= random.nextInt(4); j++) {
                    long value = random.nextInt(10_000);
                    min = Math.min(min, value);
                    max = Math.max(max, value);
                    quantiles.add(sketchOf(value), random.nextDouble() + 0.001);
                }
                for (double q : QUANTILES) {
                    assertThat(quantiles.at(q, min, max)).isBetween((double) min, (double) max);
                }
            }
        }

        @Test
        void add_refusesOtherWeights() {
            for (double weight : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
                assertThatThrownBy(() -> new Quantiles().add(sketchOf(1), weight))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }

        @Test
        void at_refusesOtherQuantiles() {
            for (double q : new double[] {-0.1, 1.1, Double.NaN}) {
                assertThatThrownBy(() -> quantilesOf(1).at(q))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }
}
