package dev.hindsight.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.Rows;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A caller by a key.
 *
 * @param id of the key
 * @param token what opens
 */
public record Key(String id, String token) {

    /** The key of the settings, of which no log may tell. */
    public static final Key ADMIN = new Key("admin-key", "planted-admin-key-5e1c0f7a92bd4468");

    /** A new key of a namespace, which may read payloads. */
    public static Key of(String namespace, String role) {
        return ordered("'name': 'k', 'role': '%s', 'namespace': '%s'".formatted(role, namespace));
    }

    /** A new key as somebody wants it. */
    public static Key ordered(String members) {
        Answer made = ADMIN.post("/api/v1/keys", "{%s}".formatted(members));
        assertThat(made.status()).as(made.http().body()).isEqualTo(201);
        return new Key(made.text("/id"), made.text("/key"));
    }

    /** A new key that has expired. */
    public static Key expired(String namespace) {
        Key key = of(namespace, "admin");
        Rows.run("UPDATE api_key SET expires_at = now() - interval '1 s' WHERE id = $1", key.id);
        forget();
        return key;
    }

    /** A new key that was revoked. */
    public static Key revoked(String namespace) {
        Key key = of(namespace, "admin");
        assertThat(ADMIN.send("DELETE", "/api/v1/keys/" + key.id, null).status()).isEqualTo(204);
        return key;
    }

    /** Lets the service read its keys anew, as it does by itself within a minute. */
    private static void forget() {
        revoked(Api.fresh().replace('_', '-'));
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    public Answer post(String path, String json, String... headers) {
        return send("POST", path, Api.json(json), headers);
    }

    public Answer put(String path, String json, String... headers) {
        return send("PUT", path, Api.json(json), headers);
    }

    public Answer send(String method, String path, byte @Nullable [] body, String... headers) {
        return Api.send(
                method,
                path,
                body,
                Stream.concat(Stream.of("Authorization", "Bearer " + token), Arrays.stream(headers))
                        .toArray(String[]::new));
    }
}
