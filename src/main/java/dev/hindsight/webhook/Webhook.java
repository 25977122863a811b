package dev.hindsight.webhook;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One who is told of events.
 *
 * @param id another one for each webhook that was ever made, whatever it is called
 * @param order what was asked for; its secret is always there
 * @param since from when on it is told
 * @param health how it fares
 */
public record Webhook(
        int namespaceId,
        UUID id,
        String name,
        WebhookOrder order,
        Since since,
        Health health,
        OffsetDateTime createdAt,
        OffsetDateTime updatedAt) {

    /**
     * From when on it is told.
     *
     * @param snapshot of the database, in which what happened before can be seen; {@code null} when
     *     changes have been looked through for it since
     * @param at the same as a moment
     */
    public record Since(@Nullable String snapshot, OffsetDateTime at) {}

    /**
     * How it fares.
     *
     * @param disabledReason why the service itself disabled it
     * @param overflowedAt when events were lost last, since too many waited
     * @param failures in how many batches, one after the other, nothing could be delivered
     * @param retryAt until then nothing is sent
     */
    public record Health(
            @Nullable String disabledReason,
            @Nullable OffsetDateTime overflowedAt,
            int failures,
            @Nullable OffsetDateTime retryAt) {}

    /** What signs for it. */
    public String secret() {
        String secret = order.secret();
        if (secret == null) {
            throw new IllegalStateException("A stored webhook has no secret");
        }
        return secret;
    }

    /** What it is told of. */
    public List<EventKind> events() {
        return order.events();
    }
}
