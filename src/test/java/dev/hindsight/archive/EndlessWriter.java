package dev.hindsight.archive;

import dev.hindsight.partition.Uuid7;
import io.smallrye.mutiny.Multi;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

/** A process that writes one file and never ends it. */
final class EndlessWriter {

    static final String UNDER_WAY = "under way";

    private EndlessWriter() {}

    public static void main(String[] arguments) {
        Random random = new Random(1);
        Multi<byte[]> chunks =
                Multi.createFrom()
                        .range(0, Integer.MAX_VALUE)
                        .map(
                                n -> {
                                    if (n == 20) {
                                        System.out.println(UNDER_WAY);
                                    }
                                    byte[] chunk = new byte[n < 20 ? 1024 * 1024 : 1];
                                    random.nextBytes(chunk);
                                    return chunk;
                                });
        Archives.write(
                Archives.in(Path.of(arguments[0])),
                new ArchiveEntry(Uuid7.mint(), null, chunks, Map::of));
    }
}
