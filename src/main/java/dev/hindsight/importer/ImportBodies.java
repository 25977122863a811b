package dev.hindsight.importer;

import dev.hindsight.edge.LargeBodies;
import jakarta.inject.Singleton;
import java.util.OptionalLong;

/** Files are larger than reports. */
@Singleton
final class ImportBodies implements LargeBodies {

    private static final long MAX_BYTES = 64L * 1024 * 1024;

    @Override
    public OptionalLong maxBytes(String path) {
        return path.equals(ImportResource.PATH) ? OptionalLong.of(MAX_BYTES) : OptionalLong.empty();
    }
}
