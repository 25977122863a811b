package dev.hindsight.sla;

import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * What is expected of a workflow, by a name.
 *
 * @param id another one for each that was ever made, whatever it is called
 */
record Sla(
        int namespaceId,
        UUID id,
        String name,
        SlaOrder order,
        OffsetDateTime createdAt,
        OffsetDateTime updatedAt) {}
