/**
 * What checkpoints add to transcripts: artifacts, the execution tree, snapshots and states, as lines
 * behind those of the execution.
 *
 * <p>Bytes of any size are told chunk by chunk, each a line, under the id that they are stored under.
 * They are taken in again only where there is nothing, or where the same bytes are under way, so that
 * an import never replaces what an engine has written since.
 *
 * <p>Imports {@code checkpoint} and {@code transcript}; nobody imports it. Owns no tables.
 */
@NullMarked
package dev.hindsight.appendix;

import org.jspecify.annotations.NullMarked;
