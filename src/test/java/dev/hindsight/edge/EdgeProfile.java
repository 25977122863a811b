package dev.hindsight.edge;

import dev.hindsight.fixture.NewestPostgres;
import java.util.Map;

/** The service's HTTP edge, with small limits, a resource that misbehaves, and no traces. */
public final class EdgeProfile extends NewestPostgres {

    /** The build profile that {@link TrialResource} exists in. */
    static final String NAME = "edge";

    static final int MAX_BODY_BYTES = 20 * 1024;

    @Override
    public String getConfigProfile() {
        return NAME;
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "quarkus.http.limits.max-body-size",
                String.valueOf(MAX_BODY_BYTES),
                "hindsight.otlp.enabled",
                "false");
    }
}
