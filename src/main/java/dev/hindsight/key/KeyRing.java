package dev.hindsight.key;

import dev.hindsight.access.Grant;
import dev.hindsight.key.KeyStore.Live;
import dev.hindsight.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The keys that live, as this replica last read them: all of them, some hundred bytes each. Read again
 * when somebody asks and they are older than 20 seconds, in the background; from 50 seconds on whoever
 * asks waits for it, so that a key that another replica revoked is good for less than a minute. An id
 * that is not among them may be of a new key: then too they are read again, but not more often than
 * once a second, whoever tries how many.
 */
@Singleton
final class KeyRing {

    private static final Duration FRESH = Duration.ofSeconds(20);
    private static final Duration USABLE = Duration.ofSeconds(50);
    private static final Duration BETWEEN_MISSES = Duration.ofSeconds(1);

    private final Source store;
    private final Clock clock;

    private final AtomicReference<@Nullable Ring> held = new AtomicReference<>();
    private final AtomicReference<@Nullable Uni<Ring>> reading = new AtomicReference<>();

    /** Where keys are read. */
    interface Source {

        /** Those that may be used, by id. */
        Uni<Map<String, Live>> live();
    }

    /** Grows when a key is made or revoked here: what was asked for before does not count. */
    private final AtomicInteger generation = new AtomicInteger();

    /** Some keys as of a moment, which is before they were read. */
    private record Ring(Map<String, Live> keys, Instant asOf, int generation) {}

    KeyRing(Source store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Reads the keys anew before they are used again: one was made or revoked here. */
    void forget() {
        generation.incrementAndGet();
        reading.set(null);
    }

    /**
     * What a key permits; empty if there is none, or not any more. Immediately, where the keys are known.
     *
     * @throws ProblemException if they cannot be read, as a failure of the answer
     */
    Uni<Optional<Grant>> find(KeyToken token) {
        Instant now = clock.instant();
        Ring ring = held.get();
        if (ring == null
                || ring.generation() != generation.get()
                || age(ring, now).compareTo(USABLE) >= 0) {
            return read(now).map(fresh -> open(fresh, token));
        }
        if (!ring.keys().containsKey(token.id()) && age(ring, now).compareTo(BETWEEN_MISSES) >= 0) {
            return read(now).map(fresh -> open(fresh, token));
        }
        if (age(ring, now).compareTo(FRESH) >= 0) {
            // Should it fail, whoever asks when the keys are too old will hear of it.
            read(now).subscribe().with(read -> {}, failure -> {});
        }
        return Uni.createFrom().item(open(ring, token));
    }

    private static Duration age(Ring ring, Instant now) {
        return Duration.between(ring.asOf(), now);
    }

    private Optional<Grant> open(Ring ring, KeyToken token) {
        Live key = ring.keys().get(token.id());
        return key != null && token.hash().matches(key.hash()) && isValid(key.grant())
                ? Optional.of(key.grant())
                : Optional.empty();
    }

    private boolean isValid(Grant grant) {
        return grant.expiresAt() == null || clock.instant().isBefore(grant.expiresAt());
    }

    /** Those who ask while the keys are being read share the answer. */
    private Uni<Ring> read(Instant now) {
        Uni<Ring> under = reading.get();
        if (under != null) {
            return under;
        }
        int asked = generation.get();
        AtomicReference<@Nullable Uni<Ring>> own = new AtomicReference<>();
        Uni<Ring> mine =
                store.live()
                        .map(keys -> new Ring(keys, now, asked))
                        .invoke(held::set)
                        .onTermination()
                        .invoke(() -> reading.compareAndSet(own.get(), null))
                        .memoize()
                        .indefinitely();
        own.set(mine);
        Uni<Ring> other = reading.compareAndExchange(null, mine);
        return other == null ? mine : other;
    }
}
