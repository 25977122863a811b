package dev.hindsight.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Counts what each credential asks of this replica, and slows those down who ask too much. */
@Singleton
final class Throttle {

    private final int usual;

    /**
     * One for each credential and limit, as far as there is room. Bounded by number alone: what else
     * could bound it the native image does not know.
     */
    private final Cache<Key, Bucket> buckets = Caffeine.newBuilder().maximumSize(10_000).build();

    private record Key(String actor, int requestsPerSecond) {}

    Throttle(AccessConfig config) {
        this.usual = config.requestsPerSecond();
    }

    /**
     * Counts a request.
     *
     * @throws ProblemException {@code overloaded}, with the seconds after which one may ask again
     */
    void check(Grant grant) {
        int limit = grant.requestsPerSecond() == null ? usual : grant.requestsPerSecond();
        if (limit == 0) {
            return;
        }
        ConsumptionProbe probe =
                buckets.get(new Key(grant.actor(), limit), Throttle::bucket)
                        .tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw new ProblemException(
                    ProblemType.OVERLOADED,
                    "The credential asks for more than the %d requests a second that it may make."
                            .formatted(limit),
                    List.of(),
                    Map.of("retryAfter", seconds(probe.getNanosToWaitForRefill())));
        }
    }

    private static Bucket bucket(Key key) {
        int limit = key.requestsPerSecond();
        return Bucket.builder()
                .addLimit(it -> it.capacity(limit).refillGreedy(limit, Duration.ofSeconds(1)))
                .build();
    }

    private static long seconds(long nanos) {
        return Duration.ofNanos(nanos).plusMillis(999).toSeconds();
    }
}
