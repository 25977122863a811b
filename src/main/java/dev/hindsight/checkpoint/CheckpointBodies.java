package dev.hindsight.checkpoint;

import dev.hindsight.boot.StartupCheck;
import dev.hindsight.edge.LargeBodies;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Trees, snapshots and states are larger than reports. */
@Singleton
final class CheckpointBodies implements LargeBodies, StartupCheck {

    private static final String SETTING = "hindsight.checkpoint.max-bytes";

    /** The server's own limit for bodies. */
    private static final long MOST = 1L << 40;

    private static final Pattern DOORS =
            Pattern.compile("/api/v1/executions/[^/]+/(?:tree|snapshots|state/[^/]+)/?");

    private final CheckpointConfig config;

    CheckpointBodies(CheckpointConfig config) {
        this.config = config;
    }

    @Override
    public void check() {
        StartupCheck.within(SETTING, config.maxBytes(), 1, MOST);
    }

    @Override
    public OptionalLong maxBytes(String path) {
        return DOORS.matcher(path).matches()
                ? OptionalLong.of(config.maxBytes())
                : OptionalLong.empty();
    }

    @Override
    public Optional<String> setting() {
        return Optional.of(SETTING);
    }
}
