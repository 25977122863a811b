/**
 * The JSON that records carry: limits, cutting, masking, cleaning, and what is told of it.
 *
 * <p>A value passes through once, as text: one streaming pass at the door reads it, and what comes
 * out is bound as {@code jsonb} text. No payload is ever built as a tree of objects.
 */
@NullMarked
package dev.hindsight.payload;

import org.jspecify.annotations.NullMarked;
