package dev.hindsight.command;

/** It is not clear what a command is to do, and so it does nothing. The exit code is 2. */
public final class Misuse extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The message is one line for whoever gave the command. */
    public Misuse(String message) {
        super(message, null, false, false);
    }
}
