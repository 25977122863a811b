package dev.hindsight.live;

import dev.hindsight.access.Admission;
import dev.hindsight.access.Caller;
import dev.hindsight.access.Seats;
import dev.hindsight.access.Seats.Seat;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.subscription.Problems;
import dev.hindsight.subscription.Stage;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How one connection got in: by a credential that may be taken back while it lasts.
 *
 * <p>Belongs to the thread of its connection.
 */
final class Entrance {

    /** So often it is asked whether a connection may stay: keys are revoked within a minute. */
    static final Duration CHECK = Duration.ofSeconds(5);

    private final Admission admission;
    private final Seats seats;
    private final AtomicReference<Seat> seat = new AtomicReference<>(Seat.FREE);
    private volatile boolean left;
    private final @Nullable String namespace;
    private @Nullable String token;

    /**
     * The way in of a connection.
     *
     * @param authorization the header of its request
     * @param namespace the name of the namespace that its request selects
     */
    Entrance(
            Admission admission,
            Seats seats,
            @Nullable String authorization,
            @Nullable String namespace) {
        this.admission = admission;
        this.seats = seats;
        this.token = Admission.token(authorization);
        this.namespace = namespace;
    }

    /**
     * Lets the client in. Fails as {@link Admission#admit}, and as {@link #sit}.
     *
     * @param told the token that it says; {@code null}: that of its request
     */
    Uni<Caller> admit(@Nullable String told) {
        if (told != null) {
            token = told;
        }
        return admission.admit(token, namespace).invoke(this::sit);
    }

    /**
     * Takes a place among the connections of the caller's namespace, until it is left. From whatever
     * thread.
     *
     * @throws ProblemException {@code overloaded} if it has as many as it may
     */
    void sit(Caller caller) {
        seat.set(seats.take(caller));
        if (left) {
            leave();
        }
    }

    /** The connection is over. From whatever thread. */
    void leave() {
        left = true;
        seat.get().leave();
    }

    /**
     * Asks whether the client would still be let in: a key that was revoked, or has expired, ends what
     * it began. Where that cannot be found out, the client stays.
     *
     * @param stage where it is said
     * @param lost runs if it would not
     */
    void check(Stage stage, Runnable lost) {
        admission
                .isGood(token)
                .emitOn(stage)
                .subscribe()
                .with(
                        good -> {
                            if (!good) {
                                lost.run();
                            }
                        },
                        unknown -> {});
    }

    /**
     * What a client hears that is not let in.
     *
     * @param reason at most 123 bytes, as frames that end a connection have room for
     */
    record Refusal(CloseCode code, String reason) {

        /** For a failure of {@link #admit}; one that is not the client's passes. */
        static Refusal of(Throwable failure) {
            ProblemType type = Problems.of(failure).type();
            return switch (type) {
                case UNAUTHENTICATED ->
                        new Refusal(CloseCode.UNAUTHENTICATED, "a valid credential is needed");
                case FORBIDDEN ->
                        new Refusal(CloseCode.FORBIDDEN, "the credential permits nothing there");
                case NOT_FOUND ->
                        new Refusal(CloseCode.FORBIDDEN, "the namespace cannot be selected");
                case OVERLOADED ->
                        new Refusal(
                                CloseCode.TOO_MANY,
                                "the credential asks too often, or its namespace has too many"
                                        + " connections");
                default -> new Refusal(CloseCode.DRAINING, "{\"retryMs\": 5000}");
            };
        }
    }
}
