package dev.hindsight.edge;

import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.common.util.PathHelper;
import org.jboss.resteasy.reactive.server.core.Deployment;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.handlers.RestInitialHandler.InitialMatch;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper.RequestMatch;
import org.jboss.resteasy.reactive.server.mapping.RequestMapper.RequestPath;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;

/**
 * Which methods a path knows. The framework's own answers name none (405) or those of every path of
 * the same class (OPTIONS), so the routing table is asked here, path by path.
 */
final class AllowedMethods {

    private AllowedMethods() {}

    /** The methods of the request's path, with HEAD and OPTIONS; empty if no resource has the path. */
    static SortedSet<String> of(RoutingContext request) {
        SortedSet<String> methods = new TreeSet<>();
        Deployment deployment = ResteasyReactiveRecorder.getCurrentDeployment();
        if (deployment == null) {
            return methods;
        }
        String path =
                PathHelper.getPathWithoutPrefix(request.normalizedPath(), deployment.getPrefix());
        for (RequestPath<InitialMatch> resource : deployment.getClassMappers()) {
            addMethods(resource, path, methods);
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        if (!methods.isEmpty()) {
            methods.add("OPTIONS");
        }
        return methods;
    }

    private static void addMethods(
            RequestPath<InitialMatch> resource, String path, SortedSet<String> methods) {
        RequestMatch<InitialMatch> match =
                new RequestMapper<>(new ArrayList<>(List.of(resource))).map(path);
        if (match == null
                || match.value.handlers.length == 0
                || !(match.value.handlers[0] instanceof ClassRoutingHandler routing)) {
            return;
        }
        String remaining = match.remaining.isEmpty() ? "/" : match.remaining;
        for (Map.Entry<String, RequestMapper<RuntimeResource>> entry :
                routing.getMappers().entrySet()) {
            // A null key is a sub-resource locator, whose methods are not known beforehand.
            if (entry.getKey() != null && entry.getValue().map(remaining) != null) {
                methods.add(entry.getKey());
            }
        }
    }
}
