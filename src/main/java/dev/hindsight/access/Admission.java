package dev.hindsight.access;

import dev.hindsight.access.AccessConfig.Mode;
import dev.hindsight.namespace.Namespace;
import dev.hindsight.namespace.Namespaces;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lets callers in, at whichever door they knock. */
@Singleton
public final class Admission {

    /** Selects a namespace, for who is of all of them. */
    public static final String NAMESPACE_HEADER = "Hindsight-Namespace";

    private static final String SCHEME = "Bearer ";

    /** No token of anybody is longer; a longer one is not looked at. */
    private static final int MAX_TOKEN = 16 * 1024;

    private static final List<ProblemType> REFUSALS =
            List.of(
                    ProblemType.UNAUTHENTICATED,
                    ProblemType.FORBIDDEN,
                    ProblemType.NOT_FOUND,
                    ProblemType.OVERLOADED,
                    ProblemType.UNAVAILABLE);

    private final AccessMode mode;
    private final List<Credentials> credentials;
    private final Namespaces namespaces;
    private final Throttle throttle;
    private final MeterRegistry meters;

    Admission(
            AccessMode mode,
            @All List<Credentials> credentials,
            Namespaces namespaces,
            Throttle throttle,
            MeterRegistry meters) {
        this.mode = mode;
        // Keys first: they are recognized without anybody else being asked.
        this.credentials =
                credentials.stream()
                        .filter(it -> mode.isOpen(it.mode()))
                        .sorted(Comparator.comparing(Credentials::mode))
                        .toList();
        this.namespaces = namespaces;
        this.throttle = throttle;
        this.meters = meters;
        // From the start on, so that the first of a kind is an increase.
        REFUSALS.forEach(this::counter);
    }

    /** The token of a header {@code Authorization}; {@code null} if it brings none. */
    public static @Nullable String token(@Nullable String authorization) {
        boolean bearer =
                authorization != null
                        && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        return bearer ? authorization.substring(SCHEME.length()).trim() : null;
    }

    /** Whether callers get in without a credential. */
    public boolean isOpenToAll() {
        return mode.isOpen(Mode.NONE);
    }

    /**
     * Who asks. Immediately, where the credential and the namespace are known.
     *
     * @param token the bearer token, if one was brought
     * @param namespace the name of the namespace that was selected, if one was
     * @throws ProblemException {@code unauthenticated}; {@code forbidden} for a namespace that is not
     *     the caller's, whether or not there is one of that name; {@code not-found} for one that is
     *     not there, to who is of all of them; {@code overloaded}; as a failure of the answer
     */
    public Uni<Caller> admit(@Nullable String token, @Nullable String namespace) {
        return identify(token, namespace).onFailure(ProblemException.class).invoke(this::count);
    }

    private void count(ProblemException refused) {
        counter(refused.type()).increment();
    }

    private Counter counter(ProblemType reason) {
        return Counter.builder("hindsight_access_refused")
                .description("Callers that were not let in, and why")
                .tag("reason", reason.slug())
                .register(meters);
    }

    private Uni<Caller> identify(@Nullable String token, @Nullable String namespace) {
        if (isOpenToAll()) {
            return enter(Caller.LOCAL.grant(), namespace);
        }
        if (token == null || token.isEmpty() || token.length() > MAX_TOKEN) {
            return Uni.createFrom().failure(this::unauthenticated);
        }
        return find(token, 0)
                .map(found -> found.orElseThrow(this::unauthenticated))
                .invoke(throttle::check)
                .chain(grant -> enter(grant, namespace));
    }

    /** Whether a token would still let its bearer in; the request that asks is not counted. */
    public Uni<Boolean> isGood(@Nullable String token) {
        if (isOpenToAll()) {
            return Uni.createFrom().item(true);
        }
        return token == null
                ? Uni.createFrom().item(false)
                : find(token, 0)
                        .map(Optional::isPresent)
                        .onFailure(Admission::isRefusal)
                        .recoverWithItem(false);
    }

    private Uni<Optional<Grant>> find(String token, int next) {
        if (next == credentials.size()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return credentials
                .get(next)
                .find(token)
                .chain(
                        found ->
                                found.isPresent()
                                        ? Uni.createFrom().item(found)
                                        : find(token, next + 1));
    }

    private Uni<Caller> enter(Grant grant, @Nullable String namespace) {
        Grant.Home home = grant.home();
        if (home == null) {
            String name = namespace == null ? Namespace.DEFAULT : namespace;
            return namespaces
                    .findId(name)
                    .map(id -> new Caller(id.orElseThrow(Admission::unknown), grant));
        }
        // Not looked up, so that nothing tells whether there is another of that name.
        if (namespace != null && !namespace.equals(home.name())) {
            return Uni.createFrom()
                    .failure(
                            Caller.forbidden(
                                    "The credential belongs to another namespace than %s names."
                                            .formatted(NAMESPACE_HEADER)));
        }
        return Uni.createFrom().item(new Caller(home.id(), grant));
    }

    private static ProblemException unknown() {
        return new ProblemException(
                ProblemType.NOT_FOUND,
                "There is no namespace of the name in %s: PUT /api/v1/namespaces/{name} makes one."
                        .formatted(NAMESPACE_HEADER));
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof ProblemException problem
                && Set.of(ProblemType.UNAUTHENTICATED, ProblemType.FORBIDDEN)
                        .contains(problem.type());
    }

    private ProblemException unauthenticated() {
        return new ProblemException(ProblemType.UNAUTHENTICATED, wanted());
    }

    private String wanted() {
        if (!mode.isOpen(Mode.OIDC)) {
            return "A valid API key is needed, in the header: Authorization: Bearer <key>.";
        }
        return mode.isOpen(Mode.KEYS)
                ? "A valid API key or token is needed, in the header: Authorization: Bearer <key or"
                        + " token>."
                : "A valid token is needed, in the header: Authorization: Bearer <token>.";
    }
}
