package dev.hindsight.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The numbers of lines that a change added: the feed tells them as a multirange of PostgreSQL. */
final class Sequences {

    private static final Pattern RANGE = Pattern.compile("\\[(\\d+),(\\d+)\\)");

    private Sequences() {}

    /** The numbers in {@code {"sequences": "{[0,5),[7,8)}"}}, ascending; none where it says none. */
    static List<Long> of(@Nullable String told) {
        List<Long> numbers = new ArrayList<>();
        Matcher ranges = RANGE.matcher(told == null ? "" : told);
        while (ranges.find()) {
            long end = Long.parseLong(ranges.group(2));
            for (long n = Long.parseLong(ranges.group(1)); n < end; n++) {
                numbers.add(n);
            }
        }
        return numbers;
    }
}
