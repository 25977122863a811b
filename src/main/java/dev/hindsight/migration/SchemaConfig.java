package dev.hindsight.migration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What a starting replica does to the schema. */
@ConfigMapping(prefix = "hindsight")
public interface SchemaConfig {

    /**
     * {@code migrate} brings the schema up to date; {@code validate} only looks, and the replica is
     * not ready while it is behind; {@code off} takes it as it is.
     */
    @WithDefault("migrate")
    Mode migrate();

    /** What is done to the schema. */
    enum Mode {
        MIGRATE,
        VALIDATE,
        OFF
    }
}
