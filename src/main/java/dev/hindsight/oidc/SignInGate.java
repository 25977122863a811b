package dev.hindsight.oidc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Where the dashboard learns how to sign in, and does: below its own path, which is open to everybody,
 * and no part of the contract, which begins with a token.
 */
@Singleton
class SignInGate {

    static final String OFFER = "/ui/sign-in/offer";
    static final String TOKEN = "/ui/sign-in/token";

    /** Behind the dashboard, which owns what lies around, and passes this on unless it is switched off. */
    private static final int ORDER = Integer.MIN_VALUE + 3;

    /** Codes and tokens are short. */
    private static final int MAX_BYTES = 64 * 1024;

    private final SignIn signIn;
    private final ObjectMapper json;

    SignInGate(SignIn signIn, ObjectMapper json) {
        this.signIn = signIn;
        this.json = json;
    }

    void register(@Observes Router router) {
        router.route(OFFER).order(ORDER).handler(this::offer);
        router.route(TOKEN).order(ORDER).handler(SignInGate::checkType);
        router.route(TOKEN)
                .order(ORDER)
                .handler(BodyHandler.create(false).setBodyLimit(MAX_BYTES))
                .handler(this::exchange);
    }

    private void offer(RoutingContext request) {
        checkMethod(request, HttpMethod.GET);
        answer(request, signIn.offer());
    }

    private static void checkType(RoutingContext request) {
        checkMethod(request, HttpMethod.POST);
        String type = request.request().getHeader(HttpHeaders.CONTENT_TYPE);
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw new ProblemException(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE, "What is sent here is application/json.");
        }
        request.next();
    }

    private static void checkMethod(RoutingContext request, HttpMethod method) {
        if (!method.equals(request.request().method())) {
            request.response().putHeader(HttpHeaders.ALLOW, method.name());
            throw new ProblemException(
                    ProblemType.METHOD_NOT_ALLOWED, "This takes the method %s.".formatted(method));
        }
    }

    private void exchange(RoutingContext request) {
        byte[] body =
                request.body().buffer() == null ? new byte[0] : request.body().buffer().getBytes();
        JsonNode order;
        try {
            order = json.readTree(new String(body, StandardCharsets.UTF_8));
        } catch (JsonProcessingException noJson) {
            order = json.missingNode();
        }
        if (!order.isObject()) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST, "What is sent here is one JSON object.");
        }
        answer(request, signIn.exchange(order));
    }

    /** The answer may come on another thread. */
    private static void answer(RoutingContext request, Uni<JsonNode> told) {
        Context context = Vertx.currentContext();
        told.subscribe()
                .with(
                        it -> context.runOnContext(ignored -> send(request, it)),
                        failure -> context.runOnContext(ignored -> request.fail(failure)));
    }

    private static void send(RoutingContext request, JsonNode told) {
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(told.toString());
    }
}
