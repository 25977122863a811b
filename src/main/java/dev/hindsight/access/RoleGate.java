package dev.hindsight.access;

import dev.hindsight.edge.BodyLimit;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
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

    /** Tells a caller what the credential permits, so that a page offers nothing else. */
    static final String HEADER = "Hindsight-Role";

    private static final Set<String> READING =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final Callers callers;
    private final DailyBytes bytes;
    private final CurrentVertxRequest current;
    private final Map<Method, Needed> known = new ConcurrentHashMap<>();

    /**
     * What a method takes.
     *
     * @param reports whether it is sent what is kept
     */
    private record Needed(Role role, boolean payloads, boolean reports) {}

    RoleGate(Callers callers, DailyBytes bytes, CurrentVertxRequest current) {
        this.callers = callers;
        this.bytes = bytes;
        this.current = current;
    }

    /** Runs before the checks of what was sent: who may not is not told what else is wrong. */
    @ServerRequestFilter(priority = Priorities.AUTHORIZATION)
    void check(ResourceInfo resource, Request request) {
        Needed needed =
                known.computeIfAbsent(
                        resource.getResourceMethod(), it -> needed(it, request.getMethod()));
        Caller caller = callers.current();
        current.getCurrent().response().putHeader(HEADER, caller.grant().role().word());
        caller.require(needed.role());
        if (needed.payloads()) {
            caller.requirePayloads();
        }
        if (needed.reports()) {
            BodyLimit.Account.open(current.getCurrent(), bytes.account(caller.grant()));
        }
    }

    private static Needed needed(Method method, String httpMethod) {
        RequiresRole own = method.getAnnotation(RequiresRole.class);
        RequiresRole role =
                own == null ? method.getDeclaringClass().getAnnotation(RequiresRole.class) : own;
        Role usual = READING.contains(httpMethod) ? Role.VIEWER : Role.WRITER;
        Role least = role == null ? usual : role.value();
        return new Needed(
                least,
                method.isAnnotationPresent(ReadsPayloads.class)
                        && method.getAnnotation(ReadsPayloads.class).only(),
                least == Role.WRITER && !READING.contains(httpMethod));
    }
}
