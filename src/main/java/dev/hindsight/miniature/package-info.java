/**
 * Executions of a list drawn small: when their steps ran, as a few bars each.
 *
 * <p>All rows of a page are drawn by one statement, which counts and folds where the steps are, so that
 * an execution of many thousands costs the service no more memory than one of forty.
 *
 * <p>Reads the table of {@code step}; owns none.
 */
@NullMarked
package dev.hindsight.miniature;

import org.jspecify.annotations.NullMarked;
