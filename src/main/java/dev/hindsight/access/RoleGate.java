package dev.hindsight.access;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Request;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Stands before every resource method: may the caller do that at all? */
final class RoleGate {

    private static final Set<String> READING =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final Callers callers;
    private final Map<Method, Needed> known = new ConcurrentHashMap<>();

    /** What a method takes. */
    private record Needed(Role role, boolean payloads) {}

    RoleGate(Callers callers) {
        this.callers = callers;
    }

    /** Runs before the checks of what was sent: who may not is not told what else is wrong. */
    @ServerRequestFilter(priority = Priorities.AUTHORIZATION)
    void check(ResourceInfo resource, Request request) {
        Needed needed =
                known.computeIfAbsent(
                        resource.getResourceMethod(), it -> needed(it, request.getMethod()));
        Caller caller = callers.current();
        caller.require(needed.role());
        if (needed.payloads()) {
            caller.requirePayloads();
        }
    }

    private static Needed needed(Method method, String httpMethod) {
        RequiresRole own = method.getAnnotation(RequiresRole.class);
        RequiresRole role =
                own == null ? method.getDeclaringClass().getAnnotation(RequiresRole.class) : own;
        Role usual = READING.contains(httpMethod) ? Role.VIEWER : Role.WRITER;
        return new Needed(
                role == null ? usual : role.value(),
                method.isAnnotationPresent(ReadsPayloads.class)
                        && method.getAnnotation(ReadsPayloads.class).only());
    }
}
