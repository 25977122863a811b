package dev.hindsight.partition;

import dev.hindsight.boot.StartupCheck;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.inject.Singleton;

/** How far ahead days of tables are made. */
@ConfigMapping(prefix = "hindsight.partition")
public interface PartitionConfig {

    /** Days after today for which tables are there; so long may the scheduler be away. 1 to 366. */
    @WithDefault("4")
    int daysAhead();

    /** Stops the start on a number of days out of range. */
    @Singleton
    final class Check implements StartupCheck {

        private final PartitionConfig config;

        Check(PartitionConfig config) {
            this.config = config;
        }

        @Override
        public void check() {
            StartupCheck.within("hindsight.partition.days-ahead", config.daysAhead(), 1, 366);
        }
    }
}
