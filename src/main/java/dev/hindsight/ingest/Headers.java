package dev.hindsight.ingest;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a client sends and prefers in headers: patches, whole answers. */
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
}
