package dev.hindsight.sketch;

import static dev.hindsight.sketch.Samples.sketchOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SketchTest {

    @Nested
    class Counting {

        @Test
        void sketch_countsWhatIsAdded() {
            Sketch sketch = sketchOf(0, 0, 7, 1_000, Long.MAX_VALUE);

            assertThat(sketch.count()).isEqualTo(5);
            assertThat(sketch.isEmpty()).isFalse();
            assertThat(new Sketch().isEmpty()).isTrue();
        }

        @Test
        void forEach_showsBucketsInAscendingOrder_smallNumbersExactly() {
            Sketch sketch = sketchOf(50, 3, 0, 3, 0, 3);

            List<String> shown = new ArrayList<>();
            sketch.forEach((durationMs, count) -> shown.add(count + " of " + durationMs));

            assertThat(shown).containsExactly("2 of 0.0", "3 of 3.0", "1 of 50.0");
        }

        @Test
        void add_refusesWhatIsNegative() {
            assertThatThrownBy(() -> new Sketch().add(-1))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new Sketch().subtract(Long.MIN_VALUE))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @ParameterizedTest
        @EnumSource
        void merge_isTheUnion(Samples samples) {
            long[] some = samples.values(500, 1);
            long[] others = samples.values(300, 2);
            Sketch merged = sketchOf(some);
            Sketch other = sketchOf(others);

            merged.merge(other);

            assertThat(merged)
                    .isEqualTo(
                            sketchOf(
                                    LongStream.concat(LongStream.of(some), LongStream.of(others))
                                            .toArray()));
            assertThat(other).isEqualTo(sketchOf(others));
        }

        @Test
        void merge_takesAnEmptyOneAndItself() {
            Sketch sketch = sketchOf(5, 500);

            sketch.merge(new Sketch());
            assertThat(sketch).isEqualTo(sketchOf(5, 500));

            sketch.merge(sketch);
            assertThat(sketch).isEqualTo(sketchOf(5, 500, 5, 500));
        }

        @Test
        void merge_refusesMoreThanANumberHolds() {
            Sketch sketch =
                    Sketch.of(bytes(1, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f));

            assertThat(sketch.count()).isEqualTo(Long.MAX_VALUE);
            assertThatThrownBy(() -> sketch.merge(sketchOf(9)))
                    .isInstanceOf(ArithmeticException.class);
            assertThatThrownBy(() -> sketch.add(9)).isInstanceOf(ArithmeticException.class);
            assertThat(sketch.count()).isEqualTo(Long.MAX_VALUE);
            assertThat(sketch.encode()).hasSize(11);
        }
    }

    @Nested
    class TakingBack {

        @ParameterizedTest
        @EnumSource
        void subtract_leavesNothingOfWhatWasAdded(Samples samples) {
            List<Long> values =
                    new ArrayList<>(LongStream.of(samples.values(1_000, 3)).boxed().toList());
            Sketch sketch = new Sketch();

            Random random = new Random(4);
            Collections.shuffle(values, random);
            values.forEach(sketch::add);
            Collections.shuffle(values, random);
            values.forEach(sketch::subtract);

            assertThat(sketch).isEqualTo(new Sketch()).hasSameHashCodeAs(new Sketch());
            assertThat(sketch.isEmpty()).isTrue();
            assertThat(sketch.encode()).hasSize(1);
        }

        @ParameterizedTest
        @EnumSource
        void subtract_leavesTheRest(Samples samples) {
            long[] some = samples.values(500, 5);
            long[] others = samples.values(300, 6);
            Sketch merged = sketchOf(others);
            merged.merge(sketchOf(some));

            merged.subtract(sketchOf(others));

            assertThat(merged).isEqualTo(sketchOf(some)).hasSameHashCodeAs(sketchOf(some));
        }

        @Test
        void subtract_refusesWhatIsNotCounted() {
            Sketch sketch = sketchOf(5, 500);

            assertThatThrownBy(() -> sketch.subtract(6)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> sketch.subtract(1_000_000))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Only 0 durations");
            assertThatThrownBy(() -> sketch.subtract(sketchOf(5, 500, 500)))
                    .isInstanceOf(IllegalStateException.class);

            assertThat(sketch).isEqualTo(sketchOf(5, 500));
        }

        @Test
        void subtract_takesItself() {
            Sketch sketch = sketchOf(5, 500);

            sketch.subtract(sketch);

            assertThat(sketch).isEqualTo(new Sketch());
        }
    }

    @Nested
    class Encoding {

        @ParameterizedTest
        @EnumSource
        void bytes_tellTheSketch(Samples samples) {
            for (int count : new int[] {0, 1, 2, 100, 10_000}) {
                Sketch sketch = sketchOf(samples.values(count, 7));

                assertThat(Sketch.of(sketch.encode())).isEqualTo(sketch);
                assertThat(Sketch.of(sketch.encode()).count()).isEqualTo(count);
            }
        }

        /** They are stored: what was written once must always be read. */
        @Test
        void bytes_neverChange() {
            assertThat(new Sketch().encode()).isEqualTo(bytes(1));
            assertThat(sketchOf(0).encode()).isEqualTo(bytes(1, 1, 1));
            assertThat(sketchOf(3, 3, 5).encode()).isEqualTo(bytes(1, 4, 2, 2, 1));
            assertThat(sketchOf(1_000, Long.MAX_VALUE).encode())
                    .isEqualTo(bytes(1, 0xc9, 1, 1, 0xae, 0x0e, 1));
        }

        @Test
        void bytes_areFew() {
            assertThat(sketchOf(1_000).encode()).hasSizeLessThanOrEqualTo(4);
            assertThat(sketchOf(Samples.LOG_NORMAL.values(100, 8)).encode()).hasSizeLessThan(200);
            assertThat(sketchOf(Samples.LOG_NORMAL.values(10_000, 8)).encode())
                    .hasSizeLessThan(1_500);
        }

        @Test
        void of_refusesWhatIsNoSketch() {
            List<byte[]> rubbish =
                    List.of(
                            bytes(),
                            bytes(0),
                            bytes(2, 1, 1),
                            // An end within a pair, and within a number.
                            bytes(1, 1),
                            bytes(1, 1, 0x80),
                            bytes(1, 0xff, 0xff),
                            // No bucket, and no count.
                            bytes(1, 0, 1),
                            bytes(1, 1, 0),
                            // A second form of 1.
                            bytes(1, 0x81, 0, 1),
                            // Behind the last bucket, and so far that an int would overflow.
                            bytes(1, 0xff, 0x7f, 1),
                            bytes(1, 1, 1, 0xff, 0xff, 0xff, 0xff, 0x0f, 1),
                            bytes(1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 1),
                            // Ten groups, and a sum past the greatest number.
                            bytes(1, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1),
                            bytes(
                                    1, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 1,
                                    1));

            assertThat(rubbish)
                    .allSatisfy(
                            bytes ->
                                    assertThatThrownBy(() -> Sketch.of(bytes))
                                            .isInstanceOf(IllegalArgumentException.class));
        }

        @Test
        void of_readsNothingButItsOwnForm() {
            Random random = new Random(9);
            int sketches = 0;
            for (int i = 0; i < 200_000; i++) {
                byte[] bytes = new byte[random.nextInt(12)];
                random.nextBytes(bytes);
                if (bytes.length > 0) {
                    bytes[0] = 1;
                }
                try {
                    Sketch sketch = Sketch.of(bytes);

                    assertThat(sketch.encode()).isEqualTo(bytes);
                    sketches++;
                } catch (IllegalArgumentException refused) {
                    assertThat(refused).hasMessageContaining("sketch");
                }
            }
            assertThat(sketches).isPositive();
        }
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
