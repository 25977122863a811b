package dev.hindsight.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.hindsight.problem.StartFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The right to use a home folder, held by one process at a time. The operating system takes it back
 * when the process ends, however it ends, so that nothing stale is ever left behind.
 */
final class HomeLock implements AutoCloseable {

    /** Room for a process id and a line end. */
    private static final int PID_BYTES = 20;

    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock, or fails at once.
     *
     * @throws StartFailure if another service holds it, naming its process; if the folder cannot be
     *     written to
     */
    static HomeLock take(HomeFolder home) {
        try {
            return take(home.path(), open(home.lock()));
        } catch (IOException e) {
            throw new StartFailure(
                    "cannot write to "
                            + home.path()
                            + " ("
                            + StartFailure.reason(e)
                            + "): make it writable and free some space, or set HINDSIGHT_HOME to"
                            + " another folder");
        }
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(
                file, Set.of(CREATE, READ, WRITE), HomeFolder.ownerOnly("rw-------"));
    }

    private static HomeLock take(Path home, FileChannel channel) throws IOException {
        try {
            if (tryLock(channel) == null) {
                throw new StartFailure(
                        home
                                + " is in use by "
                                + holder(channel)
                                + ": stop that one first; what it knows it exports while it runs,"
                                + " too, by GET /api/v1/executions/export");
            }
            String pid = ProcessHandle.current().pid() + "\n";
            channel.truncate(0).write(UTF_8.encode(pid), 0);
            return new HomeLock(channel);
        } catch (IOException | StartFailure e) {
            channel.close();
            throw e;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer read = ByteBuffer.allocate(PID_BYTES);
        channel.read(read, 0);
        String pid = UTF_8.decode(read.flip()).toString().strip();
        return pid.matches("[0-9]+")
                ? "the service with process id " + pid
                : "another service that is just starting";
    }

    /** Gives the folder back. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The end of the process, which is near, gives it back too.
        }
    }
}
