package dev.hindsight.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.hindsight.problem.Problem;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemForm;
import dev.hindsight.problem.ProblemForm.Told;
import dev.hindsight.problem.ProblemType;
import io.quarkus.arc.All;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.AuthenticationRedirectException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Turns every failure into a problem answer, and writes the unexpected into the log, once. What
 * concerns all requests, such as a database that is away, is told there by who noticed.
 */
final class ProblemMapper {

    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);

    private final ObjectMapper json;
    private final List<ProblemForm> forms;

    ProblemMapper(ObjectMapper json, @All List<ProblemForm> forms) {
        this.json = json;
        this.forms = forms;
    }

    /**
     * Answers a failure in a resource. The classes below {@code Throwable} are named because the
     * framework brings mappers of its own for them.
     */
    @ServerExceptionMapper({
        ProblemException.class,
        JsonProcessingException.class,
        MismatchedInputException.class,
        InvalidDefinitionException.class,
        WebApplicationException.class,
        AuthenticationCompletionException.class,
        AuthenticationFailedException.class,
        AuthenticationRedirectException.class,
        ForbiddenException.class,
        UnauthorizedException.class,
        Throwable.class
    })
    Response toResponse(Throwable failure, RoutingContext request) {
        if (failure instanceof WebApplicationException answered
                && answered.getResponse().getStatus() < 400) {
            return answered.getResponse();
        }
        ProblemException problem = explain(failure, request);
        log(problem, failure, request);
        Told told = tell(problem, request);
        Response.ResponseBuilder answer =
                Response.status(problem.type().status()).type(told.mediaType());
        headers(problem, request).forEach(answer::header);
        return answer.entity(told.body()).build();
    }

    /** Answers a failure outside the resources, and ends the request. */
    void answer(Throwable failure, RoutingContext request) {
        ProblemException problem = Explanation.of(failure);
        log(problem, failure, request);
        if (request.response().ended()) {
            return;
        }
        if (request.response().headWritten()) {
            // Half an answer must not look like a whole one.
            request.request().connection().close();
            return;
        }
        RequestId.of(request);
        request.response().setStatusCode(problem.type().status());
        Told told = tell(problem, request);
        request.response().putHeader("Content-Type", told.mediaType());
        headers(problem, request).forEach(request.response()::putHeader);
        request.response().end(Buffer.buffer(told.body()));
    }

    private static ProblemException explain(Throwable failure, RoutingContext request) {
        ProblemException problem = Explanation.of(failure);
        // JAX-RS calls a query parameter that it could not convert a thing that was not found.
        boolean unreadable =
                failure instanceof NotFoundException
                        && failure.getCause() != null
                        && request.request().query() != null
                        && problem.type() == ProblemType.NOT_FOUND
                        && problem != failure.getCause();
        if (unreadable) {
            return new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "A query parameter does not have the form that is expected of it.");
        }
        if (problem.type() == ProblemType.NOT_FOUND) {
            // The framework looks no further than the first class that knows a part of the path.
            Set<String> methods = RouteTable.methods(request);
            if (!methods.isEmpty() && !methods.contains(request.request().method().name())) {
                return Explanation.ofStatus(ProblemType.METHOD_NOT_ALLOWED.status());
            }
        }
        return problem;
    }

    private Map<String, String> headers(ProblemException problem, RoutingContext request) {
        Map<String, String> headers = new LinkedHashMap<>();
        switch (problem.type()) {
            case UNAUTHENTICATED -> {
                headers.put("WWW-Authenticate", "Bearer");
                closeAfterBody(request, headers);
            }
            case METHOD_NOT_ALLOWED -> {
                // Whoever refuses the method of a path that is no resource's names those it has.
                if (!request.response().headers().contains("Allow")) {
                    headers.put("Allow", String.join(", ", RouteTable.methods(request)));
                }
            }
            case UPGRADE_REQUIRED -> {
                // Both belong to HTTP/1.1 alone.
                if (request.request().version() != HttpVersion.HTTP_2) {
                    headers.put("Upgrade", "websocket");
                    headers.put("Connection", "Upgrade");
                }
            }
            case OVERLOADED, UNAVAILABLE ->
                    headers.put(
                            "Retry-After",
                            String.valueOf(problem.extensions().getOrDefault("retryAfter", 1)));
            case PAYLOAD_TOO_LARGE -> {
                if (BodyLimit.closeAfterAnswer(request)) {
                    headers.put("Connection", "close");
                }
            }
            default -> {}
        }
        return headers;
    }

    /** A stranger's body is not worth reading to its end. */
    private static void closeAfterBody(RoutingContext request, Map<String, String> headers) {
        boolean hasBody =
                request.request().headers().contains("Transfer-Encoding")
                        || Optional.ofNullable(request.request().getHeader("Content-Length"))
                                .filter(length -> !length.equals("0"))
                                .isPresent();
        if (hasBody && BodyLimit.closeAfterAnswer(request)) {
            headers.put("Connection", "close");
        }
    }

    private Told tell(ProblemException problem, RoutingContext request) {
        String contentType = request.request().getHeader("Content-Type");
        for (ProblemForm form : forms) {
            Optional<Told> told = form.tell(problem, request.request().path(), contentType);
            if (told.isPresent()) {
                return told.get();
            }
        }
        return new Told(Problem.MEDIA_TYPE, body(problem, request));
    }

    private byte[] body(ProblemException problem, RoutingContext request) {
        try {
            // By way of a text: what a caller sent may hold half a character, of which Jackson
            // makes no bytes.
            return json.writeValueAsString(Problem.of(problem, request.request().path()))
                    .getBytes(UTF_8);
        } catch (JsonProcessingException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /**
     * Whether it is the connection that failed: the system says so in words alone, and before the
     * connection is known to be closed.
     */
    static boolean isOfConnection(IOException failure) {
        String message = Objects.requireNonNullElse(failure.getMessage(), "");
        return failure instanceof ClosedChannelException
                || message.equals("Broken pipe")
                || message.startsWith("Connection reset");
    }

    /** What a body has wrong is told with the names that its sender gave, which are none of the log's. */
    private static String logged(ProblemException problem) {
        int places = problem.violations().size();
        return places == 0 ? problem.detail() : "%d of the body's places".formatted(places);
    }

    private static void log(ProblemException problem, Throwable failure, RoutingContext request) {
        int status = problem.type().status();
        boolean callerLeft =
                failure instanceof IOException broken
                        && status >= 500
                        && (request.response().closed() || isOfConnection(broken));
        if (status < 500 || callerLeft || problem.isCommon()) {
            LOG.debugf(
                    "Request refused: status=%d requestId=%s method=%s path=%s detail=%s",
                    status,
                    RequestId.of(request),
                    request.request().method(),
                    request.request().path(),
                    logged(problem));
        } else {
            LOG.errorf(
                    failure,
                    "Request failed: status=%d requestId=%s method=%s path=%s",
                    status,
                    RequestId.of(request),
                    request.request().method(),
                    request.request().path());
        }
    }
}
