package dev.hindsight.page;

import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.problem.Violation;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parameters of a query, and names all that are not valid at once. One per request.
 *
 * <p>A parameter that is empty is not as good as absent: whoever made it up of nothing did not mean
 * everything. An empty text is a value like any other, which hardly anything has; anything else is
 * refused.
 */
public final class Query {

    /** More faults than this in one query are not named one by one. */
    private static final int MAX_VIOLATIONS = 100;

    private final Map<String, List<String>> parameters;
    private final List<Violation> violations = new ArrayList<>();

    /** A reader of parameters by name, each with its values in their order. */
    public Query(Map<String, List<String>> parameters) {
        this.parameters = parameters;
    }

    /** All parameters but those that name a place in the list, or its form: what a cursor holds. */
    public Map<String, List<String>> question(String... others) {
        Map<String, List<String>> question = new TreeMap<>(parameters);
        question.keySet()
                .removeAll(List.of("cursor", "limit", "offset", "count", "fields", "include"));
        question.keySet().removeAll(List.of(others));
        return question;
    }

    /** Says that a parameter is not valid. What is wrong with many of its values is told once. */
    public void reject(String name, String detail) {
        Violation violation = new Violation(name, detail);
        if (violations.size() < MAX_VIOLATIONS && !violations.contains(violation)) {
            violations.add(violation);
        }
    }

    /**
     * Ends the reading.
     *
     * @throws ProblemException {@code invalid-request} naming every parameter that is not valid
     */
    public void finish() {
        if (!violations.isEmpty()) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    violations.get(0).pointer() + ": " + violations.get(0).detail(),
                    violations);
        }
    }

    /** A text, which may be empty. */
    public @Nullable String text(String name) {
        List<String> values = parameters.get(name);
        if (values == null || values.isEmpty()) {
            return null;
        }
        String value = values.get(0);
        if (value.indexOf('\0') >= 0) {
            reject(name, "It must not contain NUL.");
            return null;
        }
        return value;
    }

    /** A text that is a part of what is looked for, and so must not be empty: all have that part. */
    public @Nullable String part(String name) {
        String text = text(name);
        if (text != null && text.isBlank()) {
            reject(name, "It must not be empty: leave it out to narrow nothing by it.");
            return null;
        }
        return text;
    }

    /** All values of a parameter that may be repeated. */
    public List<String> repeated(String name) {
        return parameters.getOrDefault(name, List.of());
    }

    /** A comma list; a comma in a value is written with a backslash before it. */
    public List<String> texts(String name) {
        String text = text(name);
        if (text == null) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        StringBuilder next = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length() && isEscapable(text.charAt(i + 1))) {
                next.append(text.charAt(++i));
            } else if (c == ',') {
                texts.add(next.toString());
                next.setLength(0);
            } else {
                next.append(c);
            }
        }
        texts.add(next.toString());
        return texts;
    }

    /** A comma list of words out of a fixed list. */
    public <T> List<T> words(String name, Function<String, Optional<T>> word, String allowed) {
        List<T> values = new ArrayList<>();
        for (String text : texts(name)) {
            word.apply(text)
                    .ifPresentOrElse(
                            values::add, () -> reject(name, "It must be one of " + allowed + "."));
        }
        return values;
    }

    /** One word out of a fixed list. */
    public <T> Optional<T> word(String name, Function<String, Optional<T>> word, String allowed) {
        String text = text(name);
        if (text == null) {
            return Optional.empty();
        }
        Optional<T> value = word.apply(text);
        if (value.isEmpty()) {
            reject(name, "It must be one of " + allowed + ".");
        }
        return value;
    }

    /** One word out of a map. */
    public <T> Optional<T> word(String name, Map<String, T> words) {
        return word(
                name,
                text -> Optional.ofNullable(words.get(text)),
                String.join(", ", words.keySet()));
    }

    /** A whole number, both bounds inclusive. */
    public @Nullable Long number(String name, long min, long max) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        if (text.matches("-?\\d{1,19}")) {
            BigInteger value = new BigInteger(text);
            if (value.compareTo(BigInteger.valueOf(min)) >= 0
                    && value.compareTo(BigInteger.valueOf(max)) <= 0) {
                return value.longValueExact();
            }
        }
        reject(name, "It must be a whole number from " + min + " to " + max + ".");
        return null;
    }

    private static boolean isEscapable(char c) {
        return c == ',' || c == '\\';
    }
}
