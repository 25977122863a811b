package dev.hindsight.embedded;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import dev.hindsight.problem.StartFailure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs for this machine, as they lie on the class path.
 *
 * @param resource name of the archive, a tar compressed with xz
 */
record PostgresArchive(String resource) {

    /** By operating system and processor, as the JVM names them. */
    private static final Map<String, String> RESOURCES =
            Map.of(
                    "Linux amd64", "postgres-linux-x86_64.txz",
                    "Linux aarch64", "postgres-linux-arm_64.txz",
                    "Mac OS X aarch64", "postgres-darwin-arm_64.txz");

    /** Bytes of the archive's digest that name its folder. */
    private static final int NAME_BYTES = 8;

    /**
     * The archive for an operating system and a processor, in the words of {@code os.name} and
     * {@code os.arch}.
     *
     * @throws StartFailure if there is none
     */
    static PostgresArchive of(String system, String processor) {
        String resource = RESOURCES.get(system + " " + processor);
        if (resource == null) {
            throw new StartFailure(
                    "there is no embedded PostgreSQL for %s on %s: set HINDSIGHT_DATABASE_URL"
                            .formatted(system, processor));
        }
        return new PostgresArchive(resource);
    }

    /**
     * Unpacks the archive into a folder of {@code parent} named after its content, unless it is
     * there. A folder appears whole or not at all; folders of other releases are removed.
     *
     * @throws StartFailure if that cannot be done, for lack of space for instance
     */
    Path unpackInto(Path parent) {
        try {
            Path folder = parent.resolve(digest());
            if (!Files.isDirectory(folder)) {
                Path unfinished = parent.resolve("unfinished");
                deleteAll(unfinished);
                Files.createDirectories(unfinished);
                unpackWhole(unfinished);
                Files.move(unfinished, folder, ATOMIC_MOVE);
            }
            deleteOthers(parent, folder);
            return folder;
        } catch (IOException e) {
            throw new StartFailure(
                    "cannot unpack PostgreSQL into "
                            + parent
                            + " ("
                            + StartFailure.reason(e)
                            + "): it needs 100 MB that this user can write, or set"
                            + " HINDSIGHT_DATABASE_URL");
        }
    }

    private String digest() throws IOException {
        try (DigestInputStream in =
                new DigestInputStream(open(), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            byte[] digest = in.getMessageDigest().digest();
            return HexFormat.of().formatHex(digest, 0, NAME_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private InputStream open() {
        InputStream in = PostgresArchive.class.getResourceAsStream("/" + resource);
        if (in == null) {
            throw new StartFailure(
                    resource
                            + " is missing: this build came without it; set HINDSIGHT_DATABASE_URL");
        }
        return in;
    }

    private void unpackWhole(Path folder) throws IOException {
        try {
            unpack(folder);
        } catch (IOException e) {
            // What is there fills the disk, and is of no use.
            deleteAll(folder);
            throw e;
        }
    }

    private void unpack(Path folder) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(
                        new XZInputStream(new BufferedInputStream(open(), 1 << 16)))) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                unpack(tar, entry, folder);
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder)
            throws IOException {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("the archive reaches outside its folder");
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else if (entry.isFile()) {
            Files.copy(tar, target);
            boolean program = target.startsWith(folder.resolve("bin"));
            Files.setPosixFilePermissions(
                    target, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    private static void deleteOthers(Path parent, Path folder) throws IOException {
        List<Path> others;
        try (Stream<Path> siblings = Files.list(parent)) {
            others = siblings.filter(sibling -> !sibling.equals(folder)).toList();
        }
        for (Path other : others) {
            deleteAll(other);
        }
    }

    /** Removes a folder with all that is in it; does nothing if it is not there. */
    static void deleteAll(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(folder)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
