package dev.hindsight.archive;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Where archived executions go. */
@ConfigMapping(prefix = "hindsight.archive")
public interface ArchiveConfig {

    /**
     * A folder, or {@code s3://bucket/prefix} with the usual variables of AWS; nothing can be archived
     * unless set.
     */
    Optional<String> dir();
}
