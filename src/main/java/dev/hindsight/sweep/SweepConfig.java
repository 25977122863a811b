package dev.hindsight.sweep;

import dev.hindsight.boot.StartupCheck;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.inject.Singleton;
import java.time.Duration;

/** How executions that are due leave. */
@ConfigMapping(prefix = "hindsight.sweep")
public interface SweepConfig {

    /**
     * For so long a sweep goes on; what is due then still is left to the next one. At least a second,
     * at most a day. One that an HTTP request waits for should end before whatever is between gives up.
     */
    @WithDefault("PT4M")
    Duration timeBox();

    /** Executions removed in one transaction, where their day stays. 1 to 10,000. */
    @WithDefault("500")
    int batchSize();

    /** Stops the start on values out of range. */
    @Singleton
    final class Check implements StartupCheck {

        private final SweepConfig config;

        Check(SweepConfig config) {
            this.config = config;
        }

        @Override
        public void check() {
            StartupCheck.within(
                    "seconds of hindsight.sweep.time-box",
                    config.timeBox().toSeconds(),
                    1,
                    Duration.ofDays(1).toSeconds());
            StartupCheck.within("hindsight.sweep.batch-size", config.batchSize(), 1, 10_000);
        }
    }
}
