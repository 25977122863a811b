package dev.hindsight.failure;

import static dev.hindsight.fixture.Api.EXECUTIONS;
import static dev.hindsight.fixture.Api.fresh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.access.Key;
import dev.hindsight.access.KeysProfile;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.AtOnce;
import dev.hindsight.fixture.Rows;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is told of executions that failed. */
@QuarkusTest
@TestProfile(KeysProfile.class)
class FailureGroupsTest {

    private Failures failures = new Failures("", Key.ADMIN);

    @BeforeEach
    void somewhere() {
        failures = Failures.somewhere();
    }

    private void purge(String id) {
        delete(id, "?purge=true");
    }

    private void delete(String id, String query) {
        assertThat(failures.admin().send("DELETE", EXECUTIONS + "/" + id + query, null).status())
                .isEqualTo(204);
    }

    private void failStep(String id, String node, String members) {
        Answer answer =
                failures.admin()
                        .put(
                                EXECUTIONS + "/" + id + "/steps/s",
                                "{'nodeId': '%s', 'status': 'failed'%s}".formatted(node, members));
        assertThat(answer.status()).as(answer.http().body()).isBetween(200, 201);
    }

    @Nested
    class Groups {

        @Test
        void failures_areGroupedByWhatTheirMessagesShare() {
            failures.fail("Order 17 is not there");
            String latest = failures.fail("Order 4711 is not there");
            failures.fail("Order is not there");

            List<JsonNode> groups = failures.groups("");

            assertThat(groups).hasSize(2);
            JsonNode group = groups.get(0);
            assertThat(group.get("count").asLong()).isEqualTo(2);
            assertThat(group.get("message").asText()).isEqualTo("Order 4711 is not there");
            assertThat(group.get("exampleExecution").asText()).isEqualTo(latest);
            assertThat(group.get("state").asText()).isEqualTo("open");
            assertThat(group.get("stateChangedAt").isNull()).isTrue();
            assertThat(group.get("firstSeenAt").asText())
                    .isLessThan(group.get("lastSeenAt").asText());
            assertThat(group.get("fingerprint").asText()).matches("[0-9a-f]{16}");
            assertThat(
                            failures.admin()
                                    .get(
                                            EXECUTIONS
                                                    + "?fingerprint="
                                                    + group.get("fingerprint").asText())
                                    .at("/items"))
                    .hasSize(2);
        }

        @Test
        void groups_areToldApartByTypeAndNode() {
            String error = "'status': 'failed', 'error': {'message': 'no', 'type': '%s'}";
            failures.report(fresh(), error.formatted("A"));
            failures.report(fresh(), error.formatted("B"));
            String id = failures.report(fresh(), error.formatted("A"));
            failStep(id, "pay", "");

            List<JsonNode> groups = failures.groups("?orderBy=lastSeenAt");

            assertThat(groups)
                    .extracting(it -> it.get("errorType").asText() + it.get("failedNode").asText())
                    .containsExactly("Apay", "Bnull", "Anull");
            assertThat(groups).allSatisfy(it -> assertThat(it.get("count").asLong()).isOne());
        }

        @Test
        void group_holdsWhatFailedTimedOutOrCrashed() {
            String instance = fresh();
            failures.fail("gone");
            failures.report(fresh(), "'status': 'timed_out', 'error': 'gone'");
            failures.report(fresh(), "'status': 'cancelled', 'error': 'gone'");
            failures.report(fresh(), "'status': 'completed'");
            String crashed =
                    failures.report(
                            fresh(), "'error': 'gone', 'engineInstance': '%s'".formatted(instance));
            assertThat(failures.counts("")).containsExactly("gone 2");

            failures.admin()
                    .post(EXECUTIONS + "/crashed", "{'engineInstance': '%s'}".formatted(instance));
            assertThat(failures.counts("")).containsExactly("gone 3");

            failures.admin().post(EXECUTIONS + "/" + crashed + "/heartbeat", "{}");
            assertThat(failures.counts("")).containsExactly("gone 2");
        }

        @Test
        void orders_stateAndLimit_chooseGroups() {
            failures.failAt("2026-03-01T00:00:00Z", "rare");
            failures.failAt("2026-01-01T00:00:00Z", "often");
            failures.failAt("2026-01-01T00:00:00Z", "often");
            failures.failAt("2026-02-01T00:00:00Z", "between");

            assertThat(failures.counts("?limit=1")).containsExactly("often 2");
            assertThat(failures.counts("?orderBy=lastSeenAt"))
                    .containsExactly("rare 1", "between 1", "often 2");
            assertThat(failures.counts("?orderBy=lastSeenAt&from=2026-01-01T00:00:00Z&limit=2"))
                    .containsExactly("rare 1", "between 1");
            assertThat(failures.counts("?state=resolved,ignored")).isEmpty();
            assertThat(failures.counts("?state=open,ignored&limit=1")).containsExactly("often 2");
            assertThat(failures.counts("?state=resolved&workflowId=w")).isEmpty();
        }
    }

    @Nested
    class Ranges {

        @Test
        void ranges_countWhatStartedInThem() {
            failures.failAt("2026-03-01T10:07:00Z", "no");
            failures.failAt("2026-03-01T10:15:00Z", "no");
            String deleted = failures.failAt("2026-03-03T23:59:59.999Z", "no");
            failures.failAt("2026-03-04T00:02:00Z", "other");
            delete(deleted, "");

            assertThat(failures.counts("?from=2026-03-01T10:07:00Z&to=2026-03-04T00:00:00Z"))
                    .containsExactly("no 3");
            assertThat(failures.counts("?from=2026-03-01T10:07:00.001Z&to=2026-03-04T00:00:00Z"))
                    .containsExactly("no 2");
            assertThat(failures.counts("?from=2026-03-01T10:15:00Z&to=2026-03-03T23:59:59.999Z"))
                    .containsExactly("no 1");
            assertThat(failures.counts("?from=2026-03-01T10:15:00Z&to=2026-03-04T00:02:00.001Z"))
                    .containsExactly("no 2", "other 1");
            assertThat(failures.counts("?from=2026-03-03T23:59:00Z"))
                    .containsExactly("other 1", "no 1");
            assertThat(failures.counts("?to=2026-03-01T10:07:00.001Z")).containsExactly("no 1");
            assertThat(failures.counts("?to=2026-03-01T10:07:00Z")).isEmpty();
            assertThat(failures.counts("?from=2026-03-02T00:00:00Z&to=2026-03-02T00:00:00Z"))
                    .isEmpty();
            assertThat(failures.counts("?from=2026-03-09T00:00:00Z&to=2026-03-02T00:00:00Z"))
                    .isEmpty();
        }

        @Test
        void workflows_countTheirOwn() {
            String error = "'status': 'failed', 'error': 'no', 'startedAt': '2026-03-01T10:07:00Z'";
            failures.report(fresh(), error);
            for (String workflow : List.of("a,b", "c", "c")) {
                failures.admin()
                        .post(EXECUTIONS, "{'workflowId': '%s', %s}".formatted(workflow, error));
            }

            assertThat(failures.counts("")).containsExactly("no 4");
            assertThat(failures.counts("?workflowId=c")).containsExactly("no 2");
            assertThat(failures.counts("?workflowId=c,a%5C,b")).containsExactly("no 3");
            assertThat(failures.counts("?workflowId=a,b")).isEmpty();
            assertThat(failures.counts("?workflowId=c,w&from=2026-03-01T10:06:00Z"))
                    .containsExactly("no 3");
            assertThat(failures.counts("?workflowId=w&to=2026-03-01T10:08:00Z"))
                    .containsExactly("no 1");
        }

        @Test
        void trend_isTheRangeInEqualParts() {
            failures.failAt("2026-03-01T00:03:00Z", "no");
            failures.failAt("2026-03-01T05:00:00Z", "no");
            failures.failAt("2026-03-01T05:59:00Z", "no");
            failures.failAt("2026-03-01T23:59:00Z", "no");
            failures.failAt("2026-03-02T00:00:00Z", "no");

            Answer told = failures.told("?from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z");

            assertThat(told.text("/trendFrom")).isEqualTo("2026-03-01T00:00:00.000Z");
            assertThat(told.text("/trendPartMs")).isEqualTo("3600000");
            assertThat(told.text("/items/0/count")).isEqualTo("4");
            List<Long> trend = Failures.trend(told.at("/items/0"));
            assertThat(trend).hasSize(24);
            assertThat(trend.get(0)).isEqualTo(1);
            assertThat(trend.get(5)).isEqualTo(2);
            assertThat(trend.get(23)).isEqualTo(1);
            assertThat(total(trend)).isEqualTo(4);
        }

        @Test
        void trend_ofAShortRange_endsWithIt() {
            failures.failAt("2026-03-01T09:59:00Z", "no");
            failures.failAt("2026-03-01T10:01:00Z", "no");
            failures.failAt("2026-03-01T10:16:00Z", "no");
            failures.failAt("2026-03-01T10:40:00Z", "no");

            Answer told =
                    failures.told(
                            "?from=2026-03-01T10:00:30Z&to=2026-03-01T10:40:00Z&workflowId=w");

            assertThat(told.text("/trendPartMs")).isEqualTo("900000");
            assertThat(told.text("/trendFrom")).isEqualTo("2026-03-01T04:45:00.000Z");
            List<Long> trend = Failures.trend(told.at("/items/0"));
            assertThat(trend.subList(21, 24)).containsExactly(1L, 1L, 0L);
            assertThat(total(trend)).isEqualTo(told.at("/items/0/count").asLong()).isEqualTo(2);
        }

        @Test
        void trend_withoutABeginning_isOfTheLastDay() {
            Instant now = Instant.now();
            failures.failAt(now.minus(Duration.ofHours(30)).toString(), "no");
            failures.failAt(now.minus(Duration.ofHours(20)).toString(), "no");
            failures.fail("no");

            List<Long> trend = Failures.trend(failures.group(""));

            assertThat(failures.counts("")).containsExactly("no 3");
            assertThat(total(trend)).isEqualTo(2);
            assertThat(trend.get(23)).isEqualTo(1);
        }

        private static long total(List<Long> trend) {
            return trend.stream().mapToLong(Long::longValue).sum();
        }
    }

    @Nested
    class Corrections {

        @Test
        void lateStep_movesAnExecutionToItsGroup() {
            failures.failAt("2026-03-01T10:00:00Z", "no");
            String id = failures.failAt("2026-03-01T11:00:00Z", "no");
            assertThat(failures.counts("")).containsExactly("no 2");

            failStep(id, "pay", ", 'completedAt': '2026-03-01T10:59:00Z'");

            List<JsonNode> groups = failures.groups("?orderBy=lastSeenAt");
            assertThat(groups)
                    .extracting(
                            it -> it.get("failedNode").asText(),
                            it -> it.get("count").asLong(),
                            it -> it.get("lastSeenAt").asText())
                    .containsExactly(
                            tuple("pay", 1L, "2026-03-01T11:00:00.000Z"),
                            tuple("null", 1L, "2026-03-01T10:00:00.000Z"));
            assertThat(failures.counts("?from=2026-03-01T00:00:00Z"))
                    .containsExactly("no 1", "no 1");
        }

        @Test
        void endThatIsCorrected_isTakenBack() {
            String first = failures.failAt("2026-03-01T10:00:00Z", "no 1");
            String between = failures.failAt("2026-03-01T11:00:00Z", "no 2");
            String last = failures.failAt("2026-03-01T12:00:00Z", "no 3");
            assertThat(failures.counts("")).containsExactly("no 3 3");

            failures.correct(last, "'status': 'completed'");
            JsonNode group = failures.group("");
            assertThat(group.get("count").asLong()).isEqualTo(2);
            assertThat(group.get("lastSeenAt").asText()).isEqualTo("2026-03-01T11:00:00.000Z");
            assertThat(group.get("exampleExecution").asText()).isEqualTo(between);
            assertThat(group.get("message").asText()).isEqualTo("no 2");

            failures.correct(first, "'status': 'completed'");
            assertThat(failures.group("").get("firstSeenAt").asText())
                    .isEqualTo("2026-03-01T11:00:00.000Z");

            failures.correct(between, "'status': 'completed'");
            assertThat(failures.groups("")).isEmpty();
            assertThat(failures.groups("?from=2026-01-01T00:00:00Z")).isEmpty();
            assertThat(rows("failure_group") + rows("failure_rollup")).isZero();
        }

        @Test
        void bounds_areLookedUp_ofHoweverManyGroups() {
            IntStream.rangeClosed(1, 101)
                    .forEach(i -> failures.failAt("2026-03-01T10:00:00Z", "z".repeat(i)));
            assertThat(failures.groups("?limit=1000")).hasSize(101);
            Rows.run(
                    "UPDATE failure_group SET is_first_unsure = true, first_seen_at = '2020-01-01'"
                            + " WHERE namespace_id = (SELECT id FROM namespace WHERE name = $1)",
                    failures.name());

            failures.failAt("2026-03-01T10:00:00Z", "another");

            assertThat(failures.groups("?limit=1000"))
                    .extracting(it -> it.get("firstSeenAt").asText())
                    .hasSize(102)
                    .containsOnly("2026-03-01T10:00:00.000Z");
        }

        @Test
        void otherEnd_movesBounds() {
            String id = failures.failAt("2026-03-01T10:00:00Z", "no");
            failures.failAt("2026-03-01T11:00:00Z", "no");
            failures.group("");

            failures.correct(id, "'completedAt': '2026-03-01T12:00:00Z'");

            JsonNode group = failures.group("");
            assertThat(group.get("count").asLong()).isEqualTo(2);
            assertThat(group.get("firstSeenAt").asText()).isEqualTo("2026-03-01T11:00:00.000Z");
            assertThat(group.get("lastSeenAt").asText()).isEqualTo("2026-03-01T12:00:00.000Z");
            assertThat(group.get("exampleExecution").asText()).isEqualTo(id);
        }

        @Test
        void repeatedReports_countOnce() {
            String id = fresh();
            String error = "'status': 'failed', 'error': 'no %d', 'durationMs': %d";
            for (int i = 0; i < 3; i++) {
                failures.report(id, error.formatted(1, 5));
            }
            failures.report(id, error.formatted(2, 7));

            assertThat(failures.counts("")).containsExactly("no 2 1");
            assertThat(failures.counts("?from=2020-01-01T00:00:00Z")).containsExactly("no 2 1");
        }

        @Test
        void reportsAtOnce_countOnceEach() throws Exception {
            List<String> ids = IntStream.range(0, 6).mapToObj(i -> fresh()).toList();

            AtOnce.ask(
                    24,
                    i -> {
                        failures.report(
                                ids.get(i % 6),
                                "'status': 'failed', 'error': 'no %d'".formatted(i));
                        return failures.told("").status();
                    });

            assertThat(failures.group("").get("count").asLong()).isEqualTo(6);
            assertThat(failures.group("?workflowId=w").get("count").asLong()).isEqualTo(6);
        }
    }

    @Nested
    class Removals {

        @Test
        void deletions_keepCounts() {
            String first = failures.failAt("2026-03-01T10:00:00Z", "no");
            String second = failures.failAt("2026-03-01T11:00:00Z", "no");
            delete(first, "");
            purge(second);

            JsonNode group = failures.group("?from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z");
            assertThat(group.get("count").asLong()).isEqualTo(2);
            assertThat(group.get("lastSeenAt").asText()).isEqualTo("2026-03-01T11:00:00.000Z");
            purge(first);
            assertThat(failures.counts("")).containsExactly("no 2");
        }

        @Test
        void retention_keepsCounts() {
            String first = failures.failAt("2026-03-01T10:05:00Z", "no");
            String second = failures.failAt("2026-03-01T11:00:00Z", "no");
            failures.admin().put("/api/v1/retention/policies/short", "{'maxAge': 'P1D'}");

            failures.admin().post("/api/v1/retention/runs?wait=true", "{}");

            assertThat(failures.admin().get(EXECUTIONS + "/" + first).status()).isEqualTo(410);
            JsonNode group = failures.group("");
            assertThat(group.get("count").asLong()).isEqualTo(2);
            assertThat(group.get("exampleExecution").asText()).isEqualTo(second);
            assertThat(failures.counts("?workflowId=w&from=2026-03-01T10:00:00Z"))
                    .containsExactly("no 2");
            failures.fail("no");
            assertThat(failures.group("").get("firstSeenAt").asText())
                    .isEqualTo("2026-03-01T10:05:00.000Z");
            assertThat(failures.counts("")).containsExactly("no 3");
        }

        @Test
        void whatIsTakenAwayBesideWhatIsGone_leavesWhatIsKnown() {
            String first = failures.failAt("2026-03-01T10:00:00Z", "no");
            failures.failAt("2026-03-01T11:00:00Z", "no");
            String last = failures.failAt("2026-03-01T12:00:00Z", "no");
            failures.group("");
            purge(first);

            failures.correct(last, "'status': 'completed'");

            JsonNode group = failures.group("");
            assertThat(group.get("count").asLong()).isEqualTo(2);
            assertThat(group.get("firstSeenAt").asText()).isEqualTo("2026-03-01T10:00:00.000Z");
            assertThat(group.get("lastSeenAt").asText()).isEqualTo("2026-03-01T11:00:00.000Z");
        }
    }

    private long rows(String table) {
        return Rows.number(
                "SELECT count(*) FROM %s t JOIN namespace n ON n.id = t.namespace_id WHERE n.name = $1"
                        .formatted(table),
                failures.name());
    }
}
