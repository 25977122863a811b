package dev.hindsight.copy;

import dev.hindsight.field.Fields;
import dev.hindsight.step.StepField;
import dev.hindsight.transcript.Stamps;
import java.time.OffsetDateTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a step as a transcript tells it.
 *
 * @param fields what it says, with its notices
 * @param unset fields for which a default is told, and that hold nothing
 * @param stamps which reports set its fields
 */
public record StepCopy(
        String key,
        int attempt,
        int version,
        OffsetDateTime createdAt,
        Fields<StepField> fields,
        Set<StepField> unset,
        Stamps stamps) {

    public StepCopy {
        unset = Set.copyOf(unset);
        if (!stamps.fit(StepField.values().length)) {
            throw new IllegalArgumentException("These are no stamps of a step");
        }
    }

    /** What is bound for a field. */
    @Nullable Object value(StepField field) {
        return unset.contains(field) ? null : fields.get(field);
    }
}
