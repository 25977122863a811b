package dev.hindsight.key;

import dev.hindsight.access.Grant;
import dev.hindsight.access.Role;
import dev.hindsight.namespace.Namespace;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A key without its secret.
 *
 * @param home the one namespace that its holder sees; {@code null}: all of them
 * @param payloads whether its holder may read payloads
 * @param createdBy the key by which it was made, {@code admin-key} or {@code local}
 * @param expiresAt until when, exclusive; {@code null}: until it is revoked
 * @param lastUsedAt to the minute
 */
record ApiKey(
        String id,
        String name,
        Role role,
        Grant.@Nullable Home home,
        boolean payloads,
        OffsetDateTime createdAt,
        String createdBy,
        @Nullable OffsetDateTime expiresAt,
        @Nullable OffsetDateTime lastUsedAt,
        @Nullable OffsetDateTime revokedAt) {

    /** The name of its namespace; {@code *} for all of them. */
    String namespace() {
        return home == null ? Namespace.ALL : home.name();
    }
}
