package dev.hindsight.dashboard;

import java.util.LinkedHashMap;
import java.util.Map;

/** What browsers are told about the files of the dashboard. */
final class PageHeaders {

    /**
     * Everything comes from here, nothing is run that was not loaded as a script, and no text becomes
     * markup but the templates of the view library, which hold no data.
     */
    static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self';"
                    + " frame-ancestors 'none'; require-trusted-types-for 'script';"
                    + " trusted-types lit-html";

    /** The name of a bundled file holds a hash of its content: another content has another name. */
    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    private PageHeaders() {}

    /**
     * The headers of an answer.
     *
     * @param status of the answer
     * @param bundled whether it is a file of the bundle, not the page
     */
    static Map<String, String> of(int status, boolean bundled) {
        Map<String, String> headers = new LinkedHashMap<>();
        boolean found = status == 200 || status == 206 || status == 304;
        headers.put("Cache-Control", !found ? "no-store" : bundled ? FOR_EVER : "no-cache");
        headers.put("Content-Security-Policy", POLICY);
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("X-Content-Type-Options", "nosniff");
        // Files are compressed for who asks; a cache between must not hand that to who did not.
        headers.put("Vary", "Accept-Encoding");
        return headers;
    }
}
