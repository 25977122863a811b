package dev.hindsight.problem;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A problem as it is written on the wire (RFC 9457). Members without a value are left out.
 *
 * @param type URI reference of the kind of problem, {@code /problems/<slug>}
 * @param title the same short sentence for every problem of the type
 * @param status the HTTP status of the answer
 * @param detail what went wrong this time, written for the caller
 * @param instance path of the request, percent-encoded as it was sent; null where there is none
 * @param errors the single things that are wrong; empty when {@code detail} says all
 * @param extensions further members, written beside the others
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonPropertyOrder({"type", "title", "status", "detail", "instance", "errors"})
@RegisterForReflection(targets = {Problem.class, Violation.class})
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String instance,
        List<Violation> errors,
        Map<String, Object> extensions) {

    /** The media type of a problem answer. */
    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        errors = List.copyOf(errors);
        extensions = Map.copyOf(extensions);
    }

    /** The wire form of a failure, for the answer to {@code instance} or, if null, part of another. */
    public static Problem of(ProblemException failure, @Nullable String instance) {
        ProblemType type = failure.type();
        return new Problem(
                "/problems/" + type.slug(),
                type.title(),
                type.status(),
                failure.detail(),
                instance,
                failure.violations(),
                failure.extensions());
    }

    @JsonAnyGetter
    @Override
    public Map<String, Object> extensions() {
        return extensions;
    }
}
