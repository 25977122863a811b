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

/**
 * Counts what is asked of this replica, and slows those down who ask too much: all callers of a namespace
 * that has a quota together, of any other each by itself. Who is of all namespaces is never counted
 * with those of the one that is selected: what an operator does there is not taken from its callers.
 */
@Singleton
final class Throttle {

    private final int usual;

    /**
     * As far as there is room. Bounded by number alone: what else could bound it the native image does
     * not know.
     */
    private final Cache<Key, Bucket> buckets = Caffeine.newBuilder().maximumSize(10_000).build();

    /**
     * Who share a bucket, until they get another limit.
     *
     * @param who the id of a namespace, or an actor
     */
    private record Key(Object who, int requestsPerSecond) {}

    Throttle(AccessConfig config) {
        this.usual = config.requestsPerSecond();
    }

    /**
     * Counts a request.
     *
     * @throws ProblemException {@code overloaded}, with the seconds after which one may ask again
     */
    void check(Grant grant) {
        Grant.Home home = grant.home();
        Integer quota = grant.quotas().requestsPerSecond();
        if (home != null && quota != null) {
            check(
                    new Key(home.id(), quota),
                    "The callers of the namespace ask for more than the %d requests a second that they"
                            + " may make together.");
        } else if (usual > 0) {
            check(
                    new Key(grant.actor(), usual),
                    "The credential asks for more than the %d requests a second that it may make.");
        }
    }

    private void check(Key key, String detail) {
        ConsumptionProbe probe = buckets.get(key, Throttle::bucket).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw new ProblemException(
                    ProblemType.OVERLOADED,
                    detail.formatted(key.requestsPerSecond()),
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
