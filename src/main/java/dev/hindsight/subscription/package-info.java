/**
 * What one connection watches, and what waits to be sent to it.
 *
 * <p>{@link dev.hindsight.subscription.EventSubscription} and {@link
 * dev.hindsight.subscription.LogSubscription} are offered what happens, keep of it what concerns them,
 * bounded and folded, and give it out frame by frame as {@link dev.hindsight.subscription.Outbox} asks:
 * when the frame before has gone out. {@link dev.hindsight.subscription.NamedSubscriptions} knows those of
 * a connection by the client's names for them, and bounds what is asked of the database for it.
 *
 * <p>Nothing here knows where it is read or how it is sent: {@link dev.hindsight.subscription.Dialect}
 * writes frames, {@link dev.hindsight.subscription.Wire} takes them.
 */
@NullMarked
package dev.hindsight.subscription;

import org.jspecify.annotations.NullMarked;
