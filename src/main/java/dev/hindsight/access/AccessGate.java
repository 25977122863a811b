package dev.hindsight.access;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stands before every route: whatever is not expressly open takes a credential, also paths that do not
 * exist, and before anything of a body is read.
 */
@Singleton
final class AccessGate {

    /** Behind the checks of a request's form, before everything that answers. */
    private static final int ORDER = Integer.MIN_VALUE + 1;

    /** Open to everybody, with all that lies below. */
    private static final Set<String> OPEN = Set.of("/q/health", "/q/openapi");

    /** Sockets say who they are in their first frame, if they have not before. */
    private static final String LIVE = "/api/v1/live";

    private static final Set<String> THIS_MACHINE =
            Set.of("localhost", "127.0.0.1", "[::1]", "::1");

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
        if (path.equals(LIVE) && isUpgrade(request)) {
            request.next();
            return;
        }
        // The answer may come from a query that another request began, on another event loop.
        Context context = Vertx.currentContext();
        admission
                .admit(
                        token(request.request().headers().getAll(HttpHeaders.AUTHORIZATION)),
                        request.request().getHeader(Admission.NAMESPACE_HEADER))
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

    /** Of two nobody knows which is meant. */
    private static @Nullable String token(List<String> authorizations) {
        return authorizations.size() == 1 ? Admission.token(authorizations.get(0)) : null;
    }

    private static boolean isOpen(String path) {
        return OPEN.stream().anyMatch(open -> path.equals(open) || path.startsWith(open + "/"));
    }

    private static boolean isUpgrade(RoutingContext request) {
        return HttpMethod.GET.equals(request.request().method())
                && "websocket".equalsIgnoreCase(request.request().getHeader(HttpHeaders.UPGRADE));
    }

    /**
     * A page of another site whose name suddenly leads to this machine asks in that name: browsers
     * take it for the site's own.
     */
    private static void checkHost(@Nullable HostAndPort host) {
        String name = host == null ? "localhost" : host.host().toLowerCase(Locale.ROOT);
        if (!THIS_MACHINE.contains(name) && !name.endsWith(".localhost")) {
            throw Caller.forbidden(
                    "Without access control only this machine is served, by the name localhost: set"
                            + " HINDSIGHT_AUTH=keys, or HINDSIGHT_AUTH_NONE_ACCEPTED=true.");
        }
    }
}
