package dev.hindsight.ingest;

import dev.hindsight.execution.ExecutionField;
import dev.hindsight.field.Fields;
import org.jspecify.annotations.Nullable;

/**
 * What is to be different in an execution that is run again.
 *
 * @param externalId the engine's own id of the new one
 * @param fields input, labels, createdBy and note, as far as they are said
 * @param bytes of the request that it was read from
 */
public record ReplayOrder(@Nullable String externalId, Fields<ExecutionField> fields, int bytes) {}
