package dev.hindsight.problem;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** The service's HTTP edge without a database, with small limits and a resource that misbehaves. */
public final class EdgeProfile implements QuarkusTestProfile {

    /** The build profile that {@link TrialResource} exists in. */
    static final String NAME = "edge";

    static final int MAX_BODY_BYTES = 20 * 1024;

    @Override
    public String getConfigProfile() {
        return NAME;
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.ofEntries(
                Map.entry("quarkus.devservices.enabled", "false"),
                Map.entry("quarkus.datasource.db-kind", "postgresql"),
                Map.entry("quarkus.datasource.jdbc", "false"),
                Map.entry("quarkus.datasource.reactive", "false"),
                Map.entry("quarkus.datasource.active", "false"),
                Map.entry("quarkus.flyway.active", "false"),
                Map.entry("quarkus.http.test-port", "0"),
                Map.entry("quarkus.http.enable-decompression", "true"),
                Map.entry("quarkus.http.limits.max-body-size", String.valueOf(MAX_BODY_BYTES)),
                Map.entry("quarkus.http.limits.max-initial-line-length", "65536"),
                Map.entry("quarkus.http.limits.max-header-size", "64K"));
    }
}
