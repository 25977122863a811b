/**
 * What went wrong, as the caller hears it: RFC 9457 problem answers.
 *
 * <p>Every failure a caller can cause or meet is one {@link dev.hindsight.problem.ProblemException}
 * with a {@link dev.hindsight.problem.ProblemType}. The doors over HTTP, WebSocket and MCP use the
 * same types, and {@link dev.hindsight.problem.Problem} is the form in which one is written into an
 * answer that goes on. Of a name that is not known, {@link dev.hindsight.problem.NearestName} guesses
 * which one was meant. What keeps the service from starting is a {@link
 * dev.hindsight.problem.StartFailure}, told in one line. Owns no tables.
 */
@NullMarked
package dev.hindsight.problem;

import org.jspecify.annotations.NullMarked;
