package dev.hindsight.logsearch;

import dev.hindsight.boot.StartupCheck;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.inject.Singleton;
import java.time.Duration;

/** How long a search may take. */
@ConfigMapping(prefix = "hindsight.log-search")
public interface LogSearchConfig {

    /**
     * A search of log lines across executions ends after so long, with what it found. From 100 ms to a
     * minute.
     */
    @WithDefault("PT5S")
    Duration timeLimit();

    /** Stops the start on a time out of range. */
    @Singleton
    final class Check implements StartupCheck {

        private final LogSearchConfig config;

        Check(LogSearchConfig config) {
            this.config = config;
        }

        @Override
        public void check() {
            StartupCheck.within(
                    "milliseconds of hindsight.log-search.time-limit",
                    config.timeLimit().toMillis(),
                    100,
                    60_000);
        }
    }
}
