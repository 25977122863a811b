package dev.hindsight.log;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

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
}
