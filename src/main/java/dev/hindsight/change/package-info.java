/**
 * The feed of changes.
 *
 * <p>Whoever changes an execution leaves a row in {@code change}, in the same statement or
 * transaction, so that a change that is rolled back tells nobody. Rows hold keys and what was there
 * before; what there is now is read from the tables.
 *
 * <p>The feed is read by the difference of two database snapshots: what the later sees and the earlier
 * does not. Numbers become visible in another order than they were drawn in, so that a reader who only
 * asked for larger ones would lose what commits late; see {@link
 * dev.hindsight.change.FeedPosition}.
 */
@NullMarked
package dev.hindsight.change;

import org.jspecify.annotations.NullMarked;
