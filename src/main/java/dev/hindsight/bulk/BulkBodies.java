package dev.hindsight.bulk;

import dev.hindsight.boot.StartupCheck;
import dev.hindsight.edge.LargeBodies;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Bodies of bulk reports are larger than others. */
@Singleton
final class BulkBodies implements LargeBodies, StartupCheck {

    private static final String SETTING = "hindsight.ingest.max-body";

    /** The server's own limit for bodies. */
    private static final long MOST = 1L << 40;

    private final BulkConfig config;

    BulkBodies(BulkConfig config) {
        this.config = config;
    }

    @Override
    public void check() {
        StartupCheck.within(SETTING, config.maxBody(), 1, MOST);
    }

    @Override
    public OptionalLong maxBytes(String path) {
        return path.equals(BulkResource.PATH) || path.equals(BulkResource.PATH + "/")
                ? OptionalLong.of(config.maxBody())
                : OptionalLong.empty();
    }

    @Override
    public Optional<String> setting() {
        return Optional.of(SETTING);
    }

    @Override
    public Map<String, Object> unread() {
        return Map.of(BulkReceipt.LAST_DURABLE_LINE, 0);
    }
}
