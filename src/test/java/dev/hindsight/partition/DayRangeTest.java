package dev.hindsight.partition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DayRangeTest {

    private static final LocalDate DAY = LocalDate.parse("2026-11-20");

    private static PartitionDay day(LocalDate day, @Nullable OffsetDateTime droppedAt) {
        OffsetDateTime start = day.atStartOfDay().atOffset(ZoneOffset.UTC);
        String state = droppedAt == null ? "open" : "dropped";
        return new PartitionDay(day, state, start, start, droppedAt, null);
    }

    private static List<PartitionDay> days(int number) {
        return Stream.iterate(DAY, day -> day.minusDays(1))
                .limit(number)
                .map(day -> day(day, null))
                .toList();
    }

    @Test
    void covering_holdsEveryDayOnce_newestFirst() {
        List<DayRange> ranges = DayRange.covering(days(400));

        assertThat(ranges).hasSizeBetween(13, 14);
        assertThat(ranges.get(0).last()).isAfterOrEqualTo(DAY);
        assertThat(ranges.get(ranges.size() - 1).first()).isBeforeOrEqualTo(DAY.minusDays(399));
        for (int i = 1; i < ranges.size(); i++) {
            assertThat(ranges.get(i).last()).isEqualTo(ranges.get(i - 1).first().minusDays(1));
        }
    }

    @Test
    void covering_staysTheSameWhenADayComes() {
        List<PartitionDay> today = days(5);
        List<PartitionDay> tomorrow =
                Stream.concat(Stream.of(day(DAY.plusDays(1), null)), today.stream()).toList();

        assertThat(DayRange.covering(tomorrow)).isEqualTo(DayRange.covering(today));
    }

    @Test
    void covering_leavesOutWhatIsDropped() {
        OffsetDateTime dropped = DAY.atStartOfDay().atOffset(ZoneOffset.UTC);

        assertThat(DayRange.covering(List.of(day(DAY, dropped)))).isEmpty();
        assertThat(DayRange.covering(List.of())).isEmpty();
    }

    @Test
    void split_partsIdsByDay_oldestFirstAndSorted() {
        UUID early = PartitionDay.floorOf(DAY);
        UUID late =
                new UUID(PartitionDay.floorOf(DAY.plusDays(1)).getMostSignificantBits() - 1, -1);
        UUID next = PartitionDay.floorOf(DAY.plusDays(1));

        assertThat(DayRange.split(List.of(next, late, early)))
                .containsExactly(List.of(early, late), List.of(next));
        assertThat(DayRange.split(List.of())).isEmpty();
    }
}
