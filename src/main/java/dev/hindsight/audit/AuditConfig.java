package dev.hindsight.audit;

import dev.hindsight.boot.StartupCheck;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.inject.Singleton;
import java.time.Duration;

/** How long the audit is kept. */
@ConfigMapping(prefix = "hindsight.audit")
public interface AuditConfig {

    /**
     * For so long entries stay, whatever becomes of what they are about; older ones are forgotten by the
     * sweep. {@code PT0S}: for ever. Otherwise at least a day, at most a hundred years.
     */
    @WithDefault("P365D")
    Duration retention();

    /** Stops the start on a retention out of range. */
    @Singleton
    final class Check implements StartupCheck {

        private static final Duration MOST = Duration.ofDays(36_600);

        private final AuditConfig config;

        Check(AuditConfig config) {
            this.config = config;
        }

        @Override
        public void check() {
            if (!config.retention().isZero()) {
                StartupCheck.within(
                        "seconds of hindsight.audit.retention",
                        config.retention().toSeconds(),
                        Duration.ofDays(1).toSeconds(),
                        MOST.toSeconds());
            }
        }
    }
}
