package dev.hindsight.archival;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The end of the lines of an execution, which says how many records they held: {@code {"whole":
 * {"steps": 2, "logs": 40}}}.
 */
final class LastLine {

    /** More than that line is ever long. */
    private static final int BYTES = 1_024;

    private static final Pattern COUNT = Pattern.compile("\"([a-z]+)\":(\\d+)");

    private byte[] end = new byte[0];

    /** Takes the next bytes. */
    void add(byte[] chunk) {
        int kept = Math.min(end.length, Math.max(0, BYTES - chunk.length));
        int taken = Math.min(chunk.length, BYTES);
        byte[] both = Arrays.copyOfRange(end, end.length - kept, end.length + taken);
        System.arraycopy(chunk, chunk.length - taken, both, kept, taken);
        end = both;
    }

    /** The numbers of records by kind, such as {@code steps}; what is not said is none. */
    Map<String, Long> counts() {
        String text = new String(end, UTF_8).stripTrailing();
        Map<String, Long> counts = new HashMap<>();
        String line = text.substring(text.lastIndexOf('\n') + 1);
        if (line.startsWith("{\"whole\":")) {
            Matcher count = COUNT.matcher(line);
            while (count.find()) {
                counts.put(count.group(1), Long.valueOf(count.group(2)));
            }
        }
        return Map.copyOf(counts);
    }
}
