package dev.hindsight.dashboard;

import dev.hindsight.boot.TrueOrFalse;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** Whether there is a dashboard. */
@ConfigMapping(prefix = "hindsight.dashboard")
public interface DashboardConfig {

    /** Whether the dashboard is served at {@code /ui/}, and {@code /} leads there. */
    @WithDefault("true")
    @WithConverter(TrueOrFalse.class)
    boolean enabled();
}
