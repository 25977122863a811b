package dev.hindsight.edge;

import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.problem.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Versions of records as entity tags (RFC 9110, section 8.8.3). */
public final class EntityTag {

    private EntityTag() {}

    /** A version as the header {@code ETag} has it. */
    public static String of(int version) {
        return "\"" + version + "\"";
    }

    /**
     * The version that the header {@code If-Match} demands; {@code null} without one, and for {@code *}.
     *
     * @throws ProblemException {@code invalid-request} if it holds anything but one entity tag
     */
    public static @Nullable Integer ifMatch(@Nullable String header) {
        if (header == null || header.strip().equals("*")) {
            return null;
        }
        String tag = header.strip();
        if (tag.matches("\"\\d{1,9}\"")) {
            return Integer.valueOf(tag.substring(1, tag.length() - 1));
        }
        String detail = "It must be the ETag of the version that is expected, such as \"3\".";
        throw new ProblemException(
                ProblemType.INVALID_REQUEST,
                "If-Match: " + detail,
                List.of(new Violation("If-Match", detail)));
    }
}
