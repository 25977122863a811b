package dev.hindsight.importer;

import dev.hindsight.edge.LargeBodies;
import jakarta.inject.Singleton;
import java.util.OptionalLong;

/** Files of lines are streamed, and may have any size; the others are bounded where they are held. */
@Singleton
final class ImportBodies implements LargeBodies {

    @Override
    public OptionalLong maxBytes(String path) {
        return path.equals(ImportResource.PATH) || path.equals(ImportResource.PATH + "/")
                ? OptionalLong.of(Long.MAX_VALUE)
                : OptionalLong.empty();
    }
}
