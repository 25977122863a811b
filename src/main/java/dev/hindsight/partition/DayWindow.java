package dev.hindsight.partition;

import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The days that a list in the order of starts walks: at first those that hold the next rows, then
 * ever more, until no other day can hold a row that belongs before the last one found.
 */
public final class DayWindow {

    /** Days of a first window: enough for nearly every page, few enough to open quickly. */
    private static final int FIRST = 8;

    private static final int GROWTH = 4;

    private static final UUID NO_DAY = new UUID(0, 0);

    /** Days that can hold a match, those with the next rows first. */
    private final List<PartitionDay> days;

    private final boolean descending;
    private final int size;

    private DayWindow(List<PartitionDay> days, boolean descending, int size) {
        this.days = days;
        this.descending = descending;
        this.size = Math.min(size, days.size());
    }

    /**
     * The first window.
     *
     * @param days every day known
     * @param from only executions that started then or later, if given
     * @param to only executions that started before, if given
     * @param descending whether the newest starts come first
     */
    public static DayWindow first(
            List<PartitionDay> days,
            @Nullable OffsetDateTime from,
            @Nullable OffsetDateTime to,
            boolean descending) {
        Comparator<PartitionDay> order =
                descending
                        ? Comparator.comparing(PartitionDay::newestStartedAt).reversed()
                        : Comparator.comparing(PartitionDay::oldestStartedAt);
        return new DayWindow(
                matching(days, from, to).stream().sorted(order).toList(), descending, FIRST);
    }

    /** A window of all days that can hold a match. */
    public static DayWindow all(
            List<PartitionDay> days, @Nullable OffsetDateTime from, @Nullable OffsetDateTime to) {
        return new DayWindow(matching(days, from, to), true, Integer.MAX_VALUE);
    }

    private static List<PartitionDay> matching(
            List<PartitionDay> days, @Nullable OffsetDateTime from, @Nullable OffsetDateTime to) {
        return days.stream()
                .filter(day -> !day.isDropped())
                .filter(day -> from == null || !day.newestStartedAt().isBefore(from))
                .filter(day -> to == null || day.oldestStartedAt().isBefore(to))
                .toList();
    }

    /** The least id of the window. */
    public UUID floor() {
        return days.subList(0, size).stream()
                .min(Comparator.comparing(PartitionDay::day))
                .map(PartitionDay::floor)
                .orElse(NO_DAY);
    }

    /** The least id beyond the window. */
    public UUID ceiling() {
        return days.subList(0, size).stream()
                .max(Comparator.comparing(PartitionDay::day))
                .map(PartitionDay::ceiling)
                .orElse(NO_DAY);
    }

    /**
     * Whether no day outside the window can hold a row that belongs before the last one of a page.
     *
     * @param lastStart when the last row of a full page started; {@code null} if the page is not full
     */
    public boolean suffices(@Nullable OffsetDateTime lastStart) {
        if (size == days.size()) {
            return true;
        }
        PartitionDay next = days.get(size);
        return lastStart != null
                && (descending
                        ? lastStart.isAfter(next.newestStartedAt())
                        : lastStart.isBefore(next.oldestStartedAt()));
    }

    /** The next, wider window. */
    public DayWindow wider() {
        return new DayWindow(days, descending, size * GROWTH);
    }
}
