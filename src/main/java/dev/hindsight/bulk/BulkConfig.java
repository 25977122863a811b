package dev.hindsight.bulk;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much may be reported in one body. */
@ConfigMapping(prefix = "hindsight.ingest")
public interface BulkConfig {

    /** Most bytes of a body of bulk reports, after inflation; 1 to 1,099,511,627,776. */
    @WithDefault("67108864")
    long maxBody();
}
