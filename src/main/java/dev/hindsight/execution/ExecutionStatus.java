package dev.hindsight.execution;

import dev.hindsight.outcome.StatusWords;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where an execution stands. Stored by its code, which never changes. */
public enum ExecutionStatus {
    PENDING(0, 0, "pending", "notstarted", "queued"),
    RUNNING(1, 1, "running"),
    COMPLETED(2, 2, "completed", "success", "succeeded"),
    FAILED(3, 2, "failed", "error"),
    CANCELLED(4, 2, "cancelled", "canceled"),
    TIMED_OUT(5, 2, "timed_out", "timeout"),
    /** The service's own guess: nothing was heard for too long. */
    CRASHED(6, 1, "crashed");

    /** The words on the wire, for people. */
    public static final String WORDS =
            "pending, running, completed, failed, cancelled, timed_out, crashed";

    private static final Map<String, ExecutionStatus> BY_WORD =
            Stream.of(values())
                    .flatMap(status -> Stream.of(status.words).map(word -> Map.entry(word, status)))
                    .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private final short code;
    private final int rank;
    private final String word;
    private final String[] words;

    ExecutionStatus(int code, int rank, String word, String... synonyms) {
        this.code = (short) code;
        this.rank = rank;
        this.word = word;
        this.words =
                Stream.concat(Stream.of(word.replace("_", "")), Stream.of(synonyms))
                        .toArray(String[]::new);
    }

    /** The number that is stored. */
    public short code() {
        return code;
    }

    /** 0 before it runs, 1 while it runs or may run again, 2 at an end. */
    public int rank() {
        return rank;
    }

    /** The word on the wire. */
    public String word() {
        return word;
    }

    /** Whether it is an end, which no report replaces. */
    public boolean isTerminal() {
        return rank == 2;
    }

    /** The status that a word means, in any case and with any separators. */
    public static Optional<ExecutionStatus> ofWord(String word) {
        return Optional.ofNullable(BY_WORD.get(StatusWords.bare(word)));
    }

    /** The status with this code. */
    public static ExecutionStatus ofCode(int code) {
        return values()[code];
    }
}
