package dev.hindsight.live;

import dev.hindsight.access.Admission;
import dev.hindsight.access.Caller;
import dev.hindsight.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/**
 * How one connection got in: by a credential that may be taken back while it lasts.
 *
 * <p>Belongs to the thread of its connection.
 */
final class Entrance {

    private final Admission admission;
    private final @Nullable String namespace;
    private @Nullable String token;

    /**
     * The way in of a connection.
     *
     * @param authorization the header of its request
     * @param namespace the name of the namespace that its request selects
     */
    Entrance(Admission admission, @Nullable String authorization, @Nullable String namespace) {
        this.admission = admission;
        this.token = Admission.token(authorization);
        this.namespace = namespace;
    }

    /**
     * Lets the client in. Fails as {@link Admission#admit}.
     *
     * @param told the token that it says; {@code null}: that of its request
     */
    Uni<Caller> admit(@Nullable String told) {
        if (told != null) {
            token = told;
        }
        return admission.admit(token, namespace);
    }

    /** Whether the client would still be let in; where that cannot be found out, it stays. */
    Uni<Boolean> isGood() {
        return admission.isGood(token).onFailure().recoverWithItem(true);
    }

    /** What a client hears that is not let in. */
    static CloseCode refusal(Throwable failure) {
        if (!(failure instanceof ProblemException problem)) {
            return CloseCode.DRAINING;
        }
        return switch (problem.type()) {
            case UNAUTHENTICATED -> CloseCode.UNAUTHENTICATED;
            case FORBIDDEN, NOT_FOUND -> CloseCode.FORBIDDEN;
            case OVERLOADED -> CloseCode.TOO_MANY;
            default -> CloseCode.DRAINING;
        };
    }
}
