package dev.hindsight.access;

import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Stands before every route: whatever is not expressly open takes a credential, also paths that do not
 * exist, and before anything of a body is read.
 */
@Singleton
final class AccessGate {

    /** Behind the checks of a request's form, before everything that answers. */
    private static final int ORDER = Integer.MIN_VALUE + 1;

    /** Open to everybody, with all that lies below: the dashboard's files hold nobody's data. */
    private static final Set<String> OPEN = Set.of("/q/health", "/q/openapi", "/ui");

    /** Open to everybody, itself alone: the way to the dashboard, and its page by the name of its file. */
    private static final Set<String> OPEN_ALONE = Set.of("/", "/ui.html");

    /** Sockets say who they are in their first frame, if they have not before. */
    private static final String LIVE = "/api/v1/live";

    /** Names of more than one label whose last one is not reserved (RFC 2606, 6761, 6762, 8375). */
    private static final Pattern REGISTERED =
            Pattern.compile(
                    "(?i).+\\.(?!(?:localhost|local|test|example|invalid|internal|arpa)\\.?$)"
                            + "[a-z][a-z0-9-]*\\.?");

    /** Tells of everybody. */
    private static final String METRICS = "/q/metrics";

    private static final String PROTOCOL = "Sec-WebSocket-Protocol";

    private static final Pattern UPGRADING = Pattern.compile("(?i)\\bupgrade\\b");

    /** How a browser brings a header along. */
    private static final String BROUGHT = "quarkus-http-upgrade";

    private static final Pattern GOOD_BROUGHT =
            Pattern.compile(
                    "(?i)quarkus-http-upgrade(?:%23|#)(?:Authorization|Hindsight-Namespace)(?:%23|#)"
                            + "(?:[A-Za-z0-9._~*-]|%(?!0[0AD])[0-7][0-9A-F])*");

    private static final String KEY = Caller.class.getName();

    private final Admission admission;
    private final AccessMode mode;

    AccessGate(Admission admission, AccessMode mode) {
        this.admission = admission;
        this.mode = mode;
    }

    void register(@Observes Router router) {
        router.route().order(ORDER).handler(this::admit);
    }

    private void admit(RoutingContext request) {
        String path = request.normalizedPath();
        if (isOpen(path)) {
            request.next();
            return;
        }
        if (mode.isForThisMachineAlone()) {
            checkHost(request.request().authority());
        }
        String authorization = once(request, HttpHeaders.AUTHORIZATION.toString());
        String namespace = once(request, Admission.NAMESPACE_HEADER);
        if (path.equals(LIVE) && isUpgrade(request)) {
            checkBrought(request.request().headers());
            request.next();
            return;
        }
        // By it browsers bring headers along, which only the live channel may take from them: the
        // framework would put them into any request, behind all checks.
        request.request().headers().remove(PROTOCOL);
        // The answer may come from a query that another request began, on another event loop.
        Context context = Vertx.currentContext();
        admission
                .admit(Admission.token(authorization), namespace)
                .subscribe()
                .with(
                        caller -> on(context, () -> enter(request, caller)),
                        failure -> on(context, () -> request.fail(failure)));
    }

    /** Whom the gate let in with a request; empty outside of requests, too. */
    static Optional<Caller> caller(CurrentVertxRequest request) {
        RoutingContext current = request.getCurrent();
        return Optional.ofNullable(current).map(it -> it.get(KEY));
    }

    private static void enter(RoutingContext request, Caller caller) {
        if (request.normalizedPath().startsWith(METRICS) && !caller.isOfAllNamespaces()) {
            request.fail(Caller.forbidden("Metrics are for an admin of all namespaces."));
            return;
        }
        request.put(KEY, caller);
        request.next();
    }

    private static void on(Context context, Runnable work) {
        if (context == null || context.equals(Vertx.currentContext())) {
            work.run();
        } else {
            context.runOnContext(ignored -> work.run());
        }
    }

    /** Of two nobody knows which is meant: whoever stands between might have added one. */
    private static @Nullable String once(RoutingContext request, String name) {
        List<String> values = request.request().headers().getAll(name);
        if (values.size() > 1) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "The header %s may be sent only once.".formatted(name));
        }
        return values.isEmpty() ? null : values.get(0);
    }

    /** Of what comes as a sub-protocol only the two headers are let in that say who asks. */
    private static void checkBrought(MultiMap headers) {
        List<String> kept =
                headers.getAll(PROTOCOL).stream()
                        .flatMap(value -> Stream.of(value.split(",")))
                        .map(String::trim)
                        .filter(entry -> !isBrought(entry) || GOOD_BROUGHT.matcher(entry).matches())
                        .toList();
        headers.remove(PROTOCOL);
        if (!kept.isEmpty()) {
            headers.set(PROTOCOL, String.join(", ", kept));
        }
    }

    private static boolean isBrought(String entry) {
        return entry.regionMatches(true, 0, BROUGHT, 0, BROUGHT.length());
    }

    private static boolean isOpen(String path) {
        return OPEN_ALONE.contains(path)
                || OPEN.stream().anyMatch(open -> path.equals(open) || path.startsWith(open + "/"));
    }

    private static boolean isUpgrade(RoutingContext request) {
        MultiMap headers = request.request().headers();
        return HttpMethod.GET.equals(request.request().method())
                && "websocket".equalsIgnoreCase(headers.get(HttpHeaders.UPGRADE))
                && headers.contains("Sec-WebSocket-Key")
                && UPGRADING.matcher(String.valueOf(headers.get(HttpHeaders.CONNECTION))).find();
    }

    /**
     * A page of another site whose name suddenly leads to this machine asks in that name: browsers
     * take it for the site's own. Addresses, and names that nobody can register, are no such names.
     */
    private static void checkHost(@Nullable HostAndPort host) {
        if (host != null && REGISTERED.matcher(host.host()).matches()) {
            throw Caller.forbidden(
                    "Without access control only this machine is served, by the name localhost: set"
                            + " HINDSIGHT_AUTH=keys, or HINDSIGHT_AUTH_NONE_ACCEPTED=true.");
        }
    }
}
