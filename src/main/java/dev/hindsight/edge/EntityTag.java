package dev.hindsight.edge;

import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.problem.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Versions of records as entity tags (RFC 9110, section 8.8.3). */
public final class EntityTag {

    /** What {@code If-Match: *} demands: any version, as long as there is one. */
    public static final int ANY = -1;

    private EntityTag() {}

    /** A version as the header {@code ETag} has it. */
    public static String of(int version) {
        return "\"" + version + "\"";
    }

    /**
     * The version that the header {@code If-Match} demands; {@link #ANY} for {@code *}, {@code null}
     * without one.
     *
     * @throws ProblemException {@code invalid-request} if it holds anything but one entity tag
     */
    public static @Nullable Integer ifMatch(@Nullable String header) {
        if (header == null) {
            return null;
        }
        String tag = header.strip();
        if (tag.equals("*")) {
            return ANY;
        }
        if (tag.matches("\"\\d{1,10}\"")) {
            // One that is too great for a number is of no record.
            long version = Long.parseLong(tag, 1, tag.length() - 1, 10);
            return (int) Math.min(version, Integer.MAX_VALUE);
        }
        throw invalid("It must be the ETag of the version that is expected, such as \"3\".");
    }

    /** Whether a version is the one that is demanded, if one is. */
    public static boolean matches(@Nullable Integer demanded, int version) {
        return demanded == null || demanded == ANY || demanded == version;
    }

    /** Fails if there is a header {@code If-Match}, at a door that is about no one record. */
    public static void refuse(@Nullable String header) {
        if (header != null) {
            throw invalid("It has no meaning here: what is written has no version of its own.");
        }
    }

    private static ProblemException invalid(String detail) {
        return new ProblemException(
                ProblemType.INVALID_REQUEST,
                "If-Match: " + detail,
                List.of(new Violation("If-Match", detail)));
    }
}
