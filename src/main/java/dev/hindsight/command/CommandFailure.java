package dev.hindsight.command;

/** A command cannot do what it was asked for. The message is one line that says why. */
public class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** One whose message says all; it never holds a credential. */
    public CommandFailure(String message) {
        // No stack trace: it is not shown, and what is wrong lies outside the program.
        super(message, null, false, false);
    }
}
