/**
 * Search indexes of days that are over.
 *
 * <p>An index over words costs more to keep while its table is written than all else that is written
 * there, so that a day is written without. When it is over, and a while has passed for what still runs,
 * its indexes are built at once, beside whoever reads and writes, and the catalogue of days says so:
 * until then a search reads the day's rows. An index that was not finished, because the server or the
 * replica went away, is dropped and built again; one that went with its tables, because retention put
 * others in their place, is missing like any other.
 *
 * <p>One replica builds at a time. Payloads have no index: see {@code src/bench/README.md} for what
 * one would weigh.
 *
 * <p>Owns no tables; what the indexes are built of is said in {@code content}.
 */
@NullMarked
package dev.hindsight.indexing;

import org.jspecify.annotations.NullMarked;
