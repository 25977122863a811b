/**
 * Statistics: counts, rates and durations of many executions at once, as a whole and over time.
 *
 * <p>A {@link dev.hindsight.analytics.TimeAxis} cuts the time that is asked for into the hours or days
 * of a time zone, and a {@link dev.hindsight.analytics.Cover} tells which rolled-up rows fill them,
 * and what little at either end is to be read from the executions themselves.
 */
@NullMarked
package dev.hindsight.analytics;

import org.jspecify.annotations.NullMarked;
