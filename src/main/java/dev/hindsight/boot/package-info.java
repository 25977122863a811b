/**
 * How the service starts and stops: its entry, where its database is, what is done before the first
 * request, and how it tells that it is well.
 *
 * <p>Whatever keeps the service from starting is a {@link dev.hindsight.problem.StartFailure}: one
 * line on the error stream that says what to do, and exit code 1.
 */
@NullMarked
package dev.hindsight.boot;

import org.jspecify.annotations.NullMarked;
