package dev.hindsight.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hindsight.partition.Uuid7;
import io.smallrye.mutiny.Multi;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Archives and what is written to them. */
final class Archives {

    static final ArchiveLabel LABEL =
            new ArchiveLabel("shop/eu ✓", LocalDate.of(2026, 1, 31), "old ones");

    static final Duration PATIENCE = Duration.ofMinutes(2);

    private Archives() {}

    /** An archive on some storage. */
    static Archive on(Storage storage) {
        Place place =
                new Place(() -> Optional.of("/elsewhere"), () -> Optional.of("/nowhere")) {
                    @Override
                    Storage storage() {
                        return storage;
                    }
                };
        return new Archive(place, Clock.systemUTC());
    }

    static Archive in(Path folder) {
        return on(new DirectoryStorage(folder));
    }

    /** The lines of an execution with as many steps as are said. */
    static String lines(UUID id, int steps) {
        StringBuilder lines = new StringBuilder("{\"execution\":{\"id\":\"%s\"}}\n".formatted(id));
        for (int i = 0; i < steps; i++) {
            lines.append("{\"step\":{\"key\":\"k%d\"}}\n".formatted(i));
        }
        return lines.append("{\"whole\":{\"steps\":%d,\"logs\":0}}\n".formatted(steps)).toString();
    }

    /** Such an execution, whose lines come in two chunks that are cut anywhere. */
    static ArchiveEntry entry(UUID id, int steps) {
        byte[] lines = lines(id, steps).getBytes(UTF_8);
        byte[] first = Arrays.copyOf(lines, 7);
        byte[] second = Arrays.copyOfRange(lines, 7, lines.length);
        return new ArchiveEntry(
                id,
                steps % 2 == 0 ? null : "ext \"" + id,
                Multi.createFrom().items(first, second),
                () -> Map.of("steps", (long) steps, "logs", 0L));
    }

    static List<UUID> ids(int count) {
        return Stream.generate(Uuid7::mint).limit(count).toList();
    }

    static ArchiveFile write(Archive archive, ArchiveEntry... entries) {
        return archive.write(LABEL, archive.mint(LABEL), Multi.createFrom().items(entries))
                .await()
                .atMost(PATIENCE);
    }

    static byte[] read(Archive archive, String file, long position, long length) {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        archive.read(file, position, length)
                .collect()
                .in(() -> read, ByteArrayOutputStream::writeBytes)
                .await()
                .atMost(PATIENCE);
        return read.toByteArray();
    }
}
