package dev.hindsight.boot;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Where the service keeps what it brings along. */
@ConfigMapping(prefix = "hindsight")
public interface HomeConfig {

    /**
     * Folder of the embedded PostgreSQL, its data and its log, and of what is on its way to an archive in a
     * bucket; {@code ~/.hindsight} unless set.
     */
    Optional<String> home();
}
