package dev.hindsight.naming;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * External ids that led somewhere a moment ago. Engines report the same execution many times, and a
 * look-up each time is a round trip; what is found here may have been removed since, or on another
 * replica, so that whoever follows it must see that the execution is there and has that external id.
 */
final class ExternalIdCache {

    /** About 2 MiB. */
    private static final int MOST = 10_000;

    private record Name(int namespaceId, String externalId) {}

    private final Cache<Name, UUID> executions = Caffeine.newBuilder().maximumSize(MOST).build();

    @Nullable UUID find(int namespaceId, String externalId) {
        return executions.getIfPresent(new Name(namespaceId, externalId));
    }

    void put(int namespaceId, String externalId, UUID executionId) {
        executions.put(new Name(namespaceId, externalId), executionId);
    }

    void forget(int namespaceId, String externalId) {
        executions.invalidate(new Name(namespaceId, externalId));
    }
}
