package dev.hindsight.rollup;

import dev.hindsight.boot.StartupCheck;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;

/** How long statistics are kept. */
@ConfigMapping(prefix = "hindsight.statistics")
public interface RollupConfig {

    /**
     * Statistics of spans of time that began longer ago are forgotten, but for the totals of the
     * workflows. At least a day, at most a hundred years.
     */
    @WithDefault("P730D")
    Duration keep();

    /** What began before is forgotten, or will be. */
    default Instant forgotten(Instant now) {
        return now.minus(keep());
    }

    /** Stops the start on a length of time out of range. */
    @Singleton
    final class Check implements StartupCheck {

        private final RollupConfig config;

        Check(RollupConfig config) {
            this.config = config;
        }

        @Override
        public void check() {
            StartupCheck.within(
                    "days of hindsight.statistics.keep", config.keep().toDays(), 1, 36_525);
        }
    }
}
