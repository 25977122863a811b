package dev.hindsight.ingest;

import java.util.Locale;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** What a client would rather have for an answer (RFC 7240). */
final class Preference {

    /** The media type of a JSON merge patch (RFC 7396). */
    static final String MERGE_PATCH = "application/merge-patch+json";

    private static final String WHOLE = "return=representation";

    private Preference() {}

    /** Whether the whole record is preferred to the item of a list. */
    static boolean isWhole(@Nullable String prefer) {
        return prefer != null
                && prefer.toLowerCase(Locale.ROOT).replaceAll("[\\s\"]", "").contains(WHOLE);
    }

    /** Tells that the whole record was given because it was preferred. */
    static <T> RestResponse<T> applied(RestResponse.ResponseBuilder<T> answer) {
        return answer.header("Preference-Applied", WHOLE).build();
    }
}
