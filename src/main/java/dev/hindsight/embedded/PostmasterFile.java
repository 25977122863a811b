package dev.hindsight.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code postmaster.pid}, which a running server keeps in its data folder; one that was killed, or
 * a machine that lost its power, leaves it behind.
 *
 * @param file the file
 * @param lines what it says; the first line is the process id of the server
 */
record PostmasterFile(Path file, List<String> lines) {

    /** No process has it: beyond what Linux (2^22) and macOS (99,999) give out. */
    private static final String NOBODYS_PID = "2147483646";

    PostmasterFile {
        lines = List.copyOf(lines);
    }

    /** The file of a data folder; empty if no server runs there and none was cut off. */
    static Optional<PostmasterFile> of(Path data) throws IOException {
        Path file = data.resolve("postmaster.pid");
        try {
            return Optional.of(new PostmasterFile(file, Files.readAllLines(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The process that goes by the id in the file now, whatever program it is. */
    Optional<ProcessHandle> process() {
        try {
            return ProcessHandle.of(Long.parseLong(lines.isEmpty() ? "" : lines.get(0).strip()))
                    .filter(ProcessHandle::isAlive);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** True if that process is the server of this home, and not one that got its id later. */
    boolean isServerOf(HomeFolder home) {
        return process().map(ProcessHandle::info).filter(info -> belongs(info, home)).isPresent();
    }

    /**
     * Takes the id of an unrelated process out of the file, since PostgreSQL would not start beside
     * it. The rest stays: with it PostgreSQL finds out whether a part of the old server still runs.
     * A file that was cut off before anything was written is removed.
     */
    void disown() throws IOException {
        if (lines.isEmpty()) {
            Files.delete(file);
            return;
        }
        List<String> changed = new ArrayList<>(lines);
        changed.set(0, NOBODYS_PID);
        Files.write(file, changed);
    }

    private static boolean belongs(ProcessHandle.Info info, HomeFolder home) {
        Optional<Path> program = info.command().map(Path::of);
        if (program.filter(at -> at.startsWith(home.programs())).isPresent()) {
            return true;
        }
        // Root in a container may not ask which program another user runs, but sees how it was
        // called.
        List<String> arguments = List.of(info.arguments().orElse(new String[0]));
        return program.map(at -> at.endsWith("postgres")).orElse(true)
                && arguments.contains(home.data().toString());
    }
}
