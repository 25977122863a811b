/**
 * Formats of other engines: what n8n, Temporal, Argo Workflows and Airflow tell of their executions
 * becomes operations of bulk reports.
 *
 * <p>A {@link dev.hindsight.foreign.ForeignFormat} finds the records in a document, and each {@link
 * dev.hindsight.foreign.ForeignRecord} becomes one {@link dev.hindsight.foreign.Operation}: JSON, which
 * whoever imports hands to the reader of operations, so that limits, cleaning, masking and cutting are
 * those of every report. Nothing here knows of reports.
 *
 * <p>What a record needs is an id and the name of a workflow; of all else nothing depends. A member
 * that is absent, or of a type that its engine does not give it, is not told; a record is refused only
 * without what it needs, or with more elements than are looked at. No document is ever a tree: a {@link
 * dev.hindsight.foreign.Part} is a place in its bytes, and payloads are copied from there.
 * Jackson's trees would hold a document many times over, and no place to copy from; the reader of {@code
 * otlp} goes once from front to end and refuses what is of another type, so that nothing of it is of use
 * here.
 *
 * <p>The same record always is the same operation, with the same ids, keys and sequences of lines, so
 * that taking it again changes nothing. All of it counts as reported at the last moment it tells of.
 */
@NullMarked
package dev.hindsight.foreign;

import org.jspecify.annotations.NullMarked;
