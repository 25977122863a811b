package dev.hindsight.storage;

import dev.hindsight.boot.StartupCheck;
import io.smallrye.config.ConfigMapping;
import jakarta.inject.Singleton;
import java.util.OptionalLong;

/** How much room there is. */
@ConfigMapping(prefix = "hindsight.storage")
public interface StorageConfig {

    /**
     * Bytes that the database may come to weigh: what its volume holds, less the write-ahead log and
     * whatever else lies there. With it, the metrics tell in how many days it will be full, and the
     * readiness answer warns 14 days before. At least 1; absent: nobody is warned.
     */
    OptionalLong expectedBytes();

    /** Stops the start on a number of bytes that is none. */
    @Singleton
    final class Check implements StartupCheck {

        private final StorageConfig config;

        Check(StorageConfig config) {
            this.config = config;
        }

        @Override
        public void check() {
            config.expectedBytes()
                    .ifPresent(
                            bytes ->
                                    StartupCheck.within(
                                            "hindsight.storage.expected-bytes",
                                            bytes,
                                            1,
                                            Long.MAX_VALUE));
        }
    }
}
