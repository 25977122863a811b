/**
 * Who watches what, and what they are told: the feed of changes, joined to the state it led to and
 * dealt out to subscriptions.
 *
 * <p>{@link dev.hindsight.watch.Hub} hears every batch of the feed while anybody watches; what changed is
 * read once for all of them, so that the work of the database is that of the changes, however many
 * watch.
 *
 * <p>Nothing is lost between the state that a subscription begins with and the changes after it: it
 * listens first, then reads the state and its place in the feed as of one snapshot of the database, and
 * passes by what that snapshot has seen. While the database is away, what changed is asked for until it
 * is there again; what cannot be read for another reason is passed over, and whoever watches begins
 * again from a fresh snapshot.
 */
@NullMarked
package dev.hindsight.watch;

import org.jspecify.annotations.NullMarked;
