package dev.hindsight.edge;

import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * What the framework's routing table knows: which methods a path has, and where the resources begin.
 * The framework's own answers name no method (405), those of every path of the same class (OPTIONS),
 * or say that there is no such path (404) where another class has it.
 */
public final class RouteTable {

    private static final String API = "/api/v1";

    private RouteTable() {}

    /**
     * The path of a resource of the API, from the root of the server on, for {@code Location}: which
     * host a client reaches the service by is not the service's to say.
     *
     * @param segments as they are meant, not encoded
     */
    public static String locate(String... segments) {
        Deployment deployment = ResteasyReactiveRecorder.getCurrentDeployment();
        String root = deployment == null ? "" : deployment.getPrefix().replaceAll("/+$", "");
        StringBuilder path = new StringBuilder(root).append(API);
        for (String segment : segments) {
            path.append('/')
                    .append(
                            URLEncoder.encode(segment, StandardCharsets.UTF_8)
                                    .replace("+", "%20")
                                    .replace("%3A", ":"));
        }
        return path.toString();
    }

    /**
     * The methods of the request's path, with HEAD and OPTIONS; empty if no resource has the path. Where
     * several have it, those count that name most of it: {@code /executions/delete} is no execution.
     */
    static SortedSet<String> methods(RoutingContext request) {
        SortedSet<String> methods = new TreeSet<>();
        Deployment deployment = ResteasyReactiveRecorder.getCurrentDeployment();
        if (deployment == null) {
            return methods;
        }
        String path =
                PathHelper.getPathWithoutPrefix(request.normalizedPath(), deployment.getPrefix());
        List<Found> found = new ArrayList<>();
        for (RequestPath<InitialMatch> resource : deployment.getClassMappers()) {
            addFound(resource, path, found);
        }
        int most = found.stream().mapToInt(Found::literals).max().orElse(0);
        found.stream().filter(it -> it.literals() == most).forEach(it -> methods.add(it.method()));
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        if (!methods.isEmpty()) {
            methods.add("OPTIONS");
        }
        return methods;
    }

    /**
     * The paths of all resources, with names in braces for what varies; empty before there are any.
     */
    public static Set<String> templates() {
        Set<String> templates = new TreeSet<>();
        Deployment deployment = ResteasyReactiveRecorder.getCurrentDeployment();
        if (deployment == null) {
            return templates;
        }
        for (RequestPath<InitialMatch> resource : deployment.getClassMappers()) {
            if (resource.value.handlers.length > 0
                    && resource.value.handlers[0] instanceof ClassRoutingHandler routing) {
                for (RequestMapper<RuntimeResource> mapper : routing.getMappers().values()) {
                    for (RequestPath<RuntimeResource> method : mapper.getTemplates()) {
                        templates.add(
                                template(resource.template.template + method.template.template));
                    }
                }
            }
        }
        return templates;
    }

    /** As metrics have it: without what a name must look like, doubled slashes or one at the end. */
    private static String template(String declared) {
        return ("/" + declared)
                .replaceAll("\\{\\s*([^}:\\s]+)[^}]*}", "{$1}")
                .replaceAll("/+", "/")
                .replaceAll("(?<=.)/$", "");
    }

    /** A method of a path, and how many characters of the path are named as they are. */
    private record Found(String method, int literals) {}

    private static void addFound(
            RequestPath<InitialMatch> resource, String path, List<Found> found) {
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
            RequestMatch<RuntimeResource> method =
                    entry.getKey() == null ? null : entry.getValue().map(remaining);
            if (method != null) {
                int literals =
                        literals(match.template.template) + literals(method.template.template);
                found.add(new Found(entry.getKey(), literals));
            }
        }
    }

    /** A slash at the end, which may stand alone, is none of a name. */
    private static int literals(String template) {
        return template.replaceAll("\\{[^}]*}", "").replaceAll("/+$", "").length();
    }
}
