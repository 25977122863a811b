/**
 * Bodies that are never held whole: a request's is taken piece by piece, an answer's is given piece
 * by piece.
 *
 * <p>Both ways it is the slower side that sets the pace. Of a request, the network is asked for more
 * only when a reader of its {@link dev.hindsight.stream.BodyStream} asks; of an answer that is {@link
 * dev.hindsight.stream.Streamed}, the next piece is asked for when the one before it has gone out. A
 * sender or reader that stops costs the pieces under way, and no thread. Limits, encodings and
 * failures are those of {@code edge}.
 *
 * <p>Many bodies are lines of JSON. They are cut in one way, by {@link
 * dev.hindsight.stream.LineSplitter}, and those that are refused are told in one way, by {@link
 * dev.hindsight.stream.LineErrors}. Owns no tables.
 */
@NullMarked
package dev.hindsight.stream;

import org.jspecify.annotations.NullMarked;
