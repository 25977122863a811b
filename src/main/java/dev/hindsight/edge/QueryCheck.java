package dev.hindsight.edge;

import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.problem.Violation;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Refuses query parameters that the resource method does not declare, or not in that form, so that
 * a typo never narrows or widens a question silently. All of them are named in one answer.
 *
 * <p>Works in the native image: because the filter itself calls {@code getResourceMethod}, the
 * framework registers every resource class for reflection.
 */
final class QueryCheck {

    private static final int MAX_VIOLATIONS = 20;
    private static final int MAX_NAME_SHOWN = 64;

    private final Map<Method, DeclaredQuery> known = new ConcurrentHashMap<>();

    /** Runs behind the checks of credentials, whose priority is lower. */
    @ServerRequestFilter
    void check(ResourceInfo resource, UriInfo uri) {
        Map<String, List<String>> sent = uri.getQueryParameters();
        if (sent.isEmpty()) {
            return;
        }
        DeclaredQuery declared =
                known.computeIfAbsent(resource.getResourceMethod(), DeclaredQuery::of);
        List<Violation> violations = violations(declared, sent);
        if (!violations.isEmpty()) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    violations.size() == 1
                            ? violations.get(0).detail()
                            : "Query parameters are not valid: see errors.",
                    violations);
        }
    }

    /** What is wrong with a query, parameter by parameter; at most 20 are told. */
    static List<Violation> violations(DeclaredQuery declared, Map<String, List<String>> sent) {
        List<Violation> violations = new ArrayList<>();
        for (Map.Entry<String, List<String>> parameter : sent.entrySet()) {
            String name = shown(parameter.getKey());
            DeclaredQuery.Shape shape = declared.shapes().get(parameter.getKey());
            String detail =
                    shape == null
                            ? unknown(declared, name)
                            : misshapen(name, shape, parameter.getValue());
            if (detail != null && violations.size() < MAX_VIOLATIONS) {
                violations.add(new Violation(name, detail));
            }
        }
        return violations;
    }

    private static String unknown(DeclaredQuery declared, String name) {
        return "The query parameter `%s` is not known here%s"
                .formatted(
                        name,
                        declared.nearest(name).map(": did you mean `%s`?"::formatted).orElse("."));
    }

    private static @Nullable String misshapen(
            String name, DeclaredQuery.Shape shape, List<String> values) {
        if (shape != DeclaredQuery.Shape.LIST && values.size() > 1) {
            return "The query parameter `%s` may be given only once.".formatted(name);
        }
        return switch (shape) {
            case INTEGER ->
                    isInteger(values.get(0))
                            ? null
                            : "The query parameter `%s` takes a whole number.".formatted(name);
            case BOOLEAN ->
                    values.get(0).equals("true") || values.get(0).equals("false")
                            ? null
                            : "The query parameter `%s` takes true or false.".formatted(name);
            case VALUE ->
                    values.get(0).isEmpty()
                            ? "The query parameter `%s` must not be empty.".formatted(name)
                            : null;
            case TEXT, LIST -> null;
        };
    }

    private static boolean isInteger(String value) {
        try {
            Long.parseLong(value);
            return true;
        } catch (NumberFormatException notANumber) {
            return false;
        }
    }

    private static String shown(String name) {
        return name.length() <= MAX_NAME_SHOWN ? name : name.substring(0, MAX_NAME_SHOWN) + "…";
    }
}
