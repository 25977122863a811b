package dev.hindsight.usage;

import static dev.hindsight.fixture.Api.fresh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.access.Key;
import dev.hindsight.access.KeysProfile;
import dev.hindsight.field.Moments;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.HeldClock;
import dev.hindsight.fixture.Rows;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the history weighs: by table and by workflow, exactly or nearly, for one who may know. */
@QuarkusTest
@TestProfile(StorageResourceTest.Alone.class)
class StorageResourceTest {

    private static final String STORAGE = "/api/v1/stats/storage";
    private static final String BY_WORKFLOW = STORAGE + "?by=workflow";
    private static final String BYTES = "application/octet-stream";
    private static final List<String> COUNTS =
            List.of("executions", "steps", "logs", "artifacts", "snapshots");

    /** In a database of its own, with keys, and a clock that a test puts forward. */
    public static class Alone extends KeysProfile {
        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(HeldClock.class);
        }
    }

    @Inject HeldClock clock;
    @Inject Pool pool;

    private final String namespace = "n-" + UUID.randomUUID();
    private final String workflow = "w-" + UUID.randomUUID();

    private Answer good(Answer answer) {
        assertThat(answer.status()).as(answer.http().body()).isBetween(200, 204);
        return answer;
    }

    /** Reports an execution with so many steps; tells its path. */
    private String execution(Key key, String workflowId, int steps) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < steps; i++) {
            all.append(i == 0 ? "" : ", ")
                    .append("{'nodeId': 'n%d', 'input': {'n': %d}, 'output': 'o'}".formatted(i, i));
        }
        return Api.EXECUTIONS
                + "/"
                + good(key.post(
                                Api.EXECUTIONS,
                                ("{'externalId': '%s', 'workflowId': '%s', 'input': {'a': [1, 2]},"
                                                + " 'labels': {'team': 'x'}, 'steps': [%s],"
                                                + " 'logs': [{'message': 'one'}, {'message': 'two'}]}")
                                        .formatted(fresh(), workflowId, all)))
                        .text("/id");
    }

    private void checkpoints(Key key, String execution) {
        good(key.put(execution + "/artifacts", "{'n': {'k': [1, 2, 3], 'l': null}}"));
        good(key.put(execution + "/tree", "{'nodes': []}"));
        good(key.put(execution + "/state/active", "active", "Content-Type", BYTES));
        good(key.post(execution + "/snapshots", "snapshot", "Content-Type", BYTES));
    }

    /** What is told after everything was measured anew. */
    private Answer measured(String query) {
        clock.move(UsageService.WORKFLOWS_FRESH);
        return good(Key.ADMIN.get(BY_WORKFLOW + query));
    }

    private static List<JsonNode> items(Answer answer) {
        List<JsonNode> items = new ArrayList<>();
        answer.at("/items").forEach(items::add);
        return items;
    }

    /** The item of a workflow in a namespace. */
    private static JsonNode item(Answer answer, String namespace, String workflowId) {
        return items(answer).stream()
                .filter(it -> it.get("namespace").asText().equals(namespace))
                .filter(it -> it.get("workflowId").asText().equals(workflowId))
                .findFirst()
                .orElseThrow();
    }

    private static List<Long> counts(JsonNode item) {
        return COUNTS.stream().map(name -> item.get(name).asLong()).toList();
    }

    private static List<Long> countsBySql(String namespace, String workflowId) {
        String executions =
                " FROM execution e JOIN namespace n ON n.id = e.namespace_id AND n.name = $1%s"
                        + " WHERE e.workflow_id = $2";
        List<Long> counts = new ArrayList<>();
        counts.add(
                Rows.number("SELECT count(*)" + executions.formatted(""), namespace, workflowId));
        for (String table : List.of("step", "log", "artifact", "snapshot")) {
            counts.add(
                    Rows.number(
                            "SELECT count(*)"
                                    + executions.formatted(
                                            " JOIN %s t ON t.execution_id = e.id".formatted(table)),
                            namespace,
                            workflowId));
        }
        return counts;
    }

    private static long bytes(Key key, String execution) {
        return key.get(execution + "/storage").at("/bytes").asLong();
    }

    @Nested
    class ByTable {

        /** All that is read for it, at one moment. */
        private Answer read() {
            clock.move(UsageService.TABLES_FRESH);
            return good(Key.ADMIN.get(STORAGE));
        }

        @Test
        void tables_areToldHeaviestFirst() {
            execution(Key.of(namespace, "writer"), workflow, 3);
            analyze("step");

            Answer told = read();

            assertThat(told.text("/asOf")).isEqualTo(written(clock.instant()));
            assertThat(told.at("/databaseBytes").asLong())
                    .isGreaterThan(items(told).stream().mapToLong(it -> weight(it)).sum());
            assertThat(told.at("/growthBytesPerDay").asLong()).isPositive();
            assertThat(told.at("/fullInDays").isNull()).isTrue();
            assertThat(items(told))
                    .isSortedAccordingTo(
                            Comparator.comparingLong(StorageResourceTest::weight).reversed())
                    .allSatisfy(
                            it -> {
                                assertThat(weight(it)).isPositive();
                                assertThat(it.get("rows").asLong()).isNotNegative();
                                assertThat(it.get("deadRows").asLong()).isNotNegative();
                            })
                    .extracting(it -> it.get("table").asText())
                    .contains("execution", "step", "log", "chunk", "external_id", "dag", "audit")
                    .doesNotHaveDuplicates();
            JsonNode steps =
                    items(told).stream()
                            .filter(it -> it.get("table").asText().equals("step"))
                            .findFirst()
                            .orElseThrow();
            assertThat(steps.get("rows").asLong())
                    .isCloseTo(Rows.number("SELECT count(*) FROM step"), within(100L));
        }

        @Test
        void starts_areThoseOfTheFirstAndTheLastExecution() {
            Key writer = Key.of(namespace, "writer");
            OffsetDateTime oldest = OffsetDateTime.parse("2020-02-03T04:05:06.789Z");
            OffsetDateTime newest = OffsetDateTime.parse("2199-02-03T04:05:06.789Z");
            String[] paths = new String[2];
            int place = 0;
            for (OffsetDateTime start : List.of(oldest, newest)) {
                paths[place++] =
                        Api.EXECUTIONS
                                + "/"
                                + good(writer.post(
                                                Api.EXECUTIONS,
                                                "{'workflowId': 'w', 'startedAt': '%s'}"
                                                        .formatted(start)))
                                        .text("/id");
            }

            Answer told = read();
            for (String path : paths) {
                good(writer.send("DELETE", path, null));
            }
            Answer later = read();

            assertThat(told.text("/oldestStartedAt")).isEqualTo("2020-02-03T04:05:06.789Z");
            assertThat(told.text("/newestStartedAt")).isEqualTo("2199-02-03T04:05:06.789Z");
            assertThat(later.text("/oldestStartedAt")).isNotEqualTo(told.text("/oldestStartedAt"));
            assertThat(later.text("/newestStartedAt")).isNotEqualTo(told.text("/newestStartedAt"));
        }

        @Test
        void tables_areReadOnceAMinute() {
            Answer first = read();
            execution(Key.of(namespace, "writer"), workflow, 50);

            clock.move(UsageService.TABLES_FRESH.minusMillis(1));
            assertThat(Key.ADMIN.get(STORAGE).body()).isEqualTo(first.body());

            clock.move(Duration.ofMillis(1));
            assertThat(Key.ADMIN.get(STORAGE).text("/asOf")).isNotEqualTo(first.text("/asOf"));
        }
    }

    private static long weight(JsonNode item) {
        return item.get("bytes").asLong();
    }

    private static String written(Instant moment) {
        return Moments.write(moment.atOffset(ZoneOffset.UTC));
    }

    private void analyze(String table) {
        pool.query("ANALYZE " + table).executeAndAwait();
    }

    @Nested
    class ByWorkflow {

        @Test
        void counts_areThoseOfAllNamespacesWorkflows() {
            String other = "n-" + UUID.randomUUID();
            Key ours = Key.of(namespace, "admin");
            Key theirs = Key.of(other, "admin");
            List<String> executions = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                executions.add(execution(ours, workflow, i));
            }
            checkpoints(ours, executions.get(0));
            String small = execution(ours, workflow + "-small", 0);
            String foreign = execution(theirs, workflow, 2);

            Answer told = measured("&limit=1000");

            assertThat(told.at("/isEstimate").asBoolean()).isFalse();
            assertThat(told.text("/asOf")).isEqualTo(written(clock.instant()));
            assertThat(counts(item(told, namespace, workflow)))
                    .containsExactly(5L, 10L, 10L, 2L, 1L)
                    .isEqualTo(countsBySql(namespace, workflow));
            assertThat(counts(item(told, other, workflow)))
                    .containsExactly(1L, 2L, 2L, 0L, 0L)
                    .isEqualTo(countsBySql(other, workflow));
            assertThat(weight(item(told, namespace, workflow)))
                    .isEqualTo(executions.stream().mapToLong(it -> bytes(ours, it)).sum());
            assertThat(weight(item(told, namespace, workflow + "-small")))
                    .isEqualTo(bytes(ours, small));
            assertThat(weight(item(told, other, workflow))).isEqualTo(bytes(theirs, foreign));
            assertThat(items(told))
                    .isSortedAccordingTo(
                            Comparator.comparingLong(StorageResourceTest::weight).reversed())
                    .allSatisfy(it -> assertThat(weight(it)).isPositive());
        }

        @Test
        void deletedExecutions_countUntilTheyAreGone() {
            Key admin = Key.of(namespace, "admin");
            List<String> executions =
                    Stream.of(1, 2, 3).map(steps -> execution(admin, workflow, steps)).toList();
            long purged = bytes(admin, executions.get(2));
            JsonNode before = item(measured("&limit=1000"), namespace, workflow);

            good(admin.send("DELETE", executions.get(0), null));
            JsonNode soft = item(measured("&limit=1000"), namespace, workflow);
            good(admin.send("DELETE", executions.get(2) + "?purge=true", null));
            JsonNode hard = item(measured("&limit=1000"), namespace, workflow);

            assertThat(counts(soft))
                    .isEqualTo(counts(before))
                    .isEqualTo(List.of(3L, 6L, 6L, 0L, 0L));
            assertThat(weight(soft)).isGreaterThanOrEqualTo(weight(before));
            assertThat(counts(hard)).containsExactly(2L, 3L, 4L, 0L, 0L);
            assertThat(weight(hard)).isEqualTo(weight(soft) - purged);
        }

        @Test
        void answer_isOfTheLastFiveMinutes() {
            Key writer = Key.of(namespace, "writer");
            execution(writer, workflow, 1);
            Answer first = measured("&limit=1000");
            execution(writer, workflow, 1);

            clock.move(UsageService.WORKFLOWS_FRESH.minusMillis(1));
            Answer second = Key.ADMIN.get(BY_WORKFLOW + "&limit=1000");
            clock.move(Duration.ofMillis(1));
            Answer third = Key.ADMIN.get(BY_WORKFLOW + "&limit=1000");

            assertThat(second.body()).isEqualTo(first.body());
            assertThat(item(third, namespace, workflow).get("executions").asInt()).isEqualTo(2);
        }

        @Test
        void pages_tellEveryWorkflowOnce() {
            Key writer = Key.of(namespace, "writer");
            for (int i = 0; i < 7; i++) {
                // All weigh the same: their names are as long.
                execution(writer, workflow + i, 1);
            }
            Answer whole = measured("&limit=1000");
            assertThat(whole.at("/nextCursor").isNull()).isTrue();

            List<JsonNode> all = new ArrayList<>();
            Answer page = Key.ADMIN.get(BY_WORKFLOW + "&limit=2");
            while (!page.at("/nextCursor").isNull()) {
                assertThat(items(page)).hasSize(2);
                all.addAll(items(page));
                page =
                        good(
                                Key.ADMIN.get(
                                        BY_WORKFLOW
                                                + "&limit=2&cursor="
                                                + page.text("/nextCursor")));
            }
            all.addAll(items(page));

            assertThat(all).isEqualTo(items(whole)).hasSizeGreaterThanOrEqualTo(7);
            assertThat(items(Key.ADMIN.get(BY_WORKFLOW)).size()).isLessThanOrEqualTo(50);
        }
    }

    @Nested
    class Access {

        @ParameterizedTest
        @ValueSource(strings = {STORAGE, BY_WORKFLOW})
        void storage_isForAnAdminOfAllNamespaces(String path) {
            for (String role : List.of("viewer", "writer", "admin")) {
                Answer told = Key.of(namespace, role).get(path);

                assertThat(told.status()).as(role).isEqualTo(403);
                assertThat(told.text("/type")).isEqualTo("/problems/forbidden");
            }
            assertThat(Api.get(path).status()).isEqualTo(401);
            assertThat(Key.of("*", "admin").get(path).status()).isEqualTo(200);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "?by=rubbish",
                    "?by=",
                    "?by=WORKFLOW",
                    "?workflowId=w",
                    "?by=workflow&limit=0",
                    "?by=workflow&limit=1001",
                    "?by=workflow&cursor=rubbish",
                    "?by=workflow&order=asc",
                    "?limit=10",
                    "?cursor=x"
                })
        void parameters_thatMeanNothingAreRefused(String query) {
            Answer told = Key.ADMIN.get(STORAGE + query);

            assertThat(told.status()).isEqualTo(400);
            assertThat(told.text("/type")).isEqualTo("/problems/invalid-request");
        }
    }
}
