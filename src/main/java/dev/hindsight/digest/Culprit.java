package dev.hindsight.digest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hindsight.step.Step;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which of the steps that failed did so first, and which followed. A step that contains another failing one,
 * or depends on one, has followed, whatever the clocks of the engine's workers say; of the others it is the
 * one that ended first.
 *
 * @param step the newest attempt of the first
 * @param followers the others, in the order of their ends
 */
public record Culprit(Step step, List<Step> followers) {

    private static final ObjectReader JSON = new JsonMapper().readerFor(String[].class);

    public Culprit {
        followers = List.copyOf(followers);
    }

    /** Out of failing steps in the order of their ends; empty if there are none. */
    static Optional<Culprit> of(List<Step> failing) {
        Set<String> keys = new HashSet<>();
        Set<String> parents = new HashSet<>();
        for (Step step : failing) {
            keys.add(step.key());
            if (step.parentKey() != null && !step.parentKey().equals(step.key())) {
                parents.add(step.parentKey());
            }
        }
        return failing.stream()
                .filter(it -> !parents.contains(it.key()) && !dependsOnAny(it, keys))
                .findFirst()
                // They depend on each other in a circle: then time alone decides.
                .or(() -> failing.stream().findFirst())
                .map(
                        first ->
                                new Culprit(
                                        first,
                                        failing.stream()
                                                .filter(it -> !it.key().equals(first.key()))
                                                .toList()));
    }

    private static boolean dependsOnAny(Step step, Set<String> keys) {
        return keysOf(step.dependsOn()).stream()
                .anyMatch(key -> keys.contains(key) && !key.equals(step.key()));
    }

    private static List<String> keysOf(@Nullable String dependsOn) {
        if (dependsOn == null) {
            return List.of();
        }
        try {
            return List.of(JSON.<String[]>readValue(dependsOn));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
