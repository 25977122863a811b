package dev.hindsight.ingest;

import dev.hindsight.step.StepOutcome;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * Where reported steps stand.
 *
 * @param items one for each reported step, in their order
 */
@RegisterForReflection
public record StepVersions(List<Item> items) {

    /**
     * Where one attempt stands.
     *
     * @param key the step's key, which the server made if none was sent
     * @param attempt from 1
     * @param version of the attempt
     */
    @RegisterForReflection
    public record Item(String key, int attempt, int version) {}

    static StepVersions of(List<StepOutcome> outcomes) {
        return new StepVersions(
                outcomes.stream()
                        .map(it -> new Item(it.key(), it.attempt(), it.version()))
                        .toList());
    }
}
