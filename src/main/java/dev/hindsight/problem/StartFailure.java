package dev.hindsight.problem;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** The service cannot start. The message is one line for its operator: what is wrong, what to do. */
public final class StartFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A failure that one line tells; it never holds a password. */
    public StartFailure(String message) {
        // No stack trace: it is not shown, and what is wrong lies outside the program.
        super(message, null, false, false);
    }

    /** Why the operating system refused: a few words, without the path, which the caller names. */
    public static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "Permission denied";
        }
        if (failure instanceof NoSuchFileException) {
            return "No such file or directory";
        }
        String said =
                failure instanceof FileSystemException e && e.getReason() != null
                        ? e.getReason()
                        : failure.getMessage();
        return said == null
                ? failure.getClass().getSimpleName()
                : said.lines().findFirst().orElse("").strip();
    }

    /** What to do about a program's complaint, to be appended to it; empty if that is plain. */
    public static String advice(String complaint) {
        boolean full = complaint.contains("No space left") || complaint.contains("wrote only");
        return full ? ": free some space and start again" : "";
    }
}
