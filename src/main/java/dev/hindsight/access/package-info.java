/**
 * Who asks: keys, roles, namespaces.
 *
 * <p>Every service method takes a {@link dev.hindsight.access.Caller}; every statement is bound to
 * the caller's namespace.
 */
@NullMarked
package dev.hindsight.access;

import org.jspecify.annotations.NullMarked;
