/**
 * What a report says, field by field.
 *
 * <p>A record declares each of its fields once, as a constant of an enum that implements {@link
 * dev.hindsight.field.Field}: its place in the JSON, its column, its type. Reading a report, binding
 * it to a statement, the statement's own column lists and the stamps that decide which report wins
 * all follow from that declaration, so they cannot disagree.
 *
 * <p>Reading is by hand, over Jackson's streaming parser, where data binding would be shorter: it
 * must tell an absent field from a {@code null} one, name every bad field of a body at once, and
 * pass payloads through as text in the same pass.
 */
@NullMarked
package dev.hindsight.field;

import org.jspecify.annotations.NullMarked;
