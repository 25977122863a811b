package dev.hindsight.checkpoint;

import dev.hindsight.fixture.NewestPostgres;
import java.util.Map;

/** The service with a small limit for trees, snapshots and states, and an edge over a chunk. */
public final class SmallCheckpoints extends NewestPostgres {

    static final int MAX_BYTES = 3 * Bytes.MIB;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("hindsight.checkpoint.max-bytes", String.valueOf(MAX_BYTES));
    }
}
