/**
 * Files of archived executions, in a directory or in a bucket: written whole or not at all, and opened
 * one execution at a time. Knows neither tables nor policies: whoever archives hands in executions as
 * streams of transcript lines, and keeps the places it is told.
 *
 * <pre>
 *   namespace/2026-01-31/id.ndjson.zst     the executions of one namespace and day
 *   namespace/2026-01-31/id.json           its manifest: without, the file does not count
 * </pre>
 *
 * <p>The file is zstd frames (RFC 8878) one behind the other: a line that begins it, the lines of each
 * execution, a line that ends it. Decompressed whole it is what {@code exporter} writes and {@code
 * importer} takes. A skippable frame comes last, whose content is the index, so that the file can be
 * opened without its manifest:
 *
 * <pre>
 *   [{"execution": "…", "externalId": "order-7", "position": 40, "length": 912}, …]
 * </pre>
 *
 * <p>The manifest is written last, behind everything else. What a killed process leaves has none: it is
 * no part of the archive, and is swept. The id is a UUIDv7, so that the name alone tells when a file was
 * begun, in a directory and in a bucket alike.
 *
 * <p>Memory does not depend on sizes: an execution passes in chunks, of which the next is asked for when
 * the one before is written. Held are at most a MiB that may become a small frame, the 8 MiB in which
 * zstd looks for repetitions, and the index. Whatever touches files or compresses runs on worker threads.
 *
 * <p>Owns no tables.
 */
@NullMarked
package dev.hindsight.archive;

import org.jspecify.annotations.NullMarked;
