/**
 * Slices of lists: how many, from where, and how to go on.
 *
 * <p>Lists page by key. A {@link dev.hindsight.page.Cursor} holds the sort values and the id of the
 * last row of a page, so that rows which arrive or expire meanwhile neither repeat nor skip others;
 * it is opaque to clients and bound to the order and the filters it was issued for by a {@link
 * dev.hindsight.page.Fingerprint}. An {@link dev.hindsight.page.Offset} is there for simple clients
 * and bounded. A resource reads, in this order:
 *
 * <pre>{@code
 * long question = Fingerprint.of("startedAt", "desc", filters);
 * Limit limit = Limit.of(limitParameter);
 * Optional<Cursor> after = Cursor.decode(Optional.ofNullable(cursorParameter), question);
 * // one row more than the page holds tells whether there is a next page
 * List<Row> rows = store.list(limit.value() + 1, after);
 * return Page.of(rows, limit, last -> Cursor.of(question, Part.at(last.startedAt()), Part.id(last.id())));
 * }</pre>
 *
 * <p>Owns no tables.
 */
@NullMarked
package dev.hindsight.page;

import org.jspecify.annotations.NullMarked;
