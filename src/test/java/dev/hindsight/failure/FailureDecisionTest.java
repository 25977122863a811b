package dev.hindsight.failure;

import static dev.hindsight.fixture.Api.EXECUTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.access.Key;
import dev.hindsight.access.KeysProfile;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is decided about groups of failures, and how long that holds. */
@QuarkusTest
@TestProfile(KeysProfile.class)
class FailureDecisionTest {

    private Failures failures = new Failures("", Key.ADMIN);

    @BeforeEach
    void somewhere() {
        failures = Failures.somewhere();
    }

    @Test
    void decision_isToldWithTheGroup() {
        failures.fail("no");

        JsonNode decided = failures.decide("resolved");

        assertThat(decided.get("state").asText()).isEqualTo("resolved");
        assertThat(decided.get("stateChangedAt").asText()).isNotEqualTo("null");
        assertThat(decided).isEqualTo(failures.group("?state=resolved"));
        assertThat(failures.groups("?state=open")).isEmpty();
        assertThat(failures.decide("resolved")).isEqualTo(decided);
        assertThat(failures.decide("open").get("state").asText()).isEqualTo("open");
    }

    @Test
    void resolvedGroup_opensWhenItFailsAgain() {
        failures.fail("no 1");
        JsonNode decided = failures.decide("resolved");
        failures.fail("other");
        assertThat(failures.groups("?state=resolved")).hasSize(1);

        failures.fail("no 2");

        assertThat(failures.groups("?state=resolved")).isEmpty();
        JsonNode group = failures.groups("?limit=1").get(0);
        assertThat(group.get("state").asText()).isEqualTo("open");
        assertThat(group.get("count").asLong()).isEqualTo(2);
        assertThat(group.get("stateChangedAt").asText())
                .isGreaterThan(decided.get("stateChangedAt").asText());
    }

    @Test
    void failuresReportedBefore_doNotOpenIt() {
        failures.fail("no");
        failures.group("");
        for (int i = 0; i < 20; i++) {
            failures.fail("no");
        }

        JsonNode decided = failures.decide("resolved");

        assertThat(decided.get("count").asLong()).isEqualTo(21);
        assertThat(failures.state()).isEqualTo("resolved");
    }

    @Test
    void lateChangesOfOldFailures_doNotOpenIt() {
        String id = failures.failAt("2026-03-01T10:00:00Z", "no");
        failures.failAt("2026-03-01T11:00:00Z", "no");
        failures.decide("resolved");

        failures.correct(id, "'durationMs': 77");
        assertThat(failures.state()).isEqualTo("resolved");
        failures.correct(id, "'completedAt': '2026-03-01T12:00:00Z'");
        assertThat(failures.state()).isEqualTo("resolved");
        failures.correct(id, "'status': 'timed_out'");
        assertThat(failures.state()).isEqualTo("resolved");
        failures.correct(id, "'status': 'completed'");

        JsonNode group = failures.group("");
        assertThat(group.get("state").asText()).isEqualTo("resolved");
        assertThat(group.get("count").asLong()).isEqualTo(1);
    }

    @Test
    void executionThatMovesIn_opensIt() {
        String old = failures.fail("no");
        step(old);
        failures.decide("resolved");

        String id = failures.fail("no");
        assertThat(failures.groups("?state=resolved")).hasSize(1);
        step(id);

        JsonNode group = failures.group("");
        assertThat(group.get("state").asText()).isEqualTo("open");
        assertThat(group.get("count").asLong()).isEqualTo(2);
    }

    private void step(String id) {
        failures.admin()
                .put(EXECUTIONS + "/" + id + "/steps/s", "{'nodeId': 'pay', 'status': 'failed'}");
    }

    @Test
    void ignoredGroup_staysIgnored() {
        String id = failures.fail("no");
        failures.decide("ignored");

        failures.fail("no");
        assertThat(failures.state()).isEqualTo("ignored");
        assertThat(failures.counts("")).containsExactly("no 2");
        failures.correct(id, "'status': 'completed'");
        assertThat(failures.state()).isEqualTo("ignored");
    }

    @Test
    void decision_outlivesTheFailures() {
        String id = failures.fail("no");
        String path =
                Failures.ERRORS + "/" + failures.decide("ignored").get("fingerprint").asText();
        failures.correct(id, "'status': 'completed'");
        assertThat(failures.groups("")).isEmpty();
        assertThat(failures.patch(path, "{'state': 'open'}").status()).isEqualTo(404);

        failures.fail("no");

        assertThat(failures.state()).isEqualTo("ignored");
        assertThat(failures.counts("")).containsExactly("no 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'state': null}",
                "{'state': 'closed'}",
                "{'state': 'OPEN'}",
                "{'state': 1}",
                "{'state': ['open']}",
                "{'state': 'open', 'note': 'x'}",
                "{'state': 'open', 'count': 0}",
                "{'state': 'open', 'state': 'open'}",
                "[]",
                "'open'",
                "",
                "{'state': 'open'} 1"
            })
    void bodiesThatAreNotValid_areRefused(String body) {
        failures.fail("no");
        String path = Failures.ERRORS + "/" + failures.group("").get("fingerprint").asText();

        Answer answer = failures.patch(path, body);

        assertThat(answer.status()).as(answer.http().body()).isEqualTo(400);
        assertThat(failures.state()).isEqualTo("open");
    }

    @Test
    void unknownFingerprints_areNotFound() {
        for (String fingerprint : new String[] {"0123456789abcdef", "x", "%F0%9F%92%A5", "%20"}) {
            assertThat(
                            failures.patch(
                                            Failures.ERRORS + "/" + fingerprint,
                                            "{'state': 'resolved'}")
                                    .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void mergePatch_isAccepted() {
        failures.fail("no");
        String path = Failures.ERRORS + "/" + failures.group("").get("fingerprint").asText();

        Answer answer =
                failures.admin()
                        .send(
                                "PATCH",
                                path,
                                Api.json("{'state': 'ignored'}"),
                                "Content-Type",
                                "application/merge-patch+json");

        assertThat(answer.text("/state")).isEqualTo("ignored");
    }
}
