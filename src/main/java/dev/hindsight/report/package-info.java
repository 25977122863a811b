/**
 * Reports on their way into the record: what one request says of one execution, and the group commit
 * that writes what many of them say.
 *
 * <p>{@link dev.hindsight.report.ReportWriter} is the one way in. Reports wait in a few lanes, each of
 * which has one transaction under way at most: what arrives meanwhile is gathered and goes with the
 * next, so that a commit is shared by all who wait for it, and nobody waits for a clock when the line
 * is idle; between two transactions a lane waits a moment for those whom it has just answered ({@link
 * dev.hindsight.report.Gathering}). While little waits all use one lane, since a transaction costs more than a few reports in it.
 * When much does, reports that come by themselves use the lane of their execution; those of one body
 * always use one lane. So lanes seldom hold what others want, and the order of a body is kept.
 *
 * <p>Within a transaction everything is written in one order (graphs, external ids, executions, steps,
 * lines, heartbeats, and rows of each in the order of their keys), so that two writers never wait for
 * each other in a circle. A report is taken whole or not at all, and one that cannot be taken does not
 * spoil its neighbours: what is refused is told before the commit, and a transaction that fails is
 * halved until the guilty report stands alone. Reports of executions whose rows others hold are written
 * apart, so that nobody but they waits for them; and so are those that are merged in many turns.
 */
@NullMarked
package dev.hindsight.report;

import org.jspecify.annotations.NullMarked;
