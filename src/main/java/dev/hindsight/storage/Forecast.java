package dev.hindsight.storage;

import java.time.LocalDate;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.LongStream;

/**
 * What the database will weigh if everything goes on as it does now: every coming day adds what a day
 * adds now, and takes with it the oldest one, if days leave at all.
 *
 * <pre>
 *   bytesIn(n) = database + n * growth - leaving(oldest) - ... - leaving(oldest + n - 1)
 * </pre>
 *
 * <ul>
 *   <li>{@code growth} is the median of what the last seven days before today weigh. Days before the
 *       first that holds anything do not count; one in between that has no tables weighs nothing. If
 *       there is no such day yet, it is what today weighs so far.
 *   <li>{@code oldest} is the oldest day that still holds more than {@value #FEW} executions: those
 *       before it were let go but for what is kept longer, and stay. Its age is the age at which days
 *       leave; unless retention never removed a day before it, which says that none has come to that
 *       age yet: then {@code leaving} is 0.
 *   <li>{@code leaving(day)} is what the day weighs now, or {@code growth} from today on.
 * </ul>
 *
 * <p>Errs on the high side where payloads or logs leave earlier than their day: that is not foreseen.
 */
public final class Forecast {

    /** A day with no more executions than this was let go. */
    static final int FEW = 100;

    /** Days whose median tells how the database grows. */
    static final int WINDOW = 7;

    /** What is farther away is not worth telling: ten years. */
    static final int HORIZON = 3_660;

    private final long databaseBytes;
    private final SortedMap<LocalDate, DaySize> days;
    private final LocalDate today;
    private final long growth;
    private final LocalDate oldest;
    private final boolean daysLeave;

    private Forecast(
            long databaseBytes,
            SortedMap<LocalDate, DaySize> days,
            Set<LocalDate> removed,
            LocalDate today) {
        this.databaseBytes = databaseBytes;
        this.days = days;
        this.today = today;
        this.growth = growth(days, today);
        this.oldest = first(days, today, FEW);
        this.daysLeave =
                oldest.isBefore(today) && removed.stream().anyMatch(day -> day.isBefore(oldest));
    }

    /**
     * Of what everything weighs now.
     *
     * @param days that have tables
     * @param removed days that retention has dropped, or thinned
     */
    public static Forecast of(
            long databaseBytes,
            SortedMap<LocalDate, DaySize> days,
            Set<LocalDate> removed,
            LocalDate today) {
        return new Forecast(databaseBytes, days, removed, today);
    }

    /** Bytes that a day adds. */
    public long growthPerDay() {
        return growth;
    }

    /** Bytes of the whole database after so many days. */
    public long bytesIn(int number) {
        long bytes = databaseBytes;
        for (int day = 0; day < number; day++) {
            bytes += change(day);
        }
        return bytes;
    }

    /** Days until it weighs more than that, 0 if it does; empty if it will not within ten years. */
    public OptionalInt daysUntil(long limit) {
        long bytes = databaseBytes;
        for (int day = 0; day <= HORIZON; day++) {
            if (bytes > limit) {
                return OptionalInt.of(day);
            }
            bytes += change(day);
        }
        return OptionalInt.empty();
    }

    private long change(int day) {
        return growth - (daysLeave ? leaving(oldest.plusDays(day)) : 0);
    }

    private long leaving(LocalDate day) {
        return day.isBefore(today) ? days.getOrDefault(day, DaySize.NONE).bytes() : growth;
    }

    private static long growth(SortedMap<LocalDate, DaySize> days, LocalDate today) {
        LocalDate first = first(days, today, 0);
        if (!first.isBefore(today)) {
            return days.getOrDefault(today, DaySize.NONE).bytes();
        }
        LocalDate week = today.minusDays(WINDOW);
        return median(
                (first.isAfter(week) ? first : week)
                        .datesUntil(today)
                        .mapToLong(day -> days.getOrDefault(day, DaySize.NONE).bytes()));
    }

    /** The first day before today with more executions; today if there is none. */
    private static LocalDate first(
            SortedMap<LocalDate, DaySize> days, LocalDate today, int executions) {
        return days.headMap(today).entrySet().stream()
                .filter(day -> day.getValue().executions() > executions)
                .findFirst()
                .map(day -> day.getKey())
                .orElse(today);
    }

    private static long median(LongStream values) {
        List<Long> sorted = values.sorted().boxed().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
