package dev.hindsight.logsearch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.partition.PartitionDay;
import dev.hindsight.partition.Uuid7;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How a search goes back through time. */
class SliceTest {

    private static final UUID END = new UUID(-1, -1);

    private static PartitionDay day(String day, String state) {
        OffsetDateTime any = OffsetDateTime.parse(day + "T00:00:00Z");
        return new PartitionDay(LocalDate.parse(day), state, any, any, null, null);
    }

    private static List<Slice> all(UUID place, List<PartitionDay> days) {
        List<Slice> all = new ArrayList<>();
        Optional<Slice> next = Slice.before(place, days);
        while (next.isPresent()) {
            all.add(next.get());
            next = next.get().before(days);
        }
        return all;
    }

    @Test
    void day_isReadFromItsEndInGrowingSlicesWithoutGap() {
        PartitionDay day = day("2026-11-20", "open");

        List<Slice> slices = all(END, List.of(day));

        assertThat(slices.get(0).ceiling()).isEqualTo(day.ceiling());
        assertThat(slices.get(0).floor())
                .isEqualTo(Uuid7.floor(Instant.parse("2026-11-20T23:55:00Z")));
        assertThat(slices).hasSize(9).noneMatch(Slice::isIndexed);
        assertThat(slices.get(8).floor()).isEqualTo(day.floor());
        for (int i = 1; i < slices.size(); i++) {
            assertThat(slices.get(i).ceiling()).isEqualTo(slices.get(i - 1).floor());
        }
    }

    @Test
    void indexedDays_areTakenTogetherInGrowingNumbers() {
        List<PartitionDay> days = new ArrayList<>();
        for (LocalDate day = LocalDate.parse("2026-11-20");
                day.isAfter(LocalDate.parse("2026-08-01"));
                day = day.minusDays(1)) {
            days.add(day(day.toString(), "indexed"));
        }

        assertThat(all(END, days))
                .allMatch(Slice::isIndexed)
                .extracting(
                        slice ->
                                Duration.between(
                                                Uuid7.timeOf(slice.floor()),
                                                Uuid7.timeOf(slice.ceiling()))
                                        .toDays())
                .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 32L, 16L);
    }

    @Test
    void gapsAndDaysWithoutIndex_endASlice() {
        List<PartitionDay> days =
                List.of(
                        day("2026-11-20", "indexed"),
                        day("2026-11-19", "indexed"),
                        day("2026-11-15", "indexed"),
                        day("2026-11-14", "closed"));

        List<Slice> slices = all(END, days);

        assertThat(slices.subList(0, 3))
                .extracting(Slice::ceiling)
                .containsExactly(
                        days.get(0).ceiling(), days.get(1).ceiling(), days.get(2).ceiling());
        assertThat(slices.get(3).isIndexed()).isFalse();
        assertThat(slices.get(slices.size() - 1).floor()).isEqualTo(days.get(3).floor());
    }

    @Test
    void place_isWhereItBegins() {
        PartitionDay day = day("2026-11-20", "open");
        UUID place = UUID.fromString("019aa1b2-0000-7abc-8def-000000000001");
        PartitionDay ofPlace = day(PartitionDay.dayOf(place).toString(), "open");

        Slice first = Slice.before(place, List.of(day, ofPlace)).orElseThrow();

        assertThat(first.ceiling()).isEqualTo(place);
        assertThat(Slice.before(ofPlace.floor(), List.of(ofPlace))).isEmpty();
    }
}
