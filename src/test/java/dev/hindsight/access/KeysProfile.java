package dev.hindsight.access;

import dev.hindsight.fixture.NewestPostgres;
import java.util.HashMap;
import java.util.Map;

/** The application where every caller needs a key. */
public class KeysProfile extends NewestPostgres {

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
        settings.put("hindsight.auth", "keys");
        settings.put("hindsight.admin-key", Key.ADMIN.token());
        settings.put("hindsight.live.heartbeat", "PT1S");
        return settings;
    }
}
