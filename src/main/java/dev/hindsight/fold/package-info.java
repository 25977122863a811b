/**
 * What reports changed in the statistics is taken up, by everybody who sums something up.
 *
 * <p>Empties the table {@code statistics_delta}, which whoever writes records fills: rows of it are
 * deleted and added up in one transaction, by one replica at a time, every few seconds, and before
 * whoever asks for statistics is answered. Who is killed on the way has done nothing. The transaction
 * sees deltas and records as of one moment, so that these agree.
 */
@NullMarked
package dev.hindsight.fold;

import org.jspecify.annotations.NullMarked;
