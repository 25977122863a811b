/**
 * Worlds of their own in one installation: their names, and the ids that lead every row.
 *
 * <p>A namespace is never removed, so what is known of one holds for good. Owns the tables
 * {@code namespace} and {@code namespace_bytes}.
 */
@NullMarked
package dev.hindsight.namespace;

import org.jspecify.annotations.NullMarked;
