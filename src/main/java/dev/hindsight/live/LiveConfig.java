package dev.hindsight.live;

import dev.hindsight.boot.StartupCheck;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Who may watch, and how many. */
@ConfigMapping(prefix = "hindsight.live")
public interface LiveConfig {

    /**
     * Origins, such as {@code https://dash.example.org}, whose pages may watch beside those of the
     * service's own host; {@code *} for all.
     */
    Optional<Set<String>> allowedOrigins();

    /** Most connections at once, 1 to 1,000,000; those beyond are closed with 4429. */
    @WithDefault("5000")
    int maxConnections();

    /**
     * After so long without an event a subscription is told where it is, and the connection is pinged,
     * 1 second to 5 minutes; a client that answers to two of them with nothing is gone.
     */
    @WithDefault("PT15S")
    Duration heartbeat();

    /** Stops the start on numbers out of range. */
    @Singleton
    final class Check implements StartupCheck {

        private final LiveConfig config;

        Check(LiveConfig config) {
            this.config = config;
        }

        @Override
        public void check() {
            StartupCheck.within(
                    "hindsight.live.max-connections", config.maxConnections(), 1, 1_000_000);
            StartupCheck.within(
                    "hindsight.live.heartbeat", config.heartbeat().toMillis(), 1_000, 300_000);
        }
    }
}
