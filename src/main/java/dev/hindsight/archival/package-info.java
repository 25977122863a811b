/**
 * Executions that go to the archive, and that are read there.
 *
 * <p>{@link dev.hindsight.archival.Archiving} writes a file first and removes rows afterwards, of those
 * executions only to which nothing was reported in between: the narrow row, which lists show, stays, and
 * says where its file has the rest. Who asks for that has it taken out of the file, into the tables,
 * where every question finds it; {@link dev.hindsight.archival.Closing} takes it away again. An archived
 * execution takes no reports, so that its file is always the whole of it; imported again it is as it was.
 * A file is deleted when no row names it any more; and a day after it was begun where none ever did, since its
 * writer was killed: {@link dev.hindsight.archival.Drafting} notes its name first.
 *
 * <p>Owns the tables {@code archive_file} and {@code archive_draft}, and of {@code execution} the columns that tell of the archive.
 */
@NullMarked
package dev.hindsight.archival;

import org.jspecify.annotations.NullMarked;
