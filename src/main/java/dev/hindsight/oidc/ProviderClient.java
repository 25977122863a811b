package dev.hindsight.oidc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hindsight.oidc.ProviderFacts.Unusable;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * Asks a provider, over the JDK's own HTTP client, which waits on threads of its own. Whatever answers:
 * an answer is bounded in time and length, and redirects are not followed.
 */
@Singleton
class ProviderClient {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int MAX_BYTES = 256 * 1024;

    /** A token that names no key is tried against each. */
    private static final int MAX_KEYS = 50;

    private static final String WELL_KNOWN = "/.well-known/openid-configuration";

    private final ObjectMapper json;

    /** Made on first need: most services never ask a provider. */
    private final AtomicReference<@Nullable HttpClient> http = new AtomicReference<>();

    ProviderClient(ObjectMapper json) {
        this.json = json;
    }

    /**
     * An answer.
     *
     * @param body a missing node, where it is not JSON
     */
    record Answer(int status, JsonNode body) {}

    /**
     * What the provider tells of itself now.
     *
     * @throws Unusable if that is nothing that can be used, as a failure of the answer, as are those of
     *     the network
     */
    Uni<ProviderFacts> facts(String issuer) {
        URI own = URI.create(issuer);
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        return get(URI.create(base + WELL_KNOWN)).chain(metadata -> facts(issuer, own, metadata));
    }

    private Uni<ProviderFacts> facts(String issuer, URI own, JsonNode metadata) {
        if (!metadata.path("issuer").asText().equals(issuer)) {
            throw new Unusable("the metadata are of another issuer");
        }
        URI keys = ProviderFacts.endpoint(metadata, "jwks_uri", own);
        if (keys == null) {
            throw new Unusable("the metadata name no jwks_uri");
        }
        URI authorization = ProviderFacts.endpoint(metadata, "authorization_endpoint", own);
        URI token = ProviderFacts.endpoint(metadata, "token_endpoint", own);
        URI endSession = ProviderFacts.endpoint(metadata, "end_session_endpoint", own);
        return get(keys).map(set -> new ProviderFacts(keys(set), authorization, token, endSession));
    }

    /** Public keys alone: with one that both sides share, whoever verifies could also sign. */
    private static List<JsonWebKey> keys(JsonNode set) {
        try {
            List<JsonWebKey> keys =
                    new JsonWebKeySet(set.toString())
                            .getJsonWebKeys().stream()
                                    .filter(PublicJsonWebKey.class::isInstance)
                                    .limit(MAX_KEYS)
                                    .toList();
            if (keys.isEmpty()) {
                throw new Unusable("there are no public keys");
            }
            return keys;
        } catch (JoseException noKeys) {
            throw new Unusable("the keys cannot be read");
        }
    }

    private Uni<JsonNode> get(URI address) {
        return send(HttpRequest.newBuilder(address).GET())
                .map(
                        answer -> {
                            if (answer.status() != 200 || !answer.body().isObject()) {
                                throw new Unusable(
                                        "%s answers %d%s"
                                                .formatted(
                                                        address,
                                                        answer.status(),
                                                        answer.status() == 200
                                                                ? ", but no JSON object"
                                                                : ""));
                            }
                            return answer.body();
                        });
    }

    /** Sends a request; fails as the network does, or if the answer is too long. */
    Uni<Answer> send(HttpRequest.Builder request) {
        HttpRequest built = request.setHeader("Accept", "application/json").build();
        return Uni.createFrom()
                .completionStage(
                        () -> client().sendAsync(built, answer -> new BoundedBody(MAX_BYTES)))
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .map(answer -> new Answer(answer.statusCode(), read(answer.body())));
    }

    private JsonNode read(Optional<byte[]> body) {
        byte[] bytes = body.orElseThrow(() -> new Unusable("an answer is too long"));
        try {
            return json.readTree(new String(bytes, StandardCharsets.UTF_8));
        } catch (JsonProcessingException noJson) {
            return json.missingNode();
        }
    }

    private HttpClient client() {
        HttpClient known = http.get();
        if (known != null) {
            return known;
        }
        HttpClient made =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(PATIENCE)
                        .build();
        HttpClient other = http.compareAndExchange(null, made);
        return other == null ? made : other;
    }
}
