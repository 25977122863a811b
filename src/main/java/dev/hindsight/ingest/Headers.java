package dev.hindsight.ingest;

import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.problem.Violation;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a client demands or prefers in headers: versions as entity tags (RFC 9110), whole answers. */
final class Headers {

    /** The media type of a JSON merge patch (RFC 7396). */
    static final String MERGE_PATCH = "application/merge-patch+json";

    /** The preference for the whole record (RFC 7240). */
    static final String WHOLE = "return=representation";

    private Headers() {}

    /** Whether a header prefers the whole record to the item of a list. */
    static boolean preferWhole(@Nullable String prefer) {
        return prefer != null
                && prefer.toLowerCase(Locale.ROOT).replaceAll("[\\s\"]", "").contains(WHOLE);
    }

    /** A version as an entity tag. */
    static String etag(int version) {
        return "\"" + version + "\"";
    }

    /**
     * The version that a header demands; {@code null} without one, and for {@code *}.
     *
     * @throws ProblemException {@code invalid-request} if it holds anything but one entity tag
     */
    static @Nullable Integer ifMatch(@Nullable String header) {
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
