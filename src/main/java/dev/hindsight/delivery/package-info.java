/**
 * What webhooks are sent: an outbox in the database, which is filled from the feed of changes and emptied
 * over HTTP.
 *
 * <p>One replica at a time follows the feed. In one transaction with one snapshot it reads what changed
 * since a stored place, works out which events that is and who wants to hear of them, and writes these and
 * the new place: each event comes into the outbox once, however many replicas there are and wherever one
 * is killed, and nothing of it is on the way of a report. Where the feed was lost, executions that changed
 * since are looked up and told as they stand; numbers of events follow from what happened, so that what is
 * found twice is there once.
 *
 * <p>Any replica sends. A delivery is leased, sent, and noted; one whose replica was killed in between is
 * sent again: at least once, under the same number. Of the deliveries to one webhook about one execution
 * only the oldest is sent, so that they arrive in order. One that cannot be delivered is tried again, at
 * growing intervals, and then given up; a webhook that does not answer at all is asked by one request at a
 * time, whatever waits for it.
 *
 * <p>Owns the tables {@code delivery} and {@code webhook_place}.
 */
@NullMarked
package dev.hindsight.delivery;

import org.jspecify.annotations.NullMarked;
