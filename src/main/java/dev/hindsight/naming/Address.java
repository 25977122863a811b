package dev.hindsight.naming;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a report says which execution it is about.
 *
 * @param id the execution's id, if it is named
 * @param externalId the engine's own id, if it is named
 * @param begins whether the report may begin the execution if there is none
 * @param renews whether it may begin one anew that retention removed
 * @param names whether it may give the external id to the execution with the id
 */
public record Address(
        @Nullable UUID id,
        @Nullable String externalId,
        boolean begins,
        boolean renews,
        boolean names) {}
