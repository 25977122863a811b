package dev.hindsight.access;

/**
 * On whose behalf something is done.
 *
 * @param namespaceId the one namespace whose rows the caller sees
 * @param role what the caller may do there
 */
public record Caller(int namespaceId, Role role) {

    /** Id of the namespace {@code default}, which every installation has. */
    public static final int DEFAULT_NAMESPACE = 1;

    /** The caller of a service without access control: administers the default namespace. */
    public static final Caller LOCAL = new Caller(DEFAULT_NAMESPACE, Role.ADMIN);
}
