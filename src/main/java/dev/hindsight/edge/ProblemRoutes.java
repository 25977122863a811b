package dev.hindsight.edge;

import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.IntStream;
import org.jboss.resteasy.reactive.server.vertx.VertxInputStream;

/**
 * What happens to a request before and outside the resources: it gets its id, its form is checked,
 * and whatever fails on the way is answered with a problem.
 *
 * <p>Bytes that are not HTTP at all, and request lines or headers over the server's own limits
 * ({@code quarkus.http.limits}), never come this far: the server answers them with a bare status and
 * no body, and closes the connection.
 */
@Singleton
final class ProblemRoutes {

    /** Largest headers, in characters of names and values together. */
    static final int MAX_HEADERS = 32 * 1024;

    /** After everything else that has a route, just before the resources, which take every path. */
    private static final int BEFORE_RESOURCES = 20_100;

    /** After the framework has noted its own limit for bodies, and before anyone reads one. */
    private static final int AFTER_UPLOAD_LIMIT = -1;

    private final ProblemMapper mapper;
    private final BodyLimit bodyLimit;
    private final VertxHttpConfig http;

    ProblemRoutes(ProblemMapper mapper, BodyLimit bodyLimit, VertxHttpConfig http) {
        this.mapper = mapper;
        this.bodyLimit = bodyLimit;
        this.http = http;
    }

    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).handler(this::enter).failureHandler(this::fail);
        router.route().order(AFTER_UPLOAD_LIMIT).handler(ProblemRoutes::replaceUploadLimit);
        router.route().method(HttpMethod.OPTIONS).order(BEFORE_RESOURCES).handler(this::options);
        // What no route takes, and what fails while routes are compared.
        IntStream.rangeClosed(400, 511)
                .forEach(status -> router.errorHandler(status, request -> fail(status, request)));
    }

    private void enter(RoutingContext request) {
        if (request.response().writeQueueFull()) {
            // Who asks on and on and reads no answer would fill the memory with answers.
            request.request().connection().close();
            return;
        }
        RequestId.of(request);
        RequestLine.check(
                request.request().uri(), request.request().path(), request.request().query());
        checkHeaders(request);
        if (!http.cors().enabled()) {
            CrossSite.checkOrigin(request);
        }
        bodyLimit.checkAnnounced(request);
        request.next();
    }

    private static void checkHeaders(RoutingContext request) {
        int length = 0;
        for (Map.Entry<String, String> header : request.request().headers()) {
            length += header.getKey().length() + header.getValue().length();
        }
        if (length > MAX_HEADERS) {
            throw Explanation.ofStatus(ProblemType.HEADERS_TOO_LARGE.status());
        }
    }

    /** The framework ends an oversized body's request without words; {@link BodyLimit} has some. */
    private static void replaceUploadLimit(RoutingContext request) {
        request.remove(VertxInputStream.MAX_REQUEST_SIZE_KEY);
        request.next();
    }

    private void options(RoutingContext request) {
        SortedSet<String> methods = RouteTable.methods(request);
        if (methods.isEmpty()) {
            request.fail(404);
            return;
        }
        request.response().putHeader("Allow", String.join(", ", methods)).setStatusCode(204).end();
    }

    private void fail(RoutingContext request) {
        fail(request.statusCode(), request);
    }

    private void fail(int status, RoutingContext request) {
        if (isQuestionToTheServer(request)) {
            RequestId.of(request);
            request.response().setStatusCode(204).end();
            return;
        }
        Throwable failure = request.failure();
        // A handler that threw is told by what it threw, one that named a status by the status.
        boolean thrown = failure != null && (status == 500 || failure instanceof ProblemException);
        mapper.answer(thrown ? failure : Explanation.ofStatus(status), request);
    }

    /** {@code OPTIONS *}, which asks whether the server is there at all. */
    private static boolean isQuestionToTheServer(RoutingContext request) {
        return HttpMethod.OPTIONS.equals(request.request().method())
                && "*".equals(request.request().path());
    }
}
