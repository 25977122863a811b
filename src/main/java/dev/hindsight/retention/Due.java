package dev.hindsight.retention;

/** What is due of an execution. */
public enum Due {
    /** It leaves, with everything. */
    REMOVAL("v.verdict = 1"),
    /** It goes to the archive; its narrow row stays. */
    ARCHIVING("v.verdict = 2"),
    /** Its payloads go; it stays. */
    PAYLOADS("v.verdict = 0 AND d.payloads"),
    /** Its log goes; it stays. */
    LOGS("v.verdict = 0 AND d.logs"),
    /** It has more snapshots than it may keep; it stays. */
    SNAPSHOTS("v.verdict = 0 AND d.snapshots");

    private final String condition;

    Due(String condition) {
        this.condition = condition;
    }

    /** As a condition on a judged row. */
    String condition() {
        return condition;
    }
}
