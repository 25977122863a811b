package dev.hindsight.policy;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Over which executions a policy's {@code maxCount} counts. */
public enum CountPer {
    /** Those of each workflow by themselves. */
    WORKFLOW,
    /** All that the policy selects, together. */
    POLICY;

    /** As it is written. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one that is written like that. */
    static Optional<CountPer> ofWord(String word) {
        return Stream.of(values()).filter(it -> it.word().equals(word)).findFirst();
    }
}
