package dev.hindsight.mcp;

import dev.hindsight.edge.RequestId;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.quarkiverse.mcp.server.http.runtime.StreamableHttpMcpMessageHandler;
import io.quarkiverse.mcp.server.runtime.ConnectionManager;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;

/**
 * Stands before the library: takes one message at a time, of a bounded length and of the form that the
 * protocol demands, and sees to it that none of them needs another.
 */
@Singleton
final class McpGate {

    static final String PATH = "/mcp";

    /** Behind the check of who asks, before everything that answers. */
    private static final int ORDER = Integer.MIN_VALUE + 2;

    /** Questions are short. */
    private static final int MAX_BYTES = 1024 * 1024;

    private static final String METHODS = "POST, OPTIONS";
    private static final String JSON = "application/json";
    private static final String STREAM = "text/event-stream";
    private static final String SESSION = StreamableHttpMcpMessageHandler.MCP_SESSION_ID_HEADER;
    private static final String VERSION = "MCP-Protocol-Version";

    private final Envelope envelope;
    private final ConnectionManager sessions;
    private final CurrentVertxRequest current;

    McpGate(Envelope envelope, ConnectionManager sessions, CurrentVertxRequest current) {
        this.envelope = envelope;
        this.sessions = sessions;
        this.current = current;
    }

    void register(@Observes Router router) {
        // What else the library has below its path is an older way of speaking, with sessions.
        router.route(PATH + "/*").order(ORDER).handler(McpGate::checkPath);
        router.route(PATH).order(ORDER).handler(McpGate::checkRequest);
        router.route(PATH)
                .order(ORDER)
                .handler(BodyHandler.create(false).setBodyLimit(MAX_BYTES))
                .handler(this::checkMessage);
    }

    /** The id of the request that is being answered, for the log. */
    String requestId() {
        RoutingContext request = current.getCurrent();
        return request == null ? "" : RequestId.of(request);
    }

    private static void checkPath(RoutingContext request) {
        if (request.normalizedPath().equals(PATH)) {
            request.next();
        } else {
            request.fail(ProblemType.NOT_FOUND.status());
        }
    }

    private static void checkRequest(RoutingContext request) {
        HttpMethod method = request.request().method();
        if (method.equals(HttpMethod.OPTIONS)) {
            request.response().putHeader(HttpHeaders.ALLOW, METHODS).setStatusCode(204).end();
            return;
        }
        if (!method.equals(HttpMethod.POST)) {
            request.response().putHeader(HttpHeaders.ALLOW, METHODS);
            throw new ProblemException(
                    ProblemType.METHOD_NOT_ALLOWED,
                    "Messages are sent by POST, one at a time; there are no sessions and no streams.");
        }
        if (request.request().query() != null) {
            throw invalid("There are no query parameters here: arguments are in the message.");
        }
        checkHeaders(request.request().headers());
        request.next();
    }

    private static void checkHeaders(MultiMap headers) {
        String type = headers.get(HttpHeaders.CONTENT_TYPE);
        if (type == null || !type.split(";", 2)[0].trim().toLowerCase(Locale.ROOT).equals(JSON)) {
            throw new ProblemException(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "A message is JSON, announced by the header Content-Type: application/json.");
        }
        if (headers.contains(HttpHeaders.CONTENT_ENCODING)) {
            throw new ProblemException(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "A message is not compressed: leave the header Content-Encoding out.");
        }
        String version = headers.get(VERSION);
        if (version != null && !Envelope.VERSIONS.contains(version)) {
            throw invalid(
                    "The header %s must be one of %s."
                            .formatted(VERSION, String.join(", ", Envelope.VERSIONS)));
        }
        if (!accepts(headers.getAll(HttpHeaders.ACCEPT))) {
            throw new ProblemException(
                    ProblemType.NOT_ACCEPTABLE,
                    "Answers are JSON: accept %s, and %s as the protocol demands."
                            .formatted(JSON, STREAM));
        }
        // Who takes JSON takes every answer; the library insists on both.
        headers.set(HttpHeaders.ACCEPT, JSON + ", " + STREAM);
        headers.remove(SESSION);
    }

    private static boolean accepts(List<String> accepted) {
        String all = String.join(",", accepted);
        return all.isEmpty()
                || all.contains(JSON)
                || all.contains("*/*")
                || all.contains("application/*");
    }

    private void checkMessage(RoutingContext request) {
        byte[] body =
                request.body().buffer() == null ? new byte[0] : request.body().buffer().getBytes();
        Envelope.Verdict verdict = envelope.check(body);
        HttpServerResponse response = request.response();
        if (verdict.isGood()) {
            // The library opens a session with each message, and hands out some of them.
            request.addHeadersEndHandler(answered -> forget(response));
            request.next();
        } else if (verdict.answer() == null) {
            response.setStatusCode(verdict.status()).end();
        } else {
            response.setStatusCode(verdict.status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                    .end(verdict.answer());
        }
    }

    private void forget(HttpServerResponse response) {
        String session = response.headers().get(SESSION);
        if (session != null) {
            response.headers().remove(SESSION);
            sessions.remove(session);
        }
    }

    private static ProblemException invalid(String detail) {
        return new ProblemException(ProblemType.INVALID_REQUEST, detail);
    }
}
