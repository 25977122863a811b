/**
 * Who did what to whose history, and who read payloads.
 *
 * <p>What changes something is told in the transaction that changes it: there is no change without its
 * entry. Reads are gathered and written every few seconds, those of one thing by one caller as one
 * entry with a count, so that nobody waits for them; a replica that is killed loses what it has
 * gathered, one that ends in order does not; one that cannot write for long goes on counting, and no longer
 * tells what was read. Of persons who are erased entries do not speak any longer,
 * unless they acted themselves. Owns the table {@code audit}.
 */
@NullMarked
package dev.hindsight.audit;

import org.jspecify.annotations.NullMarked;
