package dev.hindsight.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.access.Key;
import dev.hindsight.access.KeysProfile;
import dev.hindsight.fixture.Api.Answer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may read policies, and who may change them. */
@QuarkusTest
@TestProfile(KeysProfile.class)
class PolicyAccessTest {

    private static final String POLICIES = "/api/v1/retention/policies";

    private final String namespace = "n-" + UUID.randomUUID();

    @ParameterizedTest
    @ValueSource(strings = {"viewer", "writer"})
    void others_readAndChangeNothing(String role) {
        Key admin = Key.of(namespace, "admin");
        Key other = Key.of(namespace, role);
        admin.put(POLICIES + "/a", "{'maxAge': 'P1D'}");

        assertForbidden(other.put(POLICIES + "/a", "{}"));
        assertForbidden(other.put(POLICIES + "/b", "{}"));
        assertForbidden(other.send("DELETE", POLICIES + "/a", null));
        assertForbidden(other.send("DELETE", POLICIES + "/none", null));

        assertThat(other.get(POLICIES).body()).isEqualTo(admin.get(POLICIES).body());
        assertThat(other.get(POLICIES + "/a").text("/maxAge")).isEqualTo("P1D");
        assertThat(other.get(POLICIES + "/b").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "default"})
    void adminOfANamespace_changesThatAlone(String name) {
        Key ours = Key.of(namespace, "admin");
        Key theirs = Key.of("n-" + UUID.randomUUID(), "admin");
        String path = POLICIES + "/" + name;
        ours.put(path, "{'maxAge': 'P1D'}");
        theirs.put(path, "{'maxAge': 'P2D'}");

        assertThat(theirs.send("DELETE", path, null).status()).isEqualTo(204);

        assertThat(theirs.get(path).status()).isEqualTo(404);
        assertThat(ours.get(path).text("/maxAge")).isEqualTo("P1D");
        assertThat(Key.ADMIN.get(path, "Hindsight-Namespace", namespace).text("/maxAge"))
                .isEqualTo("P1D");
        assertThat(ours.get("/api/v1/audit?action=policy.changed").text("/items/0/actor"))
                .isEqualTo(ours.id());
    }

    private static void assertForbidden(Answer told) {
        assertThat(told.status()).as(told.http().body()).isEqualTo(403);
        assertThat(told.text("/type")).isEqualTo("/problems/forbidden");
    }
}
