package dev.hindsight.change;

import java.util.NoSuchElementException;

/** What kind of change it was. */
public enum ChangeKind {
    /** An execution is there that was not; with {@code replay} in {@code prev}, it is to be run. */
    EXECUTION_CREATED(0),
    /** Fields of an execution are others than before. */
    EXECUTION_UPDATED(1),
    /** An attempt of a step is there, or fields of it are others than before. */
    STEP_UPSERTED(2),
    /** An execution was deleted softly. */
    EXECUTION_DELETED(3),
    /** A soft deletion was taken back. */
    EXECUTION_RESTORED(4),
    /** Executions were removed for good, or many were deleted at once: one change for all of them. */
    EXECUTIONS_REMOVED(5),
    /** Lines were added to the log of an execution. */
    LOGS_APPENDED(6),
    /** What is expected of a workflow was not kept. */
    SLA_BREACHED(8);

    private static final ChangeKind[] ALL = values();

    private final int code;

    ChangeKind(int code) {
        this.code = code;
    }

    /** As it is stored. */
    public int code() {
        return code;
    }

    /**
     * The kind that is stored so.
     *
     * @throws NoSuchElementException if none is
     */
    public static ChangeKind ofCode(int code) {
        for (ChangeKind kind : ALL) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new NoSuchElementException("kind of change " + code);
    }
}
