/**
 * The door of the clock: executions of which nothing is heard any more are taken for crashed.
 *
 * <p>A running execution that promised heartbeats and is silent for too long; one, running or pending,
 * of which nothing at all was reported for days; and what an instance of an engine left running, as it
 * says itself when it starts again. All three are guesses. They are written like any report, by {@link
 * dev.hindsight.recording.ReportRecorder}, while the execution's row is locked and after it was
 * looked at once more, so that a sign of life that just arrived wins; and a later one revives the
 * execution.
 *
 * <p>Owns no tables; reads those of executions, steps and logs.
 */
@NullMarked
package dev.hindsight.crash;

import org.jspecify.annotations.NullMarked;
