package dev.hindsight.audit;

import org.jspecify.annotations.Nullable;

/**
 * What somebody did.
 *
 * @param target to what: an id, a name, or the path that was asked
 * @param detail more about it, as JSON text
 */
public record Deed(Action action, String target, @Nullable String detail) {

    /** Kinds of deeds. */
    public enum Action {
        KEY_CREATED("key.created"),
        KEY_REVOKED("key.revoked"),
        NAMESPACE_CHANGED("namespace.changed"),
        EXECUTION_DELETED("execution.deleted"),
        EXECUTION_PURGED("execution.purged"),
        EXECUTION_RESTORED("execution.restored"),
        EXECUTIONS_DELETED("executions.deleted"),
        PERSON_ERASED("person.erased"),
        EXECUTIONS_EXPORTED("executions.exported"),
        POLICY_CHANGED("policy.changed"),
        POLICY_DELETED("policy.deleted"),
        SWEEP_STARTED("sweep.started"),
        WEBHOOK_CHANGED("webhook.changed"),
        WEBHOOK_DELETED("webhook.deleted"),
        DELIVERY_RETRIED("delivery.retried"),
        SLA_CHANGED("sla.changed"),
        SLA_DELETED("sla.deleted"),
        PAYLOADS_READ("payloads.read");

        private final String word;

        Action(String word) {
            this.word = word;
        }

        /** As it is written. */
        public String word() {
            return word;
        }
    }

    /** A deed about which there is no more to say. */
    public static Deed of(Action action, Object target) {
        return new Deed(action, target.toString(), null);
    }
}
