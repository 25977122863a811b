/**
 * The door for files, over HTTP or from a terminal: transcripts, as {@code exporter} makes them, and
 * files of other systems. A transcript is read line by line and taken in as it is told; of any other
 * format the file is read by the package of that format and handed on as a report.
 *
 * <p>A file of lines is never held: its lines are written in batches while it arrives. One that is cut
 * off, or wrong somewhere, is refused with the place; executions that were whole before are stored, and
 * the same file, or the right one, may come again.
 */
@NullMarked
package dev.hindsight.importer;

import org.jspecify.annotations.NullMarked;
