package dev.hindsight.boot;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Where the service keeps what it brings along. */
@ConfigMapping(prefix = "hindsight")
public interface HomeConfig {

    /** Folder of the embedded PostgreSQL, its data and its log; {@code ~/.hindsight} unless set. */
    Optional<String> home();
}
