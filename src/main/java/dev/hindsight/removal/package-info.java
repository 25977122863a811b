/**
 * How executions leave for good, whoever asks for it.
 *
 * <p>An execution leaves with all its rows in one transaction: its own row is locked first, as by
 * everybody who writes to it, and then each owner removes what is its own, in the order of the tables;
 * see {@link dev.hindsight.removal.Removal}. What belongs to it therefore never stays behind, however
 * reports and removals meet. Owns no tables; what leaves is noted in {@code change}, one row a batch.
 */
@NullMarked
package dev.hindsight.removal;

import org.jspecify.annotations.NullMarked;
