package dev.hindsight.oidc;

import dev.hindsight.oidc.ProviderFacts.Unusable;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The provider, as this replica last read it: not before somebody needs it, so that one that is away
 * keeps nothing from starting. Read again when somebody asks and that is ten minutes ago, in the
 * background; while it cannot be read, what is known goes on being used, for a day. A key that is not
 * known may be new: then too it is read again. It is never asked more often than once in five seconds,
 * whoever tries what.
 */
@Singleton
class Provider {

    private static final Logger LOG = Logger.getLogger(Provider.class);

    static final Duration FRESH = Duration.ofMinutes(10);
    static final Duration USABLE = Duration.ofHours(24);
    static final Duration BETWEEN = Duration.ofSeconds(5);

    private final Supplier<Uni<ProviderFacts>> source;
    private final Clock clock;

    private final AtomicReference<@Nullable Known> held = new AtomicReference<>();
    private final AtomicReference<@Nullable Uni<ProviderFacts>> reading = new AtomicReference<>();
    private final AtomicReference<@Nullable Instant> asked = new AtomicReference<>();
    private final AtomicBoolean away = new AtomicBoolean();

    /** Facts as of a moment, which is before they were read. */
    private record Known(ProviderFacts facts, Instant asOf) {}

    @Inject
    Provider(ProviderClient client, OidcSettings settings, Clock clock) {
        this(() -> client.facts(settings.issuer()), clock);
    }

    Provider(Supplier<Uni<ProviderFacts>> source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /**
     * What is known of it. Immediately, where something is.
     *
     * @throws ProblemException {@code overloaded}, 503, if nothing is and it cannot be read, as a failure
     *     of the answer
     */
    Uni<ProviderFacts> facts() {
        Instant now = clock.instant();
        Known known = held.get();
        if (known == null || isOlder(known.asOf(), USABLE, now)) {
            return mayAsk(now) || reading.get() != null
                    ? read(now)
                    : Uni.createFrom().failure(Provider::unavailable);
        }
        if (isOlder(known.asOf(), FRESH, now) && mayAsk(now)) {
            // Should it fail, what is known is good for long enough.
            read(now).subscribe().with(read -> {}, failure -> {});
        }
        return Uni.createFrom().item(known.facts());
    }

    /** What is known of it, read again for a key that is not, if that may be done again. */
    Uni<ProviderFacts> factsWith(String key) {
        return facts().chain(
                        facts -> {
                            Instant now = clock.instant();
                            boolean mayBeNew =
                                    !facts.hasKey(key) && (mayAsk(now) || reading.get() != null);
                            return mayBeNew
                                    ? read(now)
                                            .onFailure(ProblemException.class)
                                            .recoverWithItem(facts)
                                    : Uni.createFrom().item(facts);
                        });
    }

    private boolean mayAsk(Instant now) {
        Instant last = asked.get();
        return last == null || isOlder(last, BETWEEN, now);
    }

    /** However far a clock was put back. */
    private static boolean isOlder(Instant moment, Duration age, Instant now) {
        return Duration.between(moment, now).abs().compareTo(age) >= 0;
    }

    /** Those who ask while it is being read share the answer. */
    private Uni<ProviderFacts> read(Instant now) {
        Uni<ProviderFacts> under = reading.get();
        if (under != null) {
            return under;
        }
        AtomicReference<@Nullable Uni<ProviderFacts>> own = new AtomicReference<>();
        Uni<ProviderFacts> mine =
                Uni.createFrom()
                        .deferred(
                                () -> {
                                    asked.set(now);
                                    return source.get();
                                })
                        .invoke(facts -> learn(facts, now))
                        .onFailure()
                        .transform(this::miss)
                        .onTermination()
                        .invoke(() -> reading.compareAndSet(own.get(), null))
                        .memoize()
                        .indefinitely();
        own.set(mine);
        Uni<ProviderFacts> other = reading.compareAndExchange(null, mine);
        return other == null ? mine : other;
    }

    private void learn(ProviderFacts facts, Instant now) {
        held.set(new Known(facts, now));
        if (away.getAndSet(false)) {
            LOG.info("The OpenID Connect provider can be read again");
        }
    }

    private ProblemException miss(Throwable failure) {
        if (!away.getAndSet(true)) {
            LOG.warnf(
                    "The OpenID Connect provider cannot be read: %s",
                    failure instanceof Unusable ? failure.getMessage() : failure.toString());
        }
        return unavailable();
    }

    /** The problem of a caller who would need it. */
    static ProblemException unavailable() {
        return new ProblemException(
                ProblemType.UNAVAILABLE,
                "The provider that issues tokens cannot be asked right now, so that tokens cannot be"
                        + " checked.",
                List.of(),
                Map.of("retryAfter", BETWEEN.toSeconds()));
    }
}
