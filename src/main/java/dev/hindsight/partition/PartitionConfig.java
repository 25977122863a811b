package dev.hindsight.partition;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How far ahead days of tables are made. */
@ConfigMapping(prefix = "hindsight.partition")
public interface PartitionConfig {
    /** Days after today for which tables are there; so long may the scheduler be away. 1 to 366. */
    @WithDefault("4")
    int daysAhead();
}
