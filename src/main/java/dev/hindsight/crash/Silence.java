package dev.hindsight.crash;

import java.time.Duration;
import java.util.StringJoiner;

/** How long nothing was heard, in words. */
final class Silence {

    private Silence() {}

    /**
     * A length of time to the millisecond, since people look for the number that they set: {@code 3 s},
     * {@code 1 min 30 s}, {@code 7 d}. Anything shorter is {@code 0 ms}.
     */
    static String words(Duration length) {
        StringJoiner words = new StringJoiner(" ").setEmptyValue("0 ms");
        add(words, length.toDaysPart(), "d");
        add(words, length.toHoursPart(), "h");
        add(words, length.toMinutesPart(), "min");
        add(words, length.toSecondsPart(), "s");
        add(words, length.toMillisPart(), "ms");
        return words.toString();
    }

    private static void add(StringJoiner words, long number, String unit) {
        if (number > 0) {
            words.add(number + " " + unit);
        }
    }
}
