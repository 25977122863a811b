package dev.hindsight.log;

import dev.hindsight.boot.StartupCheck;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.inject.Singleton;

/** How much log an execution may have. What comes later is dropped, and a notice tells. */
@ConfigMapping(prefix = "hindsight.log")
public interface LogConfig {

    /** Most lines of an execution, at least 1. */
    @WithDefault("10000000")
    long maxLines();

    /**
     * Most bytes of an execution's messages and data, at least 1. The line that reaches it is the
     * last one that is stored.
     */
    @WithDefault("4294967296")
    long maxBytes();

    /** Stops the start on a number of lines or bytes that leaves room for none. */
    @Singleton
    final class Check implements StartupCheck {

        private final LogConfig config;

        Check(LogConfig config) {
            this.config = config;
        }

        @Override
        public void check() {
            StartupCheck.within("hindsight.log.max-lines", config.maxLines(), 1, Long.MAX_VALUE);
            StartupCheck.within("hindsight.log.max-bytes", config.maxBytes(), 1, Long.MAX_VALUE);
        }
    }
}
