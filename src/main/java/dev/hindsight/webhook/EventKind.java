package dev.hindsight.webhook;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The events that there are for webhooks, as the live channel tells them, but for those of steps. */
public enum EventKind {
    EXECUTION_CREATED("execution.created"),
    EXECUTION_UPDATED("execution.updated"),
    EXECUTION_COMPLETED("execution.completed"),
    EXECUTION_FAILED("execution.failed"),
    EXECUTION_CANCELLED("execution.cancelled"),
    EXECUTION_TIMED_OUT("execution.timed_out"),
    EXECUTION_CRASHED("execution.crashed"),
    EXECUTION_DELETED("execution.deleted"),
    EXECUTION_RESTORED("execution.restored"),
    EXECUTION_REPLAY_REQUESTED("execution.replay_requested"),
    EXECUTIONS_REMOVED("executions.removed"),
    SLA_BREACHED("sla.breached");

    private static final List<EventKind> ALL = List.of(values());

    /** All of them, as they are written. */
    public static final List<String> WORDS = ALL.stream().map(EventKind::word).toList();

    private final String word;

    EventKind(String word) {
        this.word = word;
    }

    /** As it is written. */
    public String word() {
        return word;
    }

    /** The one that is written like that. */
    public static Optional<EventKind> ofWord(String word) {
        return ALL.stream().filter(it -> it.word.equals(word)).findFirst();
    }

    /** That an execution came to such an end, or crashed. */
    public static EventKind ofEnd(String status) {
        return ofWord("execution." + status.toLowerCase(Locale.ROOT))
                .orElseThrow(() -> new IllegalArgumentException("end " + status));
    }
}
