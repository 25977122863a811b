package dev.hindsight.indexing;

import dev.hindsight.boot.StartupCheck;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.inject.Singleton;
import java.time.Duration;

/** When search indexes are built, and how. */
@ConfigMapping(prefix = "hindsight.indexing")
public interface IndexingConfig {

    /**
     * A day's search indexes are built so long after its end, when hardly anything is written to it any
     * more. At most 30 days.
     */
    @WithDefault("PT24H")
    Duration after();

    /**
     * Memory that PostgreSQL may use to build one index, in megabytes: with more it is built faster.
     * From 1 to 65,536.
     */
    @WithDefault("128")
    int memory();

    /** Building one index is given up after so long, and begun anew later. From a minute to 7 days. */
    @WithDefault("PT6H")
    Duration timeLimit();

    /** Stops the start on what is out of range. */
    @Singleton
    final class Check implements StartupCheck {

        private final IndexingConfig config;

        Check(IndexingConfig config) {
            this.config = config;
        }

        @Override
        public void check() {
            StartupCheck.within(
                    "seconds of hindsight.indexing.after",
                    config.after().toSeconds(),
                    0,
                    Duration.ofDays(30).toSeconds());
            StartupCheck.within("hindsight.indexing.memory", config.memory(), 1, 65_536);
            StartupCheck.within(
                    "seconds of hindsight.indexing.time-limit",
                    config.timeLimit().toSeconds(),
                    60,
                    Duration.ofDays(7).toSeconds());
        }
    }
}
