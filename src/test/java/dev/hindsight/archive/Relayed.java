package dev.hindsight.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;

/** A storage of which single steps are replaced. */
class Relayed implements Storage {

    private final Storage storage;

    Relayed(Storage storage) {
        this.storage = storage;
    }

    @Override
    public String place() {
        return storage.place();
    }

    @Override
    public Path stage(ArchiveName name) throws IOException {
        return storage.stage(name);
    }

    @Override
    public void publish(Path staged, ArchiveName name) throws IOException {
        storage.publish(staged, name);
    }

    @Override
    public InputStream open(ArchiveName name, long position, long length) throws IOException {
        return storage.open(name, position, length);
    }

    @Override
    public void confirm(ArchiveName name, byte[] manifest) throws IOException {
        storage.confirm(name, manifest);
    }

    @Override
    public void delete(ArchiveName name) throws IOException {
        storage.delete(name);
    }

    @Override
    public int sweep(Instant before) throws IOException {
        return storage.sweep(before);
    }

    @Override
    public void check() throws IOException {
        storage.check();
    }
}
