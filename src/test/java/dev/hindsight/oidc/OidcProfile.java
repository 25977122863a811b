package dev.hindsight.oidc;

import dev.hindsight.access.KeysProfile;
import dev.hindsight.fixture.TokenIssuer;
import java.util.HashMap;
import java.util.Map;

/** The application where every caller needs a key or a token. */
public class OidcProfile extends KeysProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
        settings.put("hindsight.auth", "keys,oidc");
        settings.put("hindsight.oidc.issuer", TokenIssuer.shared().issuer());
        settings.put("hindsight.oidc.audience", TokenIssuer.AUDIENCE + ",hindsight-api");
        settings.put("hindsight.oidc.client-id", "hindsight-dashboard");
        settings.put("hindsight.oidc.role-claim", "/resource/roles");
        settings.put("hindsight.oidc.writers", "hindsight-writer,engines");
        settings.put("hindsight.oidc.namespace-claim", "https://id.example/namespace");
        settings.put("hindsight.oidc.payloads-claim", "payloads");
        settings.put("hindsight.oidc.leeway", "PT1S");
        return settings;
    }
}
