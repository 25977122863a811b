package dev.hindsight.meter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The table of metrics in {@code docs/operations.md}: names, and the labels of each. */
final class Documented {

    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `(hindsight_[a-z_]+)` \\| ([^|]*) \\| [^|]+ \\|$");

    private static final Pattern LABEL = Pattern.compile("`([a-z]+)`");

    private Documented() {}

    static Map<String, Set<String>> metrics() throws IOException {
        Map<String, Set<String>> metrics = new TreeMap<>();
        Matcher row =
                ROW.matcher(
                        Files.readString(Path.of("docs/operations.md")).replace("| | ", "|  | "));
        while (row.find()) {
            Set<String> labels = new TreeSet<>();
            LABEL.matcher(row.group(2)).results().forEach(found -> labels.add(found.group(1)));
            metrics.put(row.group(1), labels);
        }
        return metrics;
    }
}
