/**
 * What went wrong, as the caller hears it: RFC 9457 problem answers.
 *
 * <p>Every failure a caller can cause or meet is one {@link dev.hindsight.problem.ProblemException}
 * with a {@link dev.hindsight.problem.ProblemType}; one mapper writes them on the wire, for failures
 * in a resource and, as the last failure handler of the router, for those outside. The WebSocket and
 * MCP doors use the same types, and {@link dev.hindsight.problem.Problem} is the form in which one
 * is written into an answer that goes on.
 *
 * <p>A request passes, in this order: its id is taken or made; the form of its path, query and headers
 * and the announced size of its body are checked; its resource is found; its query parameters are
 * compared with those that the resource method declares; its body is counted while it is read.
 *
 * <p>This package and the {@code *Resource} classes alone know JAX-RS, and this one also the router
 * below it. Owns no tables.
 */
@NullMarked
package dev.hindsight.problem;

import org.jspecify.annotations.NullMarked;
