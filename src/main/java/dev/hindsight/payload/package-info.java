/**
 * The JSON that records carry: limits, cutting, masking, cleaning, and what is told of it.
 *
 * <p>A value passes through once, as text: one streaming pass at the door reads it, and what comes
 * out is bound as {@code jsonb} text. No payload is ever built as a tree of objects. Doors parse
 * with {@link dev.hindsight.payload.PayloadJson} and hand each value to {@link
 * dev.hindsight.payload.PayloadReader}, which also takes texts with a column of their own and makes
 * {@link dev.hindsight.payload.CleanText} of them. Which values are secret is asked of {@code
 * secret}.
 *
 * <p>What holds: the text that comes out is valid JSON that PostgreSQL accepts as {@code jsonb} and
 * gives back at about the same size; it equals what was sent unless a {@link
 * dev.hindsight.payload.Notice} says otherwise; and what is kept in memory of a value is bounded by
 * its limits, whatever is sent. What fails on the way yields nothing that could be stored; a text
 * that cannot be searched for secrets is masked whole. Of duplicate keys PostgreSQL keeps the last,
 * which a notice tells; all of them are masked and cleaned.
 */
@NullMarked
package dev.hindsight.payload;

import org.jspecify.annotations.NullMarked;
