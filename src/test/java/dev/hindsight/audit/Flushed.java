package dev.hindsight.audit;

import io.quarkus.arc.Arc;
import java.time.Duration;

/** What was read until now, written into the audit, as it is every few seconds. */
public final class Flushed {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Flushed() {}

    /** Answers when it is written. */
    public static void now() {
        Arc.container().instance(Audit.class).get().flush().await().atMost(PATIENCE);
    }
}
