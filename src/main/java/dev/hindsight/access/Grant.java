package dev.hindsight.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a credential permits.
 *
 * @param actor whose it is, as the audit names it
 * @param role what may be done
 * @param home where; {@code null}: in all namespaces, one at a time
 * @param payloads whether payloads may be read
 * @param requestsPerSecond at most so many on this replica; {@code null}: what the settings say
 * @param liveConnections that the keys of its home may hold together on this replica; {@code null}: any
 *     number
 * @param expiresAt until when, exclusive; {@code null}: until it is revoked
 */
public record Grant(
        String actor,
        Role role,
        @Nullable Home home,
        boolean payloads,
        @Nullable Integer requestsPerSecond,
        @Nullable Integer liveConnections,
        @Nullable Instant expiresAt) {

    /** The one namespace that the holder sees. */
    public record Home(int id, String name) {}

    /** Everything everywhere, for good. */
    public static Grant everything(String actor) {
        return new Grant(actor, Role.ADMIN, null, true, null, null, null);
    }
}
