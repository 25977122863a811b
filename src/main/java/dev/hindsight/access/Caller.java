package dev.hindsight.access;

import dev.hindsight.namespace.Namespace;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;

/**
 * On whose behalf something is done.
 *
 * @param namespaceId the one namespace whose rows the caller sees
 * @param grant what the caller may do there
 */
public record Caller(int namespaceId, Grant grant) {

    /** Who runs a command, and every caller of a service without access control. */
    public static final Caller LOCAL = new Caller(Namespace.DEFAULT_ID, Grant.everything("local"));

    /** Whose doing it is, as the audit names it. */
    public String actor() {
        return grant.actor();
    }

    /** Whether the caller may do what a role may. */
    public boolean has(Role role) {
        return grant.role().compareTo(role) >= 0;
    }

    /** Whether the caller may read payloads. */
    public boolean seesPayloads() {
        return grant.payloads();
    }

    /** Whether the caller administers all namespaces. */
    public boolean isOfAllNamespaces() {
        return grant.home() == null && has(Role.ADMIN);
    }

    /**
     * Fails unless the caller may do what a role may.
     *
     * @throws ProblemException {@code forbidden}
     */
    public void require(Role role) {
        if (!has(role)) {
            throw forbidden(
                    "This takes the role %s; the credential has the role %s."
                            .formatted(role.word(), grant.role().word()));
        }
    }

    /**
     * Fails unless the caller may read payloads.
     *
     * @throws ProblemException {@code forbidden}
     */
    public void requirePayloads() {
        if (!seesPayloads()) {
            throw payloadsForbidden();
        }
    }

    /** The problem of a caller who may not read payloads. */
    public ProblemException payloadsForbidden() {
        return forbidden("The credential does not permit payloads to be read.");
    }

    /**
     * Fails unless the caller administers all namespaces.
     *
     * @throws ProblemException {@code forbidden}
     */
    public void requireAllNamespaces() {
        if (!isOfAllNamespaces()) {
            throw forbidden("This takes an admin of all namespaces.");
        }
    }

    /** The problem of a caller who may not. */
    public static ProblemException forbidden(String detail) {
        return new ProblemException(ProblemType.FORBIDDEN, detail);
    }
}
