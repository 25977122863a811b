/**
 * What people see of a running service in a terminal: {@code list}, {@code show}, {@code tail} and {@code
 * diff}.
 *
 * <p>A client like any other: it knows the contract over HTTP and the live channel, none of the service's
 * classes, and starts neither a service nor a database, so that a command answers in the time a JVM takes
 * to start. What it is told is shown, never trusted: names and log lines come from whoever reported them,
 * so nothing of them reaches a terminal before {@link dev.hindsight.terminal.Plain} has taken the control
 * characters out. With {@code --json} every line is one JSON value in ASCII, as the service told it.
 *
 * <p>A {@code tail} is a watch on the {@link
 * dev.hindsight.terminal.LiveFeed}, which comes back with what the watch holds whenever it was cut off:
 * executions are told once for each version, log lines once for each sequence. Messages never hold the key.
 *
 * <p>Widths of characters are counted here since the JDK does not know them; picocli, which reads the
 * arguments and finds out how wide the terminal is, knows those of Chinese, Japanese and Korean only.
 */
@NullMarked
package dev.hindsight.terminal;

import org.jspecify.annotations.NullMarked;
