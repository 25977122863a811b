/**
 * Questions that a streaming replica of the database may answer: lists, searches, statistics.
 *
 * <p>What it answers is never older than the question. The primary is asked how far its log has come,
 * which costs it next to nothing, and the replica answers when it has replayed as much; if that takes
 * longer than a moment, the primary answers. So who reported something finds it, a dashboard that
 * watches and then lists misses nothing, and statistics are of the moment that they name: a replica
 * changes where the work is done, and nothing else. Each connection is asked for itself, since many
 * replicas may lie behind one address.
 *
 * <p>One that is away, or may not do what is asked, is left alone for some seconds. The feed of changes
 * is always read on the primary: a replica's snapshots do not tell which transactions are under way.
 */
@NullMarked
package dev.hindsight.reader;

import org.jspecify.annotations.NullMarked;
