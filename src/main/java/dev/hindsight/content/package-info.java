/**
 * What is looked for inside records: words in their texts, and values in their payloads.
 *
 * <p>A word is a run of letters and digits. What is looked for matches the beginning of a word, in any
 * case, so that {@code order} finds {@code orders} and {@code com.acme.OrderService}, but not {@code
 * reorder}. PostgreSQL cuts texts into words, by the dictionary that changes nothing but their case,
 * and does so alike where a day has an index and where it has none yet: what is found does not depend
 * on whether its day is over. Punctuation is taken out before, since PostgreSQL would take a path, a
 * host or an address for one word, of which no part is found.
 *
 * <p>Owns no tables; {@code search} and {@code logsearch} write its conditions into their statements,
 * and {@code indexing} builds the indexes that serve them.
 */
@NullMarked
package dev.hindsight.content;

import org.jspecify.annotations.NullMarked;
