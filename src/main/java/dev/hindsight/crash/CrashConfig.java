package dev.hindsight.crash;

import dev.hindsight.boot.StartupCheck;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.inject.Singleton;
import java.time.Duration;

/** When an execution that never ended counts as crashed. */
@ConfigMapping(prefix = "hindsight")
public interface CrashConfig {

    /**
     * An execution that never ended and of which nothing was reported for so long (no field, step,
     * line or heartbeat) becomes crashed, within an hour. At least a minute, at most ten years.
     */
    @WithDefault("P7D")
    Duration staleAfter();

    /** Stops the start on a length of time out of range. */
    @Singleton
    final class Check implements StartupCheck {

        private static final Duration LEAST = Duration.ofMinutes(1);
        private static final Duration MOST = Duration.ofDays(3_660);

        private final CrashConfig config;

        Check(CrashConfig config) {
            this.config = config;
        }

        @Override
        public void check() {
            StartupCheck.within(
                    "seconds of hindsight.stale-after",
                    config.staleAfter().toSeconds(),
                    LEAST.toSeconds(),
                    MOST.toSeconds());
        }
    }
}
