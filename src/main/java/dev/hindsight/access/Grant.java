package dev.hindsight.access;

import dev.hindsight.namespace.Namespace.Quotas;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a credential permits.
 *
 * @param actor whose it is, as the audit names it
 * @param role what may be done
 * @param home where; {@code null}: in all namespaces, one at a time
 * @param payloads whether payloads may be read
 * @param quotas of its home, which all who have this home share; none where it is of all namespaces
 * @param expiresAt until when, exclusive; {@code null}: until it is revoked
 */
public record Grant(
        String actor,
        Role role,
        @Nullable Home home,
        boolean payloads,
        Quotas quotas,
        @Nullable Instant expiresAt) {

    /** The one namespace that the holder sees. */
    public record Home(int id, String name) {}

    /** Everything everywhere, for good. */
    public static Grant everything(String actor) {
        return new Grant(actor, Role.ADMIN, null, true, Quotas.NONE, null);
    }
}
