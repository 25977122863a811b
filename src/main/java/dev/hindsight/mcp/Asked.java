package dev.hindsight.mcp;

import dev.hindsight.access.Caller;
import dev.hindsight.page.Query;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one caller asks of one tool. Arguments of the tool alone are read here; those that HTTP has too are
 * the parameters of {@link #query}, whose readers serve both.
 */
final class Asked {

    private static final Map<String, Boolean> FLAGS = Map.of("true", true, "false", false);

    /** More are counted: arguments that do not exist may be many, and each is told which ones do. */
    private static final int MAX_FAULTS = 10;

    private static final int MAX_NAME = 100;

    private final Form form;
    private final Caller caller;
    private final Map<String, List<String>> parameters = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();
    private int more;
    private final Query query = new Query(parameters);

    Asked(Form form, Caller caller) {
        this.form = form;
        this.caller = caller;
    }

    /** Who asks. */
    Caller caller() {
        return caller;
    }

    void put(Argument argument, List<String> values) {
        parameters.put(argument.parameter(), values);
    }

    void reject(String name, String detail) {
        if (faults.size() == MAX_FAULTS) {
            more++;
            return;
        }
        String told = name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME) + "…";
        faults.add(told + ": " + detail);
    }

    /** A text that the form demands. */
    String text(String name) {
        String text = optionalText(name);
        return text == null ? "" : text;
    }

    @Nullable String optionalText(String name) {
        return query.text(form.argument(name).parameter());
    }

    /** Words of a fixed list, read as HTTP reads them. */
    Query query() {
        return query;
    }

    /** A number within the argument's bounds, or its fallback. */
    int whole(String name) {
        Argument argument = form.argument(name);
        Long value = query.number(argument.parameter(), argument.min(), argument.max());
        Long known = value == null ? argument.fallback() : value;
        return known == null ? 0 : known.intValue();
    }

    /** Whether it is {@code true}. */
    boolean flag(String name) {
        return query.word(form.argument(name).parameter(), FLAGS).orElse(false);
    }

    /**
     * Ends the reading of what is read so far.
     *
     * @throws ProblemException {@code invalid-request} naming the arguments that are not valid
     */
    void finish() {
        if (!faults.isEmpty()) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    String.join("\n", faults)
                            + (more == 0 ? "" : "\nOther arguments that are not valid: " + more));
        }
        query.finish();
    }

    /** A failure in the words of this tool: by its arguments' names, not by those of HTTP. */
    String told(ProblemException problem) {
        return problem.violations().isEmpty()
                ? problem.detail()
                : problem.violations().stream()
                        .map(it -> name(it.pointer()) + ": " + it.detail())
                        .collect(Collectors.joining("\n"));
    }

    private String name(String parameter) {
        return form.arguments().stream()
                .filter(it -> it.parameter().equals(parameter))
                .map(Argument::name)
                .findFirst()
                .orElse(parameter);
    }
}
