package dev.hindsight.bulk;

import dev.hindsight.fixture.NewestPostgres;
import java.util.HashMap;
import java.util.Map;

/** The service with a small limit for bodies of bulk reports. */
public final class SmallBodies extends NewestPostgres {

    static final int MAX_BYTES = 2 * 1024 * 1024;

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
        settings.put("hindsight.ingest.max-body", String.valueOf(MAX_BYTES));
        return settings;
    }
}
