/**
 * Visualization graphs of workflows, stored once by their content.
 *
 * <p>Owns the table {@code dag}. Executions refer to a graph by its hash; a graph leaves when the
 * last day that used it does.
 */
@NullMarked
package dev.hindsight.dag;

import org.jspecify.annotations.NullMarked;
