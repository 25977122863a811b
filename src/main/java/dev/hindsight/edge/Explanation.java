package dev.hindsight.edge;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamWriteException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.problem.Violation;
import io.quarkus.security.AuthenticationException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.handler.HttpException;
import jakarta.ws.rs.WebApplicationException;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells which problem a failure is, in words that give away nothing of the inside. */
public final class Explanation {

    private static final int DEEPEST_CAUSE = 16;

    private Explanation() {}

    /**
     * The problem that the caller hears of; {@link ProblemType#INTERNAL} for whatever is not known.
     *
     * @param failure what was thrown; a problem among its causes is what it is about
     */
    public static ProblemException of(Throwable failure) {
        List<Throwable> causes =
                Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                        .limit(DEEPEST_CAUSE)
                        .toList();
        ProblemException problem = first(ProblemException.class, causes);
        if (problem != null) {
            return problem;
        }
        JsonProcessingException json = first(JsonProcessingException.class, causes);
        if (json != null) {
            // It is of what the service itself has stored: whoever read that held it for
            // impossible.
            boolean isOwn =
                    causes.stream()
                            .takeWhile(cause -> cause != json)
                            .anyMatch(IllegalStateException.class::isInstance);
            if (isOwn) {
                return ofStatus(500);
            }
            return ofJson(json, failure instanceof WebApplicationException);
        }
        if (failure instanceof WebApplicationException answered) {
            return ofStatus(answered.getResponse().getStatus());
        }
        if (failure instanceof HttpException answered) {
            return ofStatus(answered.getStatusCode());
        }
        return ofStatus(statusOf(failure));
    }

    /** The problem that a bare HTTP status is: the nearest one of the same class. */
    static ProblemException ofStatus(int status) {
        ProblemType type =
                Stream.of(ProblemType.values())
                        .filter(candidate -> candidate.status() == status)
                        .findFirst()
                        .orElse(
                                status >= 400 && status < 500
                                        ? ProblemType.INVALID_REQUEST
                                        : ProblemType.INTERNAL);
        return new ProblemException(type, detail(type));
    }

    private static int statusOf(Throwable failure) {
        if (failure instanceof ForbiddenException) {
            return 403;
        }
        if (failure instanceof UnauthorizedException
                || failure instanceof AuthenticationException) {
            return 401;
        }
        return failure instanceof RejectedExecutionException ? 503 : 500;
    }

    /**
     * @param reading whether it is known to have failed while reading a body
     */
    private static ProblemException ofJson(JsonProcessingException failure, boolean reading) {
        // What a getter throws is wrapped by Jackson without a word about who was at work.
        boolean fromGetter =
                failure.getClass() == JsonMappingException.class && failure.getProcessor() == null;
        boolean ours =
                failure instanceof StreamWriteException
                        || failure instanceof InvalidDefinitionException
                        || failure.getProcessor() instanceof JsonGenerator
                        || (fromGetter && !reading);
        if (ours) {
            return ofStatus(500);
        }
        if (failure instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            String pointer = pointer(mapping.getPath());
            return new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "A value in the body does not have the form that is expected there%s."
                            .formatted(place(failure.getLocation())),
                    List.of(new Violation(pointer, "The value does not have the expected form.")));
        }
        return new ProblemException(
                ProblemType.INVALID_REQUEST,
                "The body is not valid JSON%s.".formatted(place(failure.getLocation())));
    }

    private static String place(@Nullable JsonLocation location) {
        return location == null || location.getLineNr() < 1
                ? ""
                : " (line %d, column %d)".formatted(location.getLineNr(), location.getColumnNr());
    }

    private static String pointer(List<JsonMappingException.Reference> path) {
        StringBuilder pointer = new StringBuilder();
        for (JsonMappingException.Reference step : path) {
            pointer.append('/');
            if (step.getFieldName() == null) {
                pointer.append(step.getIndex());
            } else {
                pointer.append(step.getFieldName().replace("~", "~0").replace("/", "~1"));
            }
        }
        return pointer.toString();
    }

    private static <T> @Nullable T first(Class<T> kind, List<Throwable> causes) {
        return causes.stream().filter(kind::isInstance).map(kind::cast).findFirst().orElse(null);
    }

    private static String detail(ProblemType type) {
        return switch (type) {
            case UNAUTHENTICATED -> "Send a valid API key or token in the header Authorization.";
            case FORBIDDEN -> "The credential that was sent does not permit this request.";
            case NOT_FOUND -> "There is nothing at this path.";
            case METHOD_NOT_ALLOWED -> "This path does not know the method; see the header Allow.";
            case NOT_ACCEPTABLE -> "None of the media types in the header Accept can be given.";
            case CONFLICT -> "The request contradicts what is stored.";
            case GONE -> "What was at this path has been removed.";
            case VERSION_MISMATCH -> "What was to be changed has another version by now.";
            case PAYLOAD_TOO_LARGE -> "The body is larger than is accepted here.";
            case URI_TOO_LONG -> "The path and query together are longer than is accepted.";
            case HEADERS_TOO_LARGE -> "The headers together are larger than is accepted.";
            case UNSUPPORTED_MEDIA_TYPE -> "The header Content-Type names a type not read here.";
            case UNPROCESSABLE -> "The request is understood and cannot be carried out.";
            case UPGRADE_REQUIRED -> "Another protocol is spoken here; see the header Upgrade.";
            case OVERLOADED, UNAVAILABLE ->
                    "Too much is asked right now: try again a little later.";
            case INTERNAL ->
                    "The service failed to answer. Its log tells why, by the id in X-Request-Id.";
            default -> "The request cannot be understood.";
        };
    }
}
