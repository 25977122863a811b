package dev.hindsight.problem;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A failure that the caller is told about, in words meant for the caller. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ProblemType type;
    private final transient List<Violation> violations;
    private final transient Map<String, Object> extensions;
    private final boolean isCommon;

    /** A problem that one sentence tells. */
    public ProblemException(ProblemType type, String detail) {
        this(type, detail, List.of(), Map.of());
    }

    /** A problem with a body: the detail sums it up, each violation points at one place. */
    public ProblemException(ProblemType type, String detail, List<Violation> violations) {
        this(type, detail, violations, Map.of());
    }

    /**
     * A problem with members beyond those of RFC 9457.
     *
     * @param extensions written as they are into the answer: text, numbers, booleans or records of
     *     such by name
     */
    public ProblemException(
            ProblemType type,
            String detail,
            List<Violation> violations,
            Map<String, Object> extensions) {
        this(type, detail, violations, extensions, null, false);
    }

    /** A problem whose cause the log should tell. */
    public static ProblemException causedBy(
            Throwable cause, ProblemType type, String detail, Map<String, Object> extensions) {
        return new ProblemException(type, detail, List.of(), extensions, cause, false);
    }

    /** A problem that every request meets for a while: the log tells its cause once, not with each. */
    public static ProblemException common(
            Throwable cause, ProblemType type, String detail, Map<String, Object> extensions) {
        return new ProblemException(type, detail, List.of(), extensions, cause, true);
    }

    /** The same problem in other words. */
    public ProblemException inWords(String detail) {
        return new ProblemException(type, detail, violations, extensions, getCause(), isCommon);
    }

    private ProblemException(
            ProblemType type,
            String detail,
            List<Violation> violations,
            Map<String, Object> extensions,
            @Nullable Throwable cause,
            boolean isCommon) {
        // The stack trace is never shown and a caller's mistake is no place in our code.
        super(detail, cause, false, type.status() >= 500 && !isCommon);
        this.type = type;
        this.violations = List.copyOf(violations);
        this.extensions = Map.copyOf(extensions);
        this.isCommon = isCommon;
    }

    public ProblemType type() {
        return type;
    }

    /** Whether the log tells of it already, once for all whom it concerns. */
    public boolean isCommon() {
        return isCommon;
    }

    /** What the answer says, written for the caller. */
    public String detail() {
        return getMessage();
    }

    public List<Violation> violations() {
        return violations;
    }

    public Map<String, Object> extensions() {
        return extensions;
    }
}
