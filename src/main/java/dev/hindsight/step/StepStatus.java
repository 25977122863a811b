package dev.hindsight.step;

import dev.hindsight.execution.ExecutionStatus;
import dev.hindsight.outcome.StatusWords;
import java.util.Optional;

/** Where a step stands: the statuses of an execution, in the same order, and one more. */
public enum StepStatus {
    PENDING(ExecutionStatus.PENDING),
    RUNNING(ExecutionStatus.RUNNING),
    COMPLETED(ExecutionStatus.COMPLETED),
    FAILED(ExecutionStatus.FAILED),
    CANCELLED(ExecutionStatus.CANCELLED),
    TIMED_OUT(ExecutionStatus.TIMED_OUT),
    CRASHED(ExecutionStatus.CRASHED),
    /** The execution passed its node by. */
    SKIPPED(7, 2, "skipped");

    /** The words on the wire, for people. */
    public static final String WORDS =
            "pending, running, completed, failed, cancelled, timed_out, crashed, skipped";

    private final short code;
    private final int rank;
    private final String word;

    StepStatus(ExecutionStatus same) {
        this(same.code(), same.rank(), same.word());
    }

    StepStatus(int code, int rank, String word) {
        this.code = (short) code;
        this.rank = rank;
        this.word = word;
    }

    /** The number that is stored. */
    public short code() {
        return code;
    }

    /** As {@link ExecutionStatus#rank()}; to be skipped is an end. */
    public int rank() {
        return rank;
    }

    /** The word on the wire. */
    public String word() {
        return word;
    }

    /** The status that a word means, in any case and with any separators. */
    public static Optional<StepStatus> ofWord(String word) {
        return StatusWords.bare(word).equals(SKIPPED.word)
                ? Optional.of(SKIPPED)
                : ExecutionStatus.ofWord(word).map(status -> ofCode(status.code()));
    }

    /** The status with this code. */
    public static StepStatus ofCode(int code) {
        return values()[code];
    }
}
