/**
 * What is recorded, in few words: for readers who pay for each of them, or have room for few.
 *
 * <p>A {@link dev.hindsight.digest.Story} tells one execution: its steps counted, those that failed first, and
 * some of them. {@link dev.hindsight.digest.Differences} tell what differs between two and only count what is
 * the same. A {@link dev.hindsight.digest.Diagnosis} puts together what is known of a failure: the step that
 * failed first ({@link dev.hindsight.digest.Culprit}), those that still ran when it crashed, the last lines,
 * failures of the same kind, the last success and what differed from it. It infers nothing: all of it is
 * recorded.
 *
 * <p>Every digest is bounded, whatever it is of: lists by their number, payloads by {@link
 * dev.hindsight.digest.Excerpts}, and it says where something was left out. Owns no tables.
 */
@NullMarked
package dev.hindsight.digest;

import org.jspecify.annotations.NullMarked;
