package dev.hindsight.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Where the files lie. Everything blocks, and fails with an {@link IOException} whose reason an operator
 * understands.
 */
interface Storage {

    /** How its operator calls it. */
    String place();

    /** A path for a file that is to be published under a name; its folder is there, the file is not. */
    Path stage(ArchiveName name) throws IOException;

    /** Takes the staged data file. It is durable behind this, and the staged one is gone. */
    void publish(Path staged, ArchiveName name) throws IOException;

    /** Writes the manifest, durably. */
    void confirm(ArchiveName name, byte[] manifest) throws IOException;

    /**
     * Opens some bytes of a data file.
     *
     * @return exactly so many, or a stream that ends early or fails
     */
    InputStream open(ArchiveName name, long position, long length) throws IOException;

    /** Deletes the manifest, then the data; either may be missing. */
    void delete(ArchiveName name) throws IOException;

    /** Deletes what was begun before a moment and has no manifest; tells how many files that were. */
    int sweep(Instant before) throws IOException;

    /** Writes something and deletes it. */
    void check() throws IOException;
}
