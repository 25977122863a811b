/**
 * Failures of a kind: executions that failed, timed out or crashed, grouped by the fingerprint of their
 * error, and what somebody decided about each group.
 *
 * <p>Owns the tables {@code failure_group} and {@code failure_rollup}, which are added up of what {@code
 * fold} hands over: counts can be taken away again, so that an execution that is corrected, or moves to
 * another group with a late step, counts where it belongs, and once. When a group was seen first and
 * last cannot: where one of these is taken away it is looked up in the executions, as soon as everything
 * that was reported is added up; where some of them have been removed since, or are deleted softly, what is
 * known of the first one is kept.
 *
 * <p>A resolved group is open again as soon as an execution fails that was not in it before. A group of
 * which all failures were taken back is not told of any more; what was decided about it is remembered.
 */
@NullMarked
package dev.hindsight.failure;

import org.jspecify.annotations.NullMarked;
