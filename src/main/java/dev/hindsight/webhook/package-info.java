/**
 * Webhooks: who wants to be told of which events over HTTP, where, and how it knows that it is us. What
 * is sent to them, and the sending, is the room {@code delivery}.
 *
 * <p>A webhook belongs to a namespace, whose administrators manage it. It hears of what happens from when
 * it was enabled on. Secrets sign, and so are stored as they are; they are told once, when the service
 * made them up.
 *
 * <p>The service must not become the hand by which somebody reaches into the network behind it: see
 * {@link dev.hindsight.webhook.AddressRules}.
 *
 * <p>Owns the table {@code webhook}.
 */
@NullMarked
package dev.hindsight.webhook;

import org.jspecify.annotations.NullMarked;
