package dev.hindsight.change;

import dev.hindsight.boot.StartupCheck;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import jakarta.inject.Singleton;
import java.time.Duration;

/** How changes travel to those who follow, and how long they can be caught up with. */
@ConfigMapping(prefix = "hindsight.live")
public interface FeedConfig {

    /**
     * Whether replicas wake each other by {@code NOTIFY}. Without, as behind a pooler that hands out
     * connections by the transaction, each looks once a second.
     */
    @WithDefault("true")
    @WithName("notify")
    boolean notifies();

    /**
     * For so long changes are kept, and some minutes more: whoever was away longer starts again from a
     * snapshot. A minute to 25 minutes.
     */
    @WithDefault("PT20M")
    Duration feedAge();

    /** Most bytes of kept changes; the oldest go first. At least 1 MiB. */
    @WithDefault("268435456")
    long feedBytes();

    /** Stops the start on an age or a size out of range. */
    @Singleton
    final class Check implements StartupCheck {

        private final FeedConfig config;

        Check(FeedConfig config) {
            this.config = config;
        }

        @Override
        public void check() {
            // A slot is written to again half an hour after it was left.
            StartupCheck.within(
                    "seconds of hindsight.live.feed-age", config.feedAge().toSeconds(), 60, 1_500);
            StartupCheck.within(
                    "hindsight.live.feed-bytes", config.feedBytes(), 1 << 20, Long.MAX_VALUE);
        }
    }
}
