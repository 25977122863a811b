package dev.hindsight.partition;

import java.time.LocalDate;
import java.util.Collection;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The days in which the ids of a statement lie, written into it.
 *
 * <p>Statements are planned once for all values. A plan that is to find its days by bound ids holds a
 * node, and takes a lock, for every table of every day: it is large, and its making is slow, once for
 * every connection, while the rows that it writes are locked. Days that stand in the text are chosen
 * when it is planned, so that it opens their tables alone.
 *
 * @param first day of the range
 * @param last day of the range
 */
public record DayRange(LocalDate first, LocalDate last) {

    private static final Pattern MARK = Pattern.compile("\\{days ([a-z_.]+)}");

    /** The day of one id. */
    public static DayRange of(UUID id) {
        LocalDate day = PartitionDay.dayOf(id);
        return new DayRange(day, day);
    }

    /** From the first day to the last of some ids, of which there is at least one. */
    public static DayRange of(Collection<UUID> ids) {
        LocalDate first = LocalDate.MAX;
        LocalDate last = LocalDate.MIN;
        for (UUID id : ids) {
            LocalDate day = PartitionDay.dayOf(id);
            first = day.isBefore(first) ? day : first;
            last = day.isAfter(last) ? day : last;
        }
        return new DayRange(first, last);
    }

    /** A statement in which every mark such as <code>{days e.id}</code> is a condition on that column. */
    public String in(String sql) {
        String bounds =
                "$1 >= '%s' AND $1 < '%s'"
                        .formatted(
                                PartitionDay.floorOf(first),
                                PartitionDay.floorOf(last.plusDays(1)));
        Matcher marks = MARK.matcher(sql);
        return marks.replaceAll(bounds);
    }
}
