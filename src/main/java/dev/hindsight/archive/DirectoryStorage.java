package dev.hindsight.archive;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

/**
 * A folder. A file has its name once it is whole and on the disk: before, it lies beside under another,
 * so that the last step is a rename. Links that lead out of the folder are not followed.
 */
final class DirectoryStorage implements Storage {

    private final Path root;

    DirectoryStorage(Path root) {
        this.root = root;
    }

    @Override
    public String place() {
        return root.toString();
    }

    @Override
    public Path stage(ArchiveName name) throws IOException {
        Path part = root.resolve(name.part());
        makeFolder(folder(part));
        return within(part);
    }

    @Override
    public void publish(Path staged, ArchiveName name) throws IOException {
        sync(staged);
        Path file = within(root.resolve(name.data()));
        Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE);
        sync(folder(file));
    }

    @Override
    public void confirm(ArchiveName name, byte[] manifest) throws IOException {
        Path file = within(root.resolve(name.manifest()));
        Path part = root.resolve(name.manifest() + ArchiveName.PART);
        write(part, manifest);
        sync(part);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        sync(folder(file));
    }

    @Override
    public InputStream open(ArchiveName name, long position, long length) throws IOException {
        Path file = within(root.resolve(name.data()));
        SeekableByteChannel channel =
                Files.newByteChannel(
                        file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        try {
            if (channel.size() - position < length) {
                throw new EOFException("it is shorter than it was");
            }
            channel.position(position);
            return new Limited(Channels.newInputStream(channel), length);
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    @Override
    public void delete(ArchiveName name) throws IOException {
        Path folder = folder(root.resolve(name.data()));
        if (!Files.isDirectory(folder)) {
            // Where all is gone the disk is away, which is not to be taken for a deletion.
            if (!Files.isDirectory(root)) {
                throw new NoSuchFileException(root.toString());
            }
            return;
        }
        within(root.resolve(name.data()));
        Files.deleteIfExists(root.resolve(name.manifest()));
        Files.deleteIfExists(root.resolve(name.manifest() + ArchiveName.PART));
        // Else a crash could bring back the manifest alone.
        sync(folder);
        Files.deleteIfExists(root.resolve(name.data()));
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException others) {
            sync(folder);
        }
    }

    @Override
    public int sweep(Instant before) throws IOException {
        int swept = 0;
        for (Path namespace : folders(root)) {
            for (Path day : folders(namespace)) {
                swept += sweep(day, before);
            }
        }
        return swept;
    }

    private int sweep(Path day, Instant before) throws IOException {
        List<Matcher> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(day)) {
            for (Path file : found) {
                Matcher name = ArchiveName.match(root.relativize(file).toString());
                if (name.matches()) {
                    files.add(name);
                }
            }
        }
        Set<String> whole =
                files.stream()
                        .filter(it -> it.group("kind").equals(ArchiveName.MANIFEST))
                        .map(it -> it.group("id"))
                        .collect(Collectors.toSet());
        int swept = 0;
        for (Matcher file : files) {
            boolean left =
                    file.group("kind").endsWith(ArchiveName.PART)
                            || !whole.contains(file.group("id"));
            if (left
                    && ArchiveName.of(file).isBefore(before)
                    && Files.deleteIfExists(root.resolve(file.group()))) {
                swept++;
            }
        }
        return swept;
    }

    /** The folders in one; links to folders are not among them. */
    private static List<Path> folders(Path folder) throws IOException {
        try (DirectoryStream<Path> found =
                Files.newDirectoryStream(
                        folder, it -> Files.isDirectory(it, LinkOption.NOFOLLOW_LINKS))) {
            List<Path> folders = new ArrayList<>();
            found.forEach(folders::add);
            return folders;
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }

    @Override
    public void check() throws IOException {
        makeFolder(root);
        Path probe = root.resolve(".probe-" + UUID.randomUUID());
        try {
            write(probe, new byte[] {'\n'});
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    /** Makes a folder and those above it, each known to its parent for good. */
    private static void makeFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.getParent();
        if (parent != null) {
            makeFolder(parent);
        }
        Permissions.makeFolder(folder);
        if (parent != null) {
            sync(parent);
        }
    }

    /** The same path, whose folder lies within the archive, whatever links there are. */
    private Path within(Path file) throws IOException {
        if (folder(file).toRealPath().startsWith(root.toRealPath())) {
            return file;
        }
        throw new FileSystemException(
                file.toString(), null, "its folder is a link that leads out of the archive");
    }

    private Path folder(Path file) {
        Path folder = file.getParent();
        return folder == null ? root : folder;
    }

    private static void write(Path file, byte[] content) throws IOException {
        try (SeekableByteChannel channel = Permissions.newFile(file)) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                channel.write(left);
            }
        }
    }

    /** Has what was written to a file, or done in a folder, outlive a loss of power. */
    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** The next bytes of another stream, up to a number. */
    private static final class Limited extends FilterInputStream {

        private long left;

        Limited(InputStream in, long length) {
            super(in);
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = super.read(bytes, offset, (int) Math.min(length, left));
            left -= Math.max(0, read);
            return read;
        }

        @Override
        public long skip(long n) throws IOException {
            long skipped = super.skip(Math.min(n, left));
            left -= skipped;
            return skipped;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
