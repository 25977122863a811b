package dev.hindsight.step;

import dev.hindsight.field.FieldContext;
import dev.hindsight.field.Fields;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * What one report says of one attempt of a step.
 *
 * @param mode whether it merges or patches
 * @param creates whether it may begin the step
 * @param key the step's key, unique in its execution
 * @param attempt from 1; absent for the newest one there is, or 1
 * @param reportedAt when the engine made the report
 * @param ifVersion the version that the step must have
 * @param forced whether an administrator overrides the order of statuses
 * @param fields what it sets or clears
 * @param defaultNode the node of a step that it begins without naming one
 */
public record StepReport(
        FieldContext.Mode mode,
        boolean creates,
        String key,
        @Nullable Integer attempt,
        @Nullable OffsetDateTime reportedAt,
        @Nullable Integer ifVersion,
        boolean forced,
        Fields<StepField> fields,
        @Nullable String defaultNode) {

    /**
     * What reports of steps of one execution are about. Those about the same attempt are merged one
     * after the other.
     *
     * @param key the step's
     * @param number from 1; {@code null} for the newest
     */
    public record Attempt(String key, @Nullable Integer number) {}

    /** What it is about. */
    public Attempt about() {
        return new Attempt(key, attempt);
    }

    /** Whether it patches instead of merging. */
    public boolean patches() {
        return mode == FieldContext.Mode.PATCH;
    }
}
