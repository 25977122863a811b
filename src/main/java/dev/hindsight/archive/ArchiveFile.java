package dev.hindsight.archive;

import java.util.List;
import java.util.UUID;

/**
 * A file that counts.
 *
 * @param name its place within the archive, which stays the same when the archive moves
 * @param bytes its size
 * @param frames where in it each execution is, in the order in which they were handed in
 */
public record ArchiveFile(String name, long bytes, List<Frame> frames) {

    public ArchiveFile {
        frames = List.copyOf(frames);
    }

    /**
     * Where an execution is.
     *
     * @param id its id
     * @param position of its first byte in the file, from 0
     * @param length how many bytes it takes there
     */
    public record Frame(UUID id, long position, long length) {}
}
