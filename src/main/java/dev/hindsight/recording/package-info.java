/**
 * Reports of executions become part of the record: which execution each is about, whether it is taken,
 * and how the execution stands then.
 *
 * <p>{@link dev.hindsight.recording.ReportRecorder} is the one way in. A batch of reports goes through
 * rounds until each report has its outcome. A round finds the executions ({@code naming}), locks those
 * that are there and writes one report of each, so that several reports of one execution merge in the
 * order in which they came. All that is new is begun by one statement and all else merged by another,
 * which decides by the rules of {@code merge} while the rows are locked. Who loses a race against
 * another transaction, to begin an execution say, takes part in the next round, and merges.
 *
 * <p>What always holds:
 *
 * <ul>
 *   <li>Locks are taken in one order in a round: external ids, executions, workflows, days that become
 *       wider; each in the order of their keys. What a lost race leaves over comes a round later.
 *   <li>A report that is refused spoils neither its neighbours nor the transaction, and gives back the
 *       external id that was claimed for it.
 *   <li>What changes an execution leaves a row in {@code change} and what it changes in the statistics,
 *       by the same statement.
 * </ul>
 *
 * <p>It is apart from {@code execution}, since most who read executions, lock them or remove them have
 * nothing to do with reports. Owns no tables: what it writes are rows of {@code execution}, and those
 * invariants are the ones that it keeps.
 */
@NullMarked
package dev.hindsight.recording;

import org.jspecify.annotations.NullMarked;
