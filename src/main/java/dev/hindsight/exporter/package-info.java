/**
 * The door that hands executions out whole, over HTTP or from a terminal: transcripts as lines of JSON,
 * or as one document.
 *
 * <p>Everything is streamed: a page is read when the reader has taken the one before. A reader that sees
 * the last line, or the end of the document, has everything; whatever goes wrong before cuts the
 * connection.
 *
 * <pre>
 *   {"hindsight": {"format": 1}}
 *   {"execution": {…}}                         of each execution, in this order
 *   {"dag": …}                                 if it has one
 *   {"step": {…}}                              by key and attempt
 *   {"log": {…}}                               by sequence
 *   {"whole": {"steps": 2, "logs": 40}}
 *   {"end": {"executions": 1, "steps": 2, "logs": 40}}
 * </pre>
 *
 * <p>A document is the same of one execution, with members {@code hindsight}, {@code execution}, {@code
 * dag}, {@code steps}, {@code logs} and {@code whole}. What other packages keep of an execution stands
 * behind its lines, see {@link dev.hindsight.transcript.Appendix}. Owns no tables.
 */
@NullMarked
package dev.hindsight.exporter;

import org.jspecify.annotations.NullMarked;
