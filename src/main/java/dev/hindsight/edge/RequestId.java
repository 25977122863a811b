package dev.hindsight.edge;

import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * The name of one request, by which its answer and its log lines find each other. It is in the
 * header {@code X-Request-Id} of every answer and, as {@code requestId}, in the context of the log.
 */
public final class RequestId {

    /** The header that carries it, in requests and answers. */
    public static final String HEADER = "X-Request-Id";

    private static final String KEY = RequestId.class.getName();
    private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    private RequestId() {}

    /**
     * The id of a request: the client's own, if it is 1 to 128 of {@code [A-Za-z0-9._-]}, else a
     * new one. The first call also puts it into the answer's headers and the log's context.
     */
    public static String of(RoutingContext request) {
        String known = request.get(KEY);
        if (known != null) {
            return known;
        }
        String id = acceptedOrNew(request.request().getHeader(HEADER));
        request.put(KEY, id);
        MDC.put("requestId", id);
        if (!request.response().headWritten()) {
            request.response().putHeader(HEADER, id);
        }
        return id;
    }

    static String acceptedOrNew(@Nullable String sent) {
        if (sent != null && ACCEPTED.matcher(sent).matches()) {
            return sent;
        }
        // It only has to be distinct, not secret: no need for the slower secure random.
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }
}
