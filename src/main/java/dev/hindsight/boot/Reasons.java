package dev.hindsight.boot;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why the operating system refused, in its own few words. */
final class Reasons {

    private Reasons() {}

    /** One line, without the path: the caller names that. */
    static String of(IOException failure) {
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
    static String advice(String complaint) {
        return complaint.contains("No space left") ? ": free some space and start again" : "";
    }
}
