package dev.hindsight.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hindsight.command.Misuse;
import java.net.URLEncoder;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Filters of executions as they are given in a terminal: {@code status=failed workflowId=a,b}. */
final class Filters {

    /** What tells a filter from an id, which may hold an equals sign behind its colon. */
    private static final Pattern FILTER = Pattern.compile("[A-Za-z]+=.*", Pattern.DOTALL);

    private static final Pattern COMMA = Pattern.compile("(?<!\\\\),");

    /** What a page is, is said by options. */
    private static final Set<String> OPTIONS = Set.of("limit", "cursor");

    private static final Set<String> TEXTS =
            Set.of("workflowName", "startedAfter", "startedBefore", "deleted");

    /** Elsewhere {@code true} is a word like any other. */
    private static final Set<String> FLAGS = Set.of("pinned", "archived", "deleted");

    private final List<String> given;

    private Filters(List<String> given) {
        this.given = given;
    }

    /** Whether an argument is a filter. */
    static boolean isFilter(String argument) {
        return FILTER.matcher(argument).matches();
    }

    /**
     * Takes filters.
     *
     * @throws Misuse if one is none; whether there is one of that name is for the service to say
     */
    static Filters of(List<String> given) {
        for (String filter : given) {
            if (!isFilter(filter)) {
                throw new Misuse("A filter is a name and a value, such as status=failed.");
            }
            if (OPTIONS.contains(name(filter))) {
                throw new Misuse("Use --limit or --all, rather than %s=.".formatted(name(filter)));
            }
        }
        return new Filters(given);
    }

    /** As parameters of a query: each ends with an ampersand. */
    String query() {
        return given.stream()
                .map(it -> name(it) + "=" + URLEncoder.encode(value(it), UTF_8) + "&")
                .collect(Collectors.joining());
    }

    /**
     * As the live channel takes them.
     *
     * @throws Misuse if a value has no form there
     */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (String filter : given) {
            put(json, name(filter), value(filter));
        }
        return json;
    }

    private static void put(ObjectNode json, String name, String value) {
        boolean isFlag = FLAGS.contains(name) && (value.equals("true") || value.equals("false"));
        if (name.equals("label")) {
            int colon = value.indexOf(':');
            if (colon < 0) {
                throw new Misuse("A label is a key and a value, such as label=team:payments.");
            }
            json.withObject("/label").put(value.substring(0, colon), value.substring(colon + 1));
        } else if (isFlag) {
            json.put(name, value.equals("true"));
        } else if (name.endsWith("DurationMs")) {
            try {
                json.put(name, Long.parseLong(value));
            } catch (NumberFormatException wrong) {
                throw new Misuse(name + " takes whole milliseconds.");
            }
        } else if (TEXTS.contains(name)) {
            json.put(name, value);
        } else {
            COMMA.splitAsStream(value)
                    .map(it -> it.replace("\\,", ","))
                    .forEach(json.withArray("/" + name)::add);
        }
    }

    private static String name(String filter) {
        return filter.substring(0, filter.indexOf('='));
    }

    private static String value(String filter) {
        return filter.substring(filter.indexOf('=') + 1);
    }
}
