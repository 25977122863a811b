/**
 * What went wrong, as the caller hears it: RFC 9457 problem answers.
 *
 * <p>Every failure a caller can cause or meet is one {@link dev.hindsight.problem.ProblemException}
 * with a {@link dev.hindsight.problem.ProblemType}; one mapper writes them on the wire. The
 * WebSocket and MCP doors use the same types.
 */
@NullMarked
package dev.hindsight.problem;

import org.jspecify.annotations.NullMarked;
