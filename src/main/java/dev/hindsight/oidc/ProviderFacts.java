package dev.hindsight.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.jose4j.jwk.JsonWebKey;
import org.jspecify.annotations.Nullable;

/**
 * What a provider tells of itself.
 *
 * @param keys with which it signs
 * @param authorization where people sign in; {@code null}: nowhere
 * @param token where a code becomes a token; {@code null}: nowhere
 * @param endSession where people sign out; {@code null}: nowhere
 */
record ProviderFacts(
        List<JsonWebKey> keys,
        @Nullable URI authorization,
        @Nullable URI token,
        @Nullable URI endSession) {

    ProviderFacts {
        keys = List.copyOf(keys);
    }

    /** Whether a key of such a name is among them. */
    boolean hasKey(String id) {
        return keys.stream().anyMatch(key -> id.equals(key.getKeyId()));
    }

    /**
     * An address of the metadata; empty if it is not there, or less secure than the issuer's.
     *
     * @throws Unusable if it is no address
     */
    static @Nullable URI endpoint(JsonNode metadata, String name, URI issuer) {
        JsonNode value = metadata.path(name);
        if (!value.isTextual()) {
            return null;
        }
        URI address;
        try {
            address = URI.create(value.textValue());
        } catch (IllegalArgumentException noAddress) {
            throw new Unusable(name + " is no address");
        }
        boolean secure = "https".equals(address.getScheme());
        if (!secure && !Objects.equals(address.getScheme(), issuer.getScheme())) {
            throw new Unusable(name + " is less secure than the issuer");
        }
        if (address.getHost() == null) {
            throw new Unusable(name + " is no address");
        }
        return address;
    }

    /** What came back cannot be used. */
    static final class Unusable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message, null, false, false);
        }
    }
}
