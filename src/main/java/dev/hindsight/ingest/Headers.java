package dev.hindsight.ingest;

import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a client sends and prefers in headers: types of bodies, whole answers. */
public final class Headers {

    /** The media type of a JSON merge patch (RFC 7396). */
    static final String MERGE_PATCH = "application/merge-patch+json";

    /** The preference for the whole record (RFC 7240). */
    static final String WHOLE = "return=representation";

    private Headers() {}

    /**
     * Fails with {@code unsupported-media-type} if there is a body of which no header says what it is,
     * at a door that need not have one.
     */
    public static void checkTyped(byte @Nullable [] body, @Nullable String contentType) {
        if (contentType == null && body != null && body.length > 0) {
            throw new ProblemException(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "The body must be announced by the header Content-Type: application/json.");
        }
    }

    /** Whether a header prefers the whole record to the item of a list. */
    static boolean preferWhole(@Nullable String prefer) {
        return prefer != null
                && prefer.toLowerCase(Locale.ROOT).replaceAll("[\\s\"]", "").contains(WHOLE);
    }
}
