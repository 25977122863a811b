package dev.hindsight.dashboard;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * Owns {@code /ui} and all below it. Files of the bundle are left to the server's own static files, what
 * lies below {@code /ui/sign-in} to {@link dev.hindsight.oidc}; every other address is answered with the
 * page, which lies among the static files as well. Switched off, none of it is there.
 */
@Singleton
final class DashboardGate {

    /** Behind the check of credentials, before everything that answers. */
    private static final int ORDER = Integer.MIN_VALUE + 2;

    private static final String HOME = "/ui/";

    private static final String BUNDLE = "/ui/static/";

    private static final String SIGN_IN = "/ui/sign-in/";

    private static final String PAGE = "/ui.html";

    /** Marks a request that was led to the page: asked for by its own name, it is not there. */
    private static final String LED = DashboardGate.class.getName();

    private final DashboardConfig config;

    DashboardGate(DashboardConfig config) {
        this.config = config;
    }

    void register(@Observes Router router) {
        router.route().order(ORDER).handler(this::serve);
    }

    private void serve(RoutingContext request) {
        // Routes are relative to the server's root; the paths that requests tell and take are not.
        String root = root(request.mountPoint());
        String path = request.normalizedPath().substring(root.length());
        boolean ours = path.equals("/ui") || path.startsWith(HOME) || path.equals(PAGE);
        if (!ours && !path.equals("/")) {
            request.next();
            return;
        }
        if (config.enabled() && path.startsWith(SIGN_IN)) {
            request.next();
            return;
        }
        if (!config.enabled() || !isReading(request.request().method())) {
            request.fail(404);
            return;
        }
        addHeaders(request, path.startsWith(BUNDLE));
        if (path.equals("/") || path.equals("/ui")) {
            request.response().setStatusCode(302).putHeader("Location", root + HOME).end();
        } else if (path.startsWith(BUNDLE) || request.get(LED) != null) {
            request.next();
        } else if (path.equals(PAGE)) {
            request.fail(404);
        } else {
            request.put(LED, true);
            request.reroute(root + PAGE);
        }
    }

    /** At the end, because the static files bring headers of their own. */
    private static void addHeaders(RoutingContext request, boolean bundled) {
        request.addHeadersEndHandler(
                ended ->
                        PageHeaders.of(request.response().getStatusCode(), bundled)
                                .forEach(request.response().headers()::set));
    }

    private static boolean isReading(HttpMethod method) {
        return HttpMethod.GET.equals(method) || HttpMethod.HEAD.equals(method);
    }

    private static String root(@Nullable String mounted) {
        return mounted == null ? "" : mounted.replaceAll("/+$", "");
    }
}
