package dev.hindsight.archive;

import static dev.hindsight.archive.Archives.PATIENCE;
import static dev.hindsight.archive.Archives.entry;
import static dev.hindsight.archive.Archives.read;
import static dev.hindsight.archive.Archives.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.hindsight.partition.Uuid7;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.smallrye.mutiny.Multi;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryStorageTest extends StoragePromises {

    @TempDir Path folder;

    private Path root() {
        return folder.resolve("some/archive");
    }

    @Override
    Storage storage() {
        return new DirectoryStorage(root());
    }

    /** All that lie there, even while a writer that was cancelled still takes its own away. */
    @Override
    List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        Files.walkFileTree(
                root(),
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        names.add(root().relativize(file).toString());
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException failure)
                            throws IOException {
                        if (failure instanceof NoSuchFileException) {
                            return FileVisitResult.CONTINUE;
                        }
                        throw failure;
                    }
                });
        return names;
    }

    @Override
    byte[] bytes(String name) throws IOException {
        return Files.readAllBytes(root().resolve(name));
    }

    @Override
    void put(String name, byte[] content) throws IOException {
        Files.createDirectories(root().resolve(name).resolve("..").normalize());
        Files.write(root().resolve(name), content);
    }

    @Test
    void files_areOfTheirOwnerAndGroup() throws IOException {
        ArchiveFile file = write(Archives.in(root()), entry(Uuid7.mint(), 1));

        Path data = root().resolve(file.name());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .endsWith("---");
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(data.resolveSibling(""))))
                .endsWith("---");
    }

    @Test
    void partOfAFile_isSweptOnceItIsOld() throws IOException {
        ArchiveName left = ArchiveName.mint("default", Archives.LABEL.day());
        put(left.part(), new byte[1]);
        put(left.manifest() + ".part", new byte[1]);
        put("default/2026-01-31/notes.txt", new byte[1]);

        Integer swept =
                Archives.in(root())
                        .sweepLeftovers(Instant.now().plusSeconds(1))
                        .await()
                        .atMost(PATIENCE);

        assertThat(swept).isEqualTo(2);
        assertThat(names()).containsExactly("default/2026-01-31/notes.txt");
    }

    @Test
    void writerThatIsKilled_leavesNothingThatCounts() throws Exception {
        Process writer =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty(
                                        "surefire.test.class.path",
                                        System.getProperty("java.class.path")),
                                EndlessWriter.class.getName(),
                                root().toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (BufferedReader said = writer.inputReader()) {
            assertThat(said.readLine()).isEqualTo(EndlessWriter.UNDER_WAY);
        } finally {
            writer.destroyForcibly().waitFor();
        }

        assertThat(names()).hasSize(1).allMatch(name -> name.endsWith(".part"));
        Archive archive = Archives.in(root());
        assertThat(archive.sweepLeftovers(Instant.now().plusSeconds(1)).await().atMost(PATIENCE))
                .isOne();
        assertThat(names()).isEmpty();
    }

    /** What {@code docs/retention.md} tells people to do. */
    @Test
    void files_areOpenedByOtherPrograms() throws Exception {
        UUID id = Uuid7.mint();
        ArchiveFile file = write(Archives.in(root()), entry(id, 2));
        Path lines = folder.resolve("lines");

        int exit = run("zstd", "-dqo", lines.toString(), root().resolve(file.name()).toString());

        assumeThat(exit).as("zstd is installed").isNotEqualTo(-1);
        assertThat(exit).isZero();
        assertThat(lines).content().contains(Archives.lines(id, 2)).endsWith("}}\n");
    }

    @Test
    void linkOutOfTheArchive_isNotFollowed() throws IOException {
        Archive archive = Archives.in(root());
        ArchiveFile file = write(archive, entry(Uuid7.mint(), 1));
        ArchiveFile.Frame frame = file.frames().get(0);
        Path day = root().resolve(file.name()).resolve("..").normalize();
        Path outside = Files.move(day, folder.resolve("outside"));
        Files.createSymbolicLink(day, outside);

        assertUnavailable(() -> read(archive, file.name(), frame.position(), frame.length()));
        assertUnavailable(() -> archive.delete(file.name()).await().atMost(PATIENCE));
        assertUnavailable(() -> write(archive, entry(Uuid7.mint(), 1)));
        archive.sweepLeftovers(Instant.now().plusSeconds(1)).await().atMost(PATIENCE);
        try (Stream<Path> files = Files.list(outside)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void linkInsteadOfAFile_isNotFollowed() throws IOException {
        Archive archive = Archives.in(root());
        ArchiveFile file = write(archive, entry(Uuid7.mint(), 1));
        ArchiveFile.Frame frame = file.frames().get(0);
        Path outside = Files.move(root().resolve(file.name()), folder.resolve("outside"));
        Files.createSymbolicLink(root().resolve(file.name()), outside);

        assertUnavailable(() -> read(archive, file.name(), frame.position(), frame.length()));
        archive.delete(file.name()).await().atMost(PATIENCE);
        assertThat(outside).exists();
    }

    @Test
    void archiveThatIsAway_hasNothingDeleted() {
        Archive archive = Archives.in(root());

        assertUnavailable(
                () ->
                        archive.delete(ArchiveName.mint("x", Archives.LABEL.day()).data())
                                .await()
                                .atMost(PATIENCE));
    }

    @Test
    void folderThatIsNone_isToldOf() throws IOException {
        Files.writeString(folder.resolve("some"), "");

        Archive archive = Archives.in(root());

        assertUnavailable(() -> archive.check().await().atMost(PATIENCE))
                .hasMessageContaining("is not a folder");
        assertUnavailable(() -> write(archive, entry(Uuid7.mint(), 1)));
    }

    @Test
    void folderThatMustNotBeWritten_isToldOf() throws Exception {
        onDisk(
                disk -> {
                    Archive archive = Archives.in(disk);
                    run("mount", "-o", "remount,ro", disk.toString());

                    assertUnavailable(() -> archive.check().await().atMost(PATIENCE))
                            .hasMessage(
                                    "The archive %s cannot be written: Read-only file system"
                                            .formatted(disk));
                    assertUnavailable(() -> write(archive, entry(Uuid7.mint(), 1)));
                });
    }

    @Test
    void fullDisk_leavesNothing() throws Exception {
        onDisk(
                disk -> {
                    Archive archive = Archives.in(disk);
                    ArchiveFile before = write(archive, entry(Uuid7.mint(), 1));
                    Random random = new Random(1);
                    Multi<byte[]> large =
                            Multi.createFrom()
                                    .range(0, 8)
                                    .map(
                                            n -> {
                                                byte[] noise = new byte[512 * 1024];
                                                random.nextBytes(noise);
                                                return noise;
                                            });
                    ArchiveEntry entry = new ArchiveEntry(Uuid7.mint(), null, large, Map::of);

                    assertUnavailable(() -> write(archive, entry))
                            .hasMessage(
                                    "The archive %s cannot be written: No space left on device"
                                            .formatted(disk));

                    try (Stream<Path> all = Files.walk(disk)) {
                        assertThat(all.filter(Files::isRegularFile))
                                .hasSize(2)
                                .contains(disk.resolve(before.name()));
                    }
                    assertThat(write(archive, entry(Uuid7.mint(), 1)).frames()).hasSize(1);
                });
    }

    private interface OnDisk {
        void run(Path disk) throws Exception;
    }

    /** Runs on a disk of 2 MiB, which only root can have; left out for others. */
    private void onDisk(OnDisk test) throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        int mounted = run("mount", "-t", "tmpfs", "-o", "size=2m", "none", disk.toString());
        assumeThat(mounted).as("a small disk can be mounted").isZero();
        try {
            test.run(disk);
        } finally {
            run("umount", disk.toString());
        }
    }

    private static int run(String... command) throws Exception {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
        } catch (IOException missing) {
            return -1;
        }
    }

    private static AbstractThrowableAssert<?, ?> assertUnavailable(ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.UNAVAILABLE));
    }
}
