package dev.hindsight.oidc;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;

/** Settings as the framework reads them. */
final class Settings {

    private Settings() {}

    /** Names without their prefix, and values, in turns. */
    static OidcConfig of(String... settings) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            values.put("hindsight.oidc." + settings[i], settings[i + 1]);
        }
        return new SmallRyeConfigBuilder()
                .withMapping(OidcConfig.class)
                .withDefaultValues(values)
                .build()
                .getConfigMapping(OidcConfig.class);
    }
}
