package dev.hindsight.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hindsight.blob.Zstd;
import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A file being written. Its steps follow one another, each on whatever worker; giving it up may come at
 * any time, and is then the last one.
 */
final class Draft {

    /** Executions of so many bytes become a frame at once, which takes no window and knows its size. */
    private static final int SMALL_BYTES = 1024 * 1024;

    private static final byte[] BEGIN = "{\"hindsight\":{\"format\":1}}\n".getBytes(UTF_8);

    private final ReentrantLock lock = new ReentrantLock();
    private final Storage storage;
    private final ArchiveName name;
    private final Manifest manifest;
    private @Nullable Path staged;
    private @Nullable Output out;

    /** Whether something may lie under the file's name. */
    private boolean published;

    private boolean abandoned;

    /** The lines of the execution under way, as long as they are few; then its frame. */
    private ByteArrayOutputStream small = new ByteArrayOutputStream();

    private @Nullable ZstdOutputStream large;

    Draft(Storage storage, ArchiveName name, ArchiveLabel label, Instant createdAt) {
        this.storage = storage;
        this.name = name;
        this.manifest = new Manifest(name, label, createdAt);
    }

    /** A step that touches the disk. */
    private interface Step<T> {
        T run() throws IOException;
    }

    private <T> T step(Step<T> step) throws IOException {
        lock.lock();
        try {
            if (abandoned) {
                throw new IOException("It was given up");
            }
            return step.run();
        } finally {
            lock.unlock();
        }
    }

    /** Begins the file. */
    Draft begin() throws IOException {
        return step(
                () -> {
                    staged = storage.stage(name);
                    out = new Output(staged);
                    frame(BEGIN);
                    return this;
                });
    }

    /** Takes the next bytes of the execution under way. */
    Draft add(byte[] chunk) throws IOException {
        return step(
                () -> {
                    manifest.addRaw(chunk.length);
                    if (large == null && small.size() + chunk.length <= SMALL_BYTES) {
                        small.writeBytes(chunk);
                    } else {
                        enlarged().write(chunk);
                    }
                    return this;
                });
    }

    private ZstdOutputStream enlarged() throws IOException {
        ZstdOutputStream frame = large;
        if (frame == null) {
            frame = new ZstdOutputStream(output());
            large = frame;
            small.writeTo(frame);
            // Let go of the array, too.
            small = new ByteArrayOutputStream();
        }
        return frame;
    }

    /** Whether the execution under way has any bytes. */
    boolean hasSome() {
        return large != null || small.size() > 0;
    }

    /** Ends the execution under way, which has some bytes. */
    Draft end(UUID id, @Nullable String externalId, Map<String, Long> counts) throws IOException {
        return step(
                () -> {
                    if (large == null) {
                        output().write(Zstd.compress(small.toByteArray()));
                        small.reset();
                    } else {
                        large.close();
                        large = null;
                    }
                    manifest.add(id, externalId, output().bytes(), counts);
                    return this;
                });
    }

    /** Ends the file and has it count. */
    ArchiveFile finish() throws IOException {
        return step(
                () -> {
                    frame(manifest.lastLine());
                    Output whole = output();
                    whole.writeSkippable(manifest.index());
                    String sha256 = whole.end();
                    published = true;
                    storage.publish(staged(), name);
                    storage.confirm(name, manifest.json(whole.bytes(), sha256));
                    return manifest.file(whole.bytes());
                });
    }

    /** Deletes whatever there is of it. */
    void discard() throws IOException {
        lock.lock();
        try {
            abandoned = true;
            if (out != null) {
                out.abandon();
            }
            if (staged != null) {
                Files.deleteIfExists(staged);
            }
            if (published) {
                storage.delete(name);
            }
        } finally {
            lock.unlock();
        }
    }

    private void frame(byte[] line) throws IOException {
        manifest.addRaw(line.length);
        output().write(Zstd.compress(line));
        manifest.skipTo(output().bytes());
    }

    private Output output() {
        if (out == null) {
            throw new IllegalStateException("It has not begun");
        }
        return out;
    }

    private Path staged() {
        if (staged == null) {
            throw new IllegalStateException("It has not begun");
        }
        return staged;
    }
}
