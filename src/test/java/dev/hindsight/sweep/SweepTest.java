package dev.hindsight.sweep;

import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.sweep.House.item;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.Orphans;
import dev.hindsight.fixture.Rows;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What leaves by which policy, and what stays. */
@QuarkusTest
@TestProfile(OwnHouses.class)
class SweepTest {

    private House house;

    @BeforeEach
    void build() {
        house = new House();
    }

    @Test
    void freshNamespace_keepsThirtyDays() {
        String old = house.completed(Duration.ofDays(31));
        String young = house.completed(Duration.ofDays(29));

        Answer preview = house.preview();
        Answer run = house.sweep();

        assertThat(item(preview, "default").path("executions").asInt()).isEqualTo(1);
        assertThat(item(run, "default").path("executions").asInt()).isEqualTo(1);
        assertThat(house.listed()).containsExactly(young);
        assertThat(house.of(old).status()).isEqualTo(410);
    }

    @Test
    void removedExecution_isGoneWithItsPolicyAndEverythingThatBelongedToIt() {
        String name = fresh();
        String id =
                house.completed(
                        Duration.ofDays(3),
                        "'externalId': '%s'".formatted(name),
                        "'input': {'a': 1}",
                        "'steps': [{'nodeId': 'n', 'output': 1}]",
                        "'logs': [{'message': 'm'}]");
        house.policy("short", "{'maxAge': 'P2D', 'priority': 1}");

        house.sweep();

        Answer gone = house.of(id);
        assertThat(gone.status()).isEqualTo(410);
        assertThat(gone.text("/type")).isEqualTo("/problems/gone");
        assertThat(gone.text("/policy")).isEqualTo("short");
        assertThat(gone.text("/removedAt")).startsWith("20");
        assertThat(house.get(ext(name)).status()).isEqualTo(410);
        assertThat(house.get(ext(name) + "/steps").status()).isEqualTo(410);
        assertThat(house.patch(ext(name), "{'note': 'late'}").status()).isEqualTo(410);
        assertThat(house.patch(Api.EXECUTIONS + "/" + id, "{'note': 'late'}").status())
                .isEqualTo(410);
        assertThat(Rows.number("SELECT count(*) FROM step WHERE execution_id = $1::text::uuid", id))
                .isZero();
        assertThat(Rows.number("SELECT count(*) FROM log WHERE execution_id = $1::text::uuid", id))
                .isZero();
    }

    @Test
    void removedExternalId_isTakenByTheNext() {
        String name = fresh();
        house.completed(Duration.ofDays(31), "'externalId': '%s'".formatted(name));
        house.sweep();

        Answer next =
                house.post(
                        Api.EXECUTIONS, "{'workflowId': 'w', 'externalId': '%s'}".formatted(name));

        assertThat(next.status()).isEqualTo(201);
        assertThat(house.get(ext(name)).text("/id")).isEqualTo(next.text("/id"));
    }

    @Test
    void runningAndPinned_stayHoweverOld() {
        String running =
                house.execution("'status': 'running', 'startedAt': '2020-01-01T00:00:00Z'");
        String pinned = house.completed(Duration.ofDays(400), "'pinned': true");
        house.policy("all", "{'maxAge': 'PT1S', 'maxCount': 1, 'countPer': 'policy'}");

        house.sweep();

        assertThat(house.listed()).containsExactlyInAnyOrder(running, pinned);
    }

    @Test
    void lowestPriorityThatMatches_decides() {
        String failed =
                house.execution(
                        "'status': 'failed', 'completedAt': '%s'"
                                .formatted(java.time.Instant.now().minus(Duration.ofDays(40))));
        String labelled = house.completed(Duration.ofDays(40), "'labels': {'team': 'pay'}");
        String other = house.completed(Duration.ofDays(40), "'workflowId': 'other'");
        house.completed(Duration.ofDays(40));
        house.policy("failures", "{'priority': 1, 'status': 'error', 'maxAge': 'P90D'}");
        house.policy("team", "{'priority': 2, 'label': 'team:pay'}");
        house.policy("flow", "{'priority': 3, 'workflowId': ['other', 'x'], 'maxAge': 'P1Y'}");

        Answer preview = house.preview();
        house.sweep();

        assertThat(house.listed()).containsExactlyInAnyOrder(failed, labelled, other);
        assertThat(preview.at("/items").findValuesAsText("policy"))
                .containsExactly("failures", "team", "flow", "default");
        assertThat(item(preview, "default").path("executions").asInt()).isEqualTo(1);
    }

    @Test
    void disabledPolicy_decidesNothing() {
        String id = house.completed(Duration.ofDays(10));
        house.policy("off", "{'priority': 1, 'maxAge': 'P1D', 'enabled': false}");

        house.sweep();

        assertThat(house.listed()).containsExactly(id);
    }

    @Test
    void noPolicy_keepsEverything() {
        String id = house.completed(Duration.ofDays(4000));
        house.noPolicy("default");

        Answer run = house.sweep();

        assertThat(run.at("/items")).isEmpty();
        assertThat(house.preview().at("/items")).isEmpty();
        assertThat(house.listed()).containsExactly(id);
    }

    @Test
    void countPerWorkflow_keepsTheNewestOfEach() {
        String a1 = house.completed(Duration.ofHours(5), "'workflowId': 'a'");
        String a2 = house.completed(Duration.ofHours(2), "'workflowId': 'a'");
        String a3 = house.completed(Duration.ofHours(3), "'workflowId': 'a'");
        String b1 = house.completed(Duration.ofHours(9), "'workflowId': 'b'");
        String pinned = house.completed(Duration.ofHours(1), "'workflowId': 'a'", "'pinned': true");
        house.policy("newest", "{'maxCount': 2, 'countPer': 'workflow'}");

        Answer preview = house.preview();
        house.sweep();

        assertThat(house.listed()).containsExactlyInAnyOrder(a2, a3, b1, pinned);
        assertThat(house.of(a1).text("/policy")).isEqualTo("newest");
        assertThat(item(preview, "newest").path("executions").asInt()).isEqualTo(1);
    }

    @Test
    void countPerPolicy_keepsTheNewestOfAll() {
        String old = house.completed(Duration.ofHours(5), "'workflowId': 'a'");
        String middle = house.completed(Duration.ofHours(4), "'workflowId': 'b'");
        String young = house.completed(Duration.ofHours(3), "'workflowId': 'c'");
        house.policy("two", "{'maxCount': 2, 'countPer': 'policy'}");

        house.sweep();

        assertThat(house.listed()).containsExactly(young, middle);
        assertThat(house.of(old).status()).isEqualTo(410);
    }

    @Test
    void payloadsAndLogs_goEarlyAndTheRecordStays() {
        String id =
                house.completed(
                        Duration.ofDays(8),
                        "'input': {'a': 1}",
                        "'output': 2",
                        "'steps': [{'nodeId': 'n', 'output': 1}]",
                        "'logs': [{'message': 'm'}]");
        house.policy("thin", "{'payloadMaxAge': 'P7D', 'logMaxAge': 'P7D', 'maxAge': 'P90D'}");

        Answer preview = house.preview();
        Answer run = house.sweep();

        Answer told = house.of(id);
        assertThat(told.status()).isEqualTo(200);
        assertThat(told.at("/payloadExpired").asBoolean()).isTrue();
        assertThat(told.at("/input").isNull()).isTrue();
        assertThat(told.at("/version").asInt()).isEqualTo(2);
        String path = Api.EXECUTIONS + "/" + id;
        assertThat(house.get(path + "/steps").at("/items")).hasSize(1);
        assertThat(house.get(path + "/steps").at("/items/0/output").isNull()).isTrue();
        assertThat(house.get(path + "/logs").at("/items")).isEmpty();
        for (Answer counted : List.of(preview, run)) {
            assertThat(item(counted, "thin").path("executions").asInt()).isZero();
            assertThat(item(counted, "thin").path("payloadsExpired").asInt()).isEqualTo(1);
            assertThat(item(counted, "thin").path("logsExpired").asInt()).isEqualTo(1);
        }
        assertThat(house.sweep().at("/items")).isEmpty();
    }

    @Test
    void importedExecution_agesFromItsImport() {
        String id = house.completed(Duration.ofDays(20));
        Api.Answer exported = house.get(Api.EXECUTIONS + "/" + id + "/export");
        house.delete(Api.EXECUTIONS + "/" + id + "?purge=true");
        Api.send(
                "POST",
                Api.EXECUTIONS + "/import",
                exported.http().body().getBytes(java.nio.charset.StandardCharsets.UTF_8),
                "Content-Type",
                "application/x-ndjson",
                "Hindsight-Namespace",
                house.name);
        house.policy("short", "{'maxAge': 'P10D'}");

        house.sweep();

        assertThat(house.listed()).containsExactly(id);
    }

    @Test
    void preview_ofAnUnsavedPolicyTellsThatAlone() {
        house.completed(
                Duration.ofDays(3), "'steps': [{'nodeId': 'a'}, {'nodeId': 'b'}]", "'logs': [{}]");
        house.completed(Duration.ofDays(1));

        Answer told = house.preview("{'maxAge': 'P2D'}");

        assertThat(told.at("/items")).hasSize(1);
        assertThat(told.at("/items/0/executions").asInt()).isEqualTo(1);
        assertThat(told.at("/items/0/steps").asInt()).isEqualTo(2);
        assertThat(told.at("/items/0/logs").asInt()).isEqualTo(1);
        assertThat(told.at("/items/0/bytes").asLong()).isPositive();
        assertThat(house.listed()).hasSize(2);
        assertThat(house.get(House.POLICIES).at("/items")).hasSize(1);
    }

    @Test
    void runs_areRecordedAndListed() {
        house.completed(Duration.ofDays(31));
        Answer run = house.sweep();
        Answer other = new House().get(House.RUNS + "?limit=1");

        Answer listed = house.get(House.RUNS + "?limit=1");

        assertThat(listed.at("/items/0")).isEqualTo(run.body());
        assertThat(run.at("/completedAt").isNull()).isFalse();
        assertThat(other.at("/items/0/id")).isEqualTo(run.at("/id"));
        assertThat(other.at("/items/0/items")).isEmpty();
    }

    @Test
    void maxSnapshots_keepsTheNewestOfEachExecution() {
        String running = house.execution("'status': 'running'");
        String path = Api.EXECUTIONS + "/" + running + "/snapshots";
        for (String bytes : List.of("one", "two", "three")) {
            assertThat(
                            Api.send(
                                            "POST",
                                            path,
                                            bytes.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                                            "Content-Type",
                                            "application/octet-stream",
                                            "Hindsight-Namespace",
                                            house.name)
                                    .status())
                    .isEqualTo(201);
        }
        house.policy("few", "{'priority': 1, 'maxSnapshots': 2}");

        Answer preview = house.preview();
        Answer run = house.sweep();

        assertThat(house.get(path).at("/items")).hasSize(2);
        assertThat(house.get(path + "/latest").http().body()).isEqualTo("three");
        assertThat(
                        Rows.number(
                                "SELECT count(*) FROM chunk WHERE execution_id = $1::text::uuid",
                                running))
                .isEqualTo(2);
        for (Answer counted : List.of(preview, run)) {
            assertThat(item(counted, "few").path("snapshotsTrimmed").asInt()).isEqualTo(1);
            assertThat(item(counted, "few").path("executions").asInt()).isZero();
        }
        assertThat(house.sweep().at("/items")).isEmpty();
    }

    @Test
    void sweep_leavesNoOrphans() {
        house.completed(
                Duration.ofDays(31), "'steps': [{'nodeId': 'n', 'output': 1}]", "'logs': [{}]");
        long before = Rows.number(Orphans.COUNT);

        house.sweep();

        // Its external id would be the one that stays.
        assertThat(Rows.number(Orphans.COUNT)).isEqualTo(before);
    }
}
