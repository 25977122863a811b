package dev.hindsight.partition;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The days that a list in the order of starts walks: at first those that hold the next rows, then
 * ever more, until no other day can hold a row that belongs before the last one found.
 *
 * <p>A window reaches from one multiple of {@value #BLOCK} days to another. Its bounds are written
 * into statements, so that these are the same, and planned once, for every page that begins within
 * the same days.
 */
public final class DayWindow {

    /** Days of a first window: enough for nearly every page, few enough to open quickly. */
    private static final int FIRST = 4;

    /** The usual month is a second window, a year a third. */
    private static final int GROWTH = 16;

    private static final int BLOCK = 4;

    private static final UUID NO_DAY = new UUID(0, 0);

    /** Days that can hold a match, those with the next rows first. */
    private final List<PartitionDay> days;

    private final boolean descending;
    private final int size;
    private final LocalDate from;
    private final LocalDate to;

    private DayWindow(List<PartitionDay> days, boolean descending, int size) {
        this.days = days;
        this.descending = descending;
        this.size = Math.min(size, days.size());
        List<LocalDate> walked =
                days.subList(0, this.size).stream().map(PartitionDay::day).sorted().toList();
        this.from = walked.isEmpty() ? LocalDate.EPOCH : block(walked.get(0), 0);
        this.to = walked.isEmpty() ? LocalDate.EPOCH : block(walked.get(walked.size() - 1), 1);
    }

    private static LocalDate block(LocalDate day, int more) {
        return LocalDate.ofEpochDay((Math.floorDiv(day.toEpochDay(), BLOCK) + more) * BLOCK);
    }

    /**
     * The first window.
     *
     * @param days every day that can hold a row
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
        return days.stream().filter(day -> day.mayHold(from, to)).toList();
    }

    /** Whether no day can hold a match. */
    public boolean isEmpty() {
        return days.isEmpty();
    }

    /** The least id of the window. */
    public UUID floor() {
        return isEmpty() ? NO_DAY : PartitionDay.floorOf(from);
    }

    /** The least id beyond the window. */
    public UUID ceiling() {
        return isEmpty() ? NO_DAY : PartitionDay.floorOf(to);
    }

    /**
     * Whether no day outside the window can hold a row that belongs before the last one of a page.
     *
     * @param lastStart when the last row of a full page started; {@code null} if the page is not full
     */
    public boolean suffices(@Nullable OffsetDateTime lastStart) {
        return days.subList(size, days.size()).stream()
                .filter(day -> day.day().isBefore(from) || !day.day().isBefore(to))
                .findFirst()
                .map(next -> lastStart != null && isBefore(lastStart, next))
                .orElse(true);
    }

    private boolean isBefore(OffsetDateTime start, PartitionDay next) {
        return descending
                ? start.isAfter(next.newestStartedAt())
                : start.isBefore(next.oldestStartedAt());
    }

    /** The next, wider window. */
    public DayWindow wider() {
        return new DayWindow(days, descending, size * GROWTH);
    }
}
