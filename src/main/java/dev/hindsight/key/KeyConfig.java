package dev.hindsight.key;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** The key that the settings bring. */
@ConfigMapping(prefix = "hindsight")
interface KeyConfig {

    /**
     * A key that administers all namespaces, of 1 to 1,024 visible ASCII characters; long and random, as
     * {@code openssl rand -hex 32} makes them. Changing it revokes it. Without one, where keys are
     * required, a first key is made at the first start and printed once.
     */
    Optional<String> adminKey();
}
