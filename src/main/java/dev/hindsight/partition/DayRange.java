package dev.hindsight.partition;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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

    /** Days of one range of {@link #covering}. */
    private static final int BLOCK = 32;

    private static final Pattern MARK = Pattern.compile("\\{days ([a-z_.]+)}");

    /**
     * Statements that were written lately: the same few are run all the time, and the driver knows one
     * that it prepared by its text, whose hash a new copy would have to compute anew.
     */
    private static final Cache<Written, String> WRITTEN =
            Caffeine.newBuilder().maximumSize(500).build();

    private record Written(String sql, DayRange days) {}

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

    /**
     * Ranges that together hold all of these days that are not dropped, newest first, for what looks
     * through every day: a statement that opened them all at once would hold more locks than a server
     * may have room for. The ranges begin and end at the same days whichever days there are, so that
     * their statements stay the same and are planned once.
     */
    public static List<DayRange> covering(Collection<PartitionDay> days) {
        return days.stream()
                .filter(day -> !day.isDropped())
                .map(day -> Math.floorDiv(day.day().toEpochDay(), BLOCK))
                .distinct()
                .sorted(Comparator.reverseOrder())
                .map(
                        block ->
                                new DayRange(
                                        LocalDate.ofEpochDay(block * BLOCK),
                                        LocalDate.ofEpochDay((block + 1) * BLOCK - 1)))
                .toList();
    }

    /**
     * Ids by their days, the oldest day first and the ids of each sorted, for statements that are to
     * open one day each: a range over ids of many days opens all that lie between.
     */
    public static List<List<UUID>> split(Collection<UUID> ids) {
        return ids.stream()
                .sorted()
                .collect(
                        Collectors.groupingBy(
                                PartitionDay::dayOf, TreeMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(List::copyOf)
                .toList();
    }

    /** A statement in which every mark such as <code>{days e.id}</code> is a condition on that column. */
    public String in(String sql) {
        return WRITTEN.get(new Written(sql, this), it -> it.days().write(it.sql()));
    }

    private String write(String sql) {
        String bounds =
                "$1 >= '%s' AND $1 < '%s'"
                        .formatted(
                                PartitionDay.floorOf(first),
                                PartitionDay.floorOf(last.plusDays(1)));
        Matcher marks = MARK.matcher(sql);
        return marks.replaceAll(bounds);
    }
}
