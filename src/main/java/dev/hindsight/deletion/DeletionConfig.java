package dev.hindsight.deletion;

import dev.hindsight.boot.StartupCheck;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.inject.Singleton;
import java.time.Duration;

/** How long what was deleted stays. */
@ConfigMapping(prefix = "hindsight.retention")
public interface DeletionConfig {

    /**
     * For so long a soft-deleted execution can be restored; then it is removed for good, within an
     * hour. At least a second, at most ten years.
     */
    @WithDefault("P7D")
    Duration deletedGrace();

    /** Stops the start on a grace out of range. */
    @Singleton
    final class Check implements StartupCheck {

        private static final Duration MOST = Duration.ofDays(3_660);

        private final DeletionConfig config;

        Check(DeletionConfig config) {
            this.config = config;
        }

        @Override
        public void check() {
            StartupCheck.within(
                    "seconds of hindsight.retention.deleted-grace",
                    config.deletedGrace().toSeconds(),
                    1,
                    MOST.toSeconds());
        }
    }
}
