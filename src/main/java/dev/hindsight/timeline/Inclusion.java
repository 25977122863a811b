package dev.hindsight.timeline;

import java.util.Locale;
import java.util.Optional;

/** What may be told along with an execution. */
enum Inclusion {
    STEPS,
    LOGS,
    DAG,
    TREE,
    WORKFLOW;

    static final String WORDS = "steps, logs, dag, tree, workflow";

    static Optional<Inclusion> ofWord(String word) {
        for (Inclusion inclusion : values()) {
            if (inclusion.name().toLowerCase(Locale.ROOT).equals(word)) {
                return Optional.of(inclusion);
            }
        }
        return Optional.empty();
    }
}
