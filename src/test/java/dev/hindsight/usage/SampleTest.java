package dev.hindsight.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hindsight.storage.Forecast;
import dev.hindsight.storage.StorageReading;
import dev.hindsight.storage.TableSize;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** How much is measured: everything that is little, and never much. */
class SampleTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 20);

    private static StorageReading reading(Map<String, Long> rows) {
        Map<String, TableSize> tables = new HashMap<>();
        rows.forEach((table, number) -> tables.put(table, new TableSize(0, number, 0)));
        return new StorageReading(
                Instant.EPOCH,
                0,
                tables,
                new TreeMap<>(),
                Forecast.of(0, new TreeMap<>(), Set.of(), DAY));
    }

    @Test
    void few_areAllMeasured() {
        Sample sample = Sample.of(List.of(new Leaf(DAY, 40, 900), new Leaf(DAY, 1, 5)), 1_000);

        assertThat(sample.isPart()).isFalse();
        assertThat(sample.percent()).isEqualTo(100);
        assertThat(sample.factor(880)).isEqualTo(1);
    }

    @Test
    void many_areMeasuredInPart() {
        Sample sample = Sample.of(List.of(new Leaf(DAY, 300_000, 10_000_000)), 20_000);

        assertThat(sample.isPart()).isTrue();
        assertThat(sample.percent()).isEqualTo(0.2, within(1e-9));
        assertThat(sample.factor(25_000)).isEqualTo(400);
    }

    /** A server that crashed has lost its counts; how many pages a table has it knows always. */
    @Test
    void lostCounts_makeNoLargeSample() {
        Sample sample = Sample.of(List.of(new Leaf(DAY, 300_000, 0)), 20_000);

        assertThat(sample.percent()).isLessThan(0.5);
        assertThat(sample.factor(40_000)).isEqualTo(100 / sample.percent());
        assertThat(sample.factor(0)).isEqualTo(100 / sample.percent());
    }

    @Test
    void nothing_isMeasuredWhole() {
        assertThat(Sample.of(List.of(), 20_000)).isEqualTo(new Sample(100, 0));
    }

    @Test
    void size_isSmallerWhereEachExecutionHasManyRows() {
        long executions = 10_000_000;

        assertThat(Sample.size(reading(Map.of()), 20_000)).isEqualTo(20_000);
        assertThat(
                        Sample.size(
                                reading(
                                        Map.of(
                                                "execution",
                                                executions,
                                                "execution_payload",
                                                executions,
                                                "step",
                                                5 * executions,
                                                "step_payload",
                                                5 * executions,
                                                "log",
                                                100 * executions,
                                                "log_tally",
                                                executions)),
                                20_000))
                .isEqualTo(20_000);
        assertThat(
                        Sample.size(
                                reading(Map.of("execution", executions, "step", 399 * executions)),
                                20_000))
                .isEqualTo(1_000);
        assertThat(Sample.size(reading(Map.of("execution", 1L, "step", 1_000_000_000L)), 20_000))
                .isEqualTo(Sample.FEW);
        assertThat(Sample.size(reading(Map.of("execution", 1L, "step", 1_000_000L)), 50))
                .isEqualTo(50);
    }
}
