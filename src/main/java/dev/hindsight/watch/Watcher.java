package dev.hindsight.watch;

import dev.hindsight.access.Caller;
import dev.hindsight.subscription.Dialect;
import dev.hindsight.subscription.Outbox;
import dev.hindsight.subscription.Subscription;
import java.util.function.Consumer;

/**
 * Somebody who watches, on one connection.
 *
 * @param caller on whose behalf
 * @param outbox of the connection
 * @param dialect of the connection
 * @param failed is told of subscriptions that end by themselves; why is sent to the client
 */
public record Watcher(
        Caller caller, Outbox outbox, Dialect dialect, Consumer<Subscription> failed) {}
