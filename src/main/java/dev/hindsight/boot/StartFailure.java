package dev.hindsight.boot;

/** The service cannot start. The message is one line for its operator: what is wrong, what to do. */
public final class StartFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A failure that one line tells; it never holds a password. */
    public StartFailure(String message) {
        // No stack trace: it is not shown, and what is wrong lies outside the program.
        super(message, null, false, false);
    }
}
