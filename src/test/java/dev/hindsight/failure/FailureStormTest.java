package dev.hindsight.failure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.access.Key;
import dev.hindsight.access.KeysProfile;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.AtOnce;
import dev.hindsight.fixture.Rows;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever is reported, in whichever order: what is told is what the executions tell. */
@QuarkusTest
@TestProfile(KeysProfile.class)
class FailureStormTest {

    private static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");

    private Failures failures = new Failures("", Key.ADMIN);

    @BeforeEach
    void somewhere() {
        failures = Failures.somewhere();
    }

    @Test
    void groups_areWhatTheExecutionsTell() throws Exception {
        storm(42, false);

        failures.groups("?limit=1000").forEach(this::compareBounds);
    }

    @Test
    void counts_areThoseOfTheExecutions_deletedOnesIncluded() throws Exception {
        storm(77, true);
    }

    private void storm(int seed, boolean withDeletions) throws Exception {
        List<String> ids = IntStream.range(0, 60).mapToObj(i -> Api.fresh()).toList();

        List<Integer> done =
                AtOnce.ask(6, thread -> storm(ids, new Random(thread + seed), withDeletions));

        assertThat(done).hasSize(6);
        compare("?limit=1000", "true");
        for (int day = 1; day < 4; day++) {
            Instant from = BEGIN.plus(Duration.ofHours(7L * day)).plusSeconds(111);
            Instant to = from.plus(Duration.ofHours(31)).plusSeconds(1_000);
            compare(
                    "?limit=1000&from=%s&to=%s".formatted(from, to),
                    "e.started_at >= '%s' AND e.started_at < '%s'".formatted(from, to));
            compare(
                    "?limit=1000&workflowId=v&from=" + from,
                    "e.workflow_id = 'v' AND e.started_at >= '%s'".formatted(from));
        }
    }

    private int storm(List<String> ids, Random random, boolean withDeletions) {
        for (int i = 0; i < 60; i++) {
            String id = ids.get(random.nextInt(ids.size()));
            switch (random.nextInt(withDeletions ? 11 : 9)) {
                case 0, 1, 2, 3, 4 -> report(id, random);
                case 5 -> failStep(id, random);
                case 6, 7 -> correct(id, random);
                case 8 -> failures.told("?limit=3");
                case 9 -> failures.admin().send("DELETE", Api.ext(id), null);
                default -> failures.admin().send("POST", Api.ext(id) + "/restore", null);
            }
        }
        return ids.size();
    }

    private void report(String id, Random random) {
        failures.admin()
                .post(
                        Api.EXECUTIONS,
                        "{'externalId': '%s', 'workflowId': '%s', %s}"
                                .formatted(id, workflow(id), members(random)));
    }

    /** One execution is always of the same workflow. */
    private static String workflow(String id) {
        return id.hashCode() % 2 == 0 ? "w" : "v";
    }

    private static String members(Random random) {
        Instant start = BEGIN.plusSeconds(random.nextInt(3 * 86_400));
        return "'status': '%s', 'error': '%s %d', 'startedAt': '%s', 'completedAt': '%s'"
                .formatted(
                        List.of("failed", "failed", "timed_out", "completed", "cancelled")
                                .get(random.nextInt(5)),
                        List.of("no", "gone", "late").get(random.nextInt(3)),
                        random.nextInt(100),
                        start,
                        start.plusSeconds(random.nextInt(10_000)));
    }

    private void failStep(String id, Random random) {
        failures.admin()
                .put(
                        Api.ext(id) + "/steps/s" + random.nextInt(3),
                        "{'nodeId': '%s', 'status': 'failed', 'workflowId': '%s'}"
                                .formatted(List.of("a", "b").get(random.nextInt(2)), workflow(id)));
    }

    private void correct(String id, Random random) {
        failures.patch(Api.ext(id) + "?force=true", "{%s}".formatted(members(random)));
    }

    private void compare(String query, String condition) {
        List<String> expected =
                Rows.texts(
                        """
                        SELECT concat_ws(' ', e.fingerprint, count(*))
                        FROM execution e
                        JOIN namespace n ON n.id = e.namespace_id
                        WHERE n.name = $1 AND e.status IN (3, 5, 6) AND e.fingerprint IS NOT NULL AND %s
                        GROUP BY e.fingerprint
                        """
                                .formatted(condition),
                        failures.name());

        assertThat(failures.groups(query))
                .as(query)
                .extracting(it -> it.get("fingerprint").asText() + " " + it.get("count"))
                .containsExactlyInAnyOrderElementsOf(expected);
        if (query.contains("from")) {
            assertThat(failures.groups(query))
                    .allSatisfy(
                            it ->
                                    assertThat(total(Failures.trend(it)))
                                            .isEqualTo(it.get("count").asLong()));
        }
    }

    private static long total(List<Long> trend) {
        return trend.stream().mapToLong(Long::longValue).sum();
    }

    private void compareBounds(JsonNode group) {
        String fingerprint = group.get("fingerprint").asText();
        String moment =
                """
                SELECT to_char(%s(e.completed_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
                FROM execution e
                JOIN namespace n ON n.id = e.namespace_id
                WHERE n.name = $1 AND e.fingerprint = $2 AND e.status IN (3, 5, 6)
                """;
        assertThat(List.of(group.get("firstSeenAt").asText()))
                .isEqualTo(Rows.texts(moment.formatted("min"), failures.name(), fingerprint));
        assertThat(List.of(group.get("lastSeenAt").asText()))
                .isEqualTo(Rows.texts(moment.formatted("max"), failures.name(), fingerprint));
        assertThat(group.get("fingerprint").asText())
                .isEqualTo(
                        Rows.texts(
                                        "SELECT fingerprint FROM execution WHERE id = $1",
                                        UUID.fromString(group.get("exampleExecution").asText()))
                                .get(0));
    }
}
