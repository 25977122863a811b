/**
 * How connections end when the service does, so that nobody who keeps one open sends a request into
 * its end.
 *
 * <p>From the moment it is told to end until the delay is over ({@code quarkus.shutdown.delay}), the
 * service is not ready and goes on serving. Every answer of that time is the last of its connection and
 * says so; connections on which nobody asks are closed a moment before the delay is over, when they
 * have been idle for nearly all of it. What is underway then is finished, within {@code
 * quarkus.shutdown.timeout}, and takes its connection along. So the last look at what is open, which
 * cuts, finds nothing that anybody waits for. Sockets are sent away by {@code live}. Owns no tables.
 */
@NullMarked
package dev.hindsight.drain;

import org.jspecify.annotations.NullMarked;
