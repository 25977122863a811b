package reports;

import java.nio.charset.StandardCharsets;

/** HTTP/1.1 requests as text. */
final class Requests {

    static final String JSON = "application/json";

    /** Of the service that it is asked of, where that takes one. */
    private static final String KEY = System.getenv("HINDSIGHT_KEY");

    private static final String AUTHORIZATION =
            KEY == null ? "" : "Authorization: Bearer " + KEY + "\r\n";

    private Requests() {}

    static String of(String method, String path, String body) {
        int bytes = body.getBytes(StandardCharsets.US_ASCII).length;
        return head(method, path, JSON, "", bytes) + body;
    }

    /**
     * What stands before a body.
     *
     * @param headers further ones, each ended by a line break
     * @param bytes of the body
     */
    static String head(String method, String path, String type, String headers, int bytes) {
        return "%s /api/v1%s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\n%s%sContent-Length: %d\r\n\r\n"
                .formatted(method, path, type, AUTHORIZATION, headers, bytes);
    }
}
