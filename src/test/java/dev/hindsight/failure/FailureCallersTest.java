package dev.hindsight.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.access.Key;
import dev.hindsight.access.KeysProfile;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asks for failures, and how. */
@QuarkusTest
@TestProfile(KeysProfile.class)
class FailureCallersTest {

    private Failures failures = new Failures("", Key.ADMIN);

    @BeforeEach
    void somewhere() {
        failures = Failures.somewhere();
    }

    @Test
    void otherNamespaces_seeAndChangeNothing() {
        failures.fail("no");
        String path = Failures.ERRORS + "/" + failures.group("").get("fingerprint").asText();
        Failures others = Failures.somewhere();

        assertThat(others.groups("")).isEmpty();
        assertThat(others.groups("?from=2020-01-01T00:00:00Z")).isEmpty();
        assertThat(others.patch(path, "{'state': 'resolved'}").status()).isEqualTo(404);
        assertThat(failures.state()).isEqualTo("open");
    }

    @Test
    void sameFingerprint_isAnotherGroupInAnotherNamespace() {
        failures.fail("no");
        Failures others = Failures.somewhere();
        others.fail("no");
        others.fail("no");
        others.decide("ignored");

        assertThat(failures.counts("?from=2020-01-01T00:00:00Z")).containsExactly("no 1");
        assertThat(failures.state()).isEqualTo("open");
    }

    @Test
    void viewers_readAndDecideNothing() {
        failures.fail("no");
        String path = Failures.ERRORS + "/" + failures.group("").get("fingerprint").asText();
        Key viewer = Key.of(failures.name(), "viewer");
        Key writer = Key.of(failures.name(), "writer");

        assertThat(viewer.get(Failures.ERRORS).at("/items")).hasSize(1);
        assertThat(viewer.send("PATCH", path, Api.json("{'state': 'ignored'}")).status())
                .isEqualTo(403);
        assertThat(writer.send("PATCH", path, Api.json("{'state': 'ignored'}")).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state=closed",
                "state=",
                "state=open,",
                "orderBy=message",
                "limit=0",
                "limit=1001",
                "from=yesterday",
                "to=2026-03-01",
                "status=failed",
                "cursor=abc"
            })
    void parametersThatAreNotValid_areRefused(String query) {
        Answer answer = failures.admin().get(Failures.ERRORS + "?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/type")).isEqualTo("/problems/invalid-request");
    }

    @Test
    void moments_mayBeNumbers() {
        failures.failAt("2026-03-01T10:00:00Z", "no");

        long at = Instant.parse("2026-03-01T10:00:00Z").toEpochMilli();

        assertThat(failures.counts("?from=" + at + "&to=" + (at + 1))).containsExactly("no 1");
        assertThat(failures.counts("?from=" + (at + 1))).isEmpty();
    }
}
