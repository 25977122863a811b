package dev.hindsight.checkpoint;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How large a tree, a snapshot or a state may be. */
@ConfigMapping(prefix = "hindsight.checkpoint")
public interface CheckpointConfig {

    /** Most bytes of one tree, snapshot or state, before compression; 1 to 1,099,511,627,776. */
    @WithDefault("67108864")
    long maxBytes();
}
