package dev.hindsight.search;

import static dev.hindsight.search.Listing.ask;
import static dev.hindsight.search.Listing.counts;
import static dev.hindsight.search.Listing.ids;
import static dev.hindsight.search.Listing.page;
import static dev.hindsight.search.Listing.rejected;
import static dev.hindsight.search.Listing.report;
import static dev.hindsight.search.Listing.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.db.Database;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a list can be narrowed by. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class ExecutionListResourceTest {

    @Inject Database database;

    /** A value that no other test uses. */
    private final String own = UUID.randomUUID().toString();

    private String started(String workflow, String more) {
        return report("{\"workflowId\": \"%s\"%s}".formatted(workflow, more));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "workflowId|\"workflowId\": \"%s\"",
                "triggerType|\"workflowId\": \"w\", \"trigger\": {\"type\": \"%s\"}",
                "source|\"workflowId\": \"w\", \"source\": \"%s\"",
                "createdBy|\"workflowId\": \"w\", \"createdBy\": \"%s\"",
                "scriptPath|\"workflowId\": \"w\", \"scriptPath\": \"%s\"",
                "externalId|\"workflowId\": \"w\", \"externalId\": \"%s\"",
                "runId|\"workflowId\": \"w\", \"runId\": \"%s\"",
                "engineInstance|\"workflowId\": \"w\", \"engineInstance\": \"%s\"",
                "errorType|\"workflowId\": \"w\", \"status\": \"failed\", \"error\": {\"type\": \"%s\"}",
                "failedNode|\"workflowId\": \"w\", \"steps\": [{\"nodeId\": \"%s\", \"status\": \"failed\"}]"
            })
    void text_matchesOneValueOrAnyOfAList(String filter, String member) {
        String a = report("{" + member.formatted("a, " + own) + "}");
        String b = report("{" + member.formatted("b\\\\" + own) + "}");
        report("{" + member.formatted("c" + own) + "}");
        String one = "a\\, " + own;
        String other = "b\\\\" + own;

        assertThat(ids(filter, one)).containsExactly(a);
        assertThat(ids(filter, other)).containsExactly(b);
        assertThat(ids(filter, one + "," + other + ",no such")).containsExactlyInAnyOrder(a, b);
        assertThat(ids(filter, "d" + own)).isEmpty();
        for (String order : List.of("startedAt", "durationMs", "updatedAt")) {
            assertThat(ids(filter, one, "orderBy", order)).containsExactly(a);
            assertThat(ids(filter, one + "," + other, "orderBy", order, "orderDir", "asc"))
                    .containsExactlyInAnyOrder(a, b);
        }
        assertThat(counts(filter, one + "," + other)).containsEntry("total", 2);
        assertThat(page(filter, one + "," + other, "count", "exact").getInt("total")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"parentExecutionId", "rootExecutionId", "replayOf"})
    void relative_matchesOneIdOrAnyOfAList(String filter) {
        String x = started(own, "");
        String y = started(own, "");
        String ofX = started(own, ", \"%s\": \"%s\"".formatted(filter, x));
        String ofY = started(own, ", \"%s\": \"%s\"".formatted(filter, y));

        assertThat(ids(filter, x)).containsExactly(ofX);
        assertThat(ids(filter, x + "," + y)).containsExactlyInAnyOrder(ofX, ofY);
        assertThat(ids(filter, x, "orderBy", "updatedAt")).containsExactly(ofX);
        assertThat(ids(filter, UUID.randomUUID().toString())).isEmpty();
        assertThat(ids(filter, "no id")).isEmpty();
    }

    @Test
    void status_isUnderstoodInEveryWord() {
        String failed = started(own, ", \"status\": \"failed\"");
        String done = started(own, ", \"status\": \"completed\"");
        String late = started(own, ", \"status\": \"timed_out\"");
        String running = started(own, "");

        assertThat(ids("workflowId", own, "status", "failed")).containsExactly(failed);
        assertThat(ids("workflowId", own, "status", "SUCCESS")).containsExactly(done);
        assertThat(ids("workflowId", own, "status", "Timed-Out,error"))
                .containsExactly(late, failed);
        assertThat(ids("workflowId", own, "status", "completed,running"))
                .containsExactly(running, done);
        assertThat(ids("workflowId", own, "status", "failed,failed")).containsExactly(failed);
        assertThat(ids("workflowId", own, "status", "pending")).isEmpty();
        assertThat(ids("status", "failed", "limit", 1)).hasSize(1);
    }

    @Test
    void workflowName_matchesAnyPartLiterally() {
        String percent = started(own + "1", ", \"workflowName\": \"100%% of %s\"".formatted(own));
        String under = started(own + "2", ", \"workflowName\": \"a_b of %s\"".formatted(own));
        String back = started(own + "3", ", \"workflowName\": \"c\\\\d of %s\"".formatted(own));
        started(own + "4", ", \"workflowName\": \"1000 axb of %s\"".formatted(own));

        assertThat(ids("workflowName", "0% OF " + own)).containsExactly(percent);
        assertThat(ids("workflowName", "a_b of " + own)).containsExactly(under);
        assertThat(ids("workflowName", "\\d of " + own)).containsExactly(back);
        assertThat(ids("workflowName", "of " + own)).hasSize(4);
        assertThat(ids("workflowName", "of " + own, "workflowId", own + "2"))
                .containsExactly(under);
        assertThat(ids("workflowName", "no " + own)).isEmpty();
        assertThat(counts("workflowName", "of " + own)).containsEntry("total", 4);
        assertThat(counts("workflowName", "no " + own)).containsEntry("total", 0);
    }

    @Test
    void workflowName_isThatOfTheExecution() {
        String before = started(own, ", \"workflowName\": \"before %s\"".formatted(own));
        started(own, ", \"workflowName\": \"after %s\"".formatted(own));

        assertThat(ids("workflowName", "before " + own)).containsExactly(before);
    }

    @Test
    void labels_mustAllMatch() {
        String both =
                started(own, ", \"labels\": {\"team\": \"a:b\", \"own\": \"%s\"}".formatted(own));
        String one =
                started(own, ", \"labels\": {\"team\": \"a\", \"own\": \"%s\"}".formatted(own));

        assertThat(ids("label", "own:" + own)).containsExactly(one, both);
        assertThat(ids("label", List.of("own:" + own, "team:a:b"))).containsExactly(both);
        assertThat(ids("label", List.of("own:" + own, "team:a", "team:a"))).containsExactly(one);
        assertThat(ids("label", List.of("own:" + own, "team:a", "team:a:b"))).isEmpty();
        assertThat(ids("label", "own:" + own, "orderBy", "durationMs")).hasSize(2);
        assertThat(counts("label", "own:" + own)).containsEntry("running", 2);
    }

    @Test
    void started_isBoundedInclusivelyAndExclusively() {
        String first = started(own, ", \"startedAt\": 1000");
        String second = started(own, ", \"startedAt\": \"1970-01-01T00:00:02Z\"");
        String third = started(own, ", \"startedAt\": 3000");

        assertThat(ids("workflowId", own, "startedAfter", 2000)).containsExactly(third, second);
        assertThat(ids("workflowId", own, "startedBefore", 2000)).containsExactly(first);
        assertThat(ids("workflowId", own, "startedAfter", 2000, "startedBefore", 3000))
                .containsExactly(second);
        assertThat(ids("workflowId", own, "startedAfter", "1970-01-01T01:00:02+01:00"))
                .containsExactly(third, second);
        assertThat(ids("workflowId", own, "startedBefore", "19700101T000003Z"))
                .containsExactly(second, first);
        assertThat(ids("workflowId", own, "startedAfter", 2001, "orderBy", "updatedAt"))
                .containsExactly(third);
        assertThat(ids("startedBefore", "1970-01-01T00:00:02.001Z", "workflowId", own))
                .containsExactly(second, first);
    }

    @Test
    void duration_isBoundedInclusively() {
        String d1 = started(own, ", \"durationMs\": 1, \"status\": \"completed\"");
        String d2 = started(own, ", \"durationMs\": 2, \"status\": \"completed\"");
        String d3 = started(own, ", \"durationMs\": 3, \"status\": \"failed\"");
        started(own, "");

        assertThat(ids("workflowId", own, "minDurationMs", 2)).containsExactly(d3, d2);
        assertThat(ids("workflowId", own, "maxDurationMs", 2)).containsExactly(d2, d1);
        assertThat(
                        ids(
                                "workflowId",
                                own,
                                "minDurationMs",
                                2,
                                "maxDurationMs",
                                2,
                                "orderBy",
                                "durationMs"))
                .containsExactly(d2);
        assertThat(ids("workflowId", own, "minDurationMs", 2, "status", "failed"))
                .containsExactly(d3);
        assertThat(ids("minDurationMs", 2, "maxDurationMs", 1)).isEmpty();
    }

    @Test
    void fingerprint_matches() {
        String id = started(own, "");
        set(database, id, "fingerprint = '0123456789abcdef'");

        assertThat(ids("fingerprint", "0123456789abcdef,f", "workflowId", own)).containsExactly(id);
        assertThat(ids("fingerprint", own)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pinned", "archived"})
    void flag_matchesEither(String flag) {
        String is = started(own, "");
        String not = started(own, "");
        // Whatever is archived is somewhere.
        set(
                database,
                is,
                flag
                        + " = true, archived_at = now(), archive_file = id, archive_position = 0,"
                        + " archive_length = 1");

        assertThat(ids("workflowId", own, flag, "true")).containsExactly(is);
        assertThat(ids("workflowId", own, flag, "false")).containsExactly(not);
        assertThat(ids(flag, "true")).contains(is).doesNotContain(not);
        assertThat(ids(flag, "true", "orderBy", "durationMs", "limit", 1000))
                .contains(is)
                .doesNotContain(not);
    }

    @Test
    void deleted_isLeftOutUnlessAskedFor() {
        String there = started(own, "");
        String gone = started(own, ", \"externalId\": \"%s\"".formatted(own));
        set(database, gone, "deleted_at = now()");

        assertThat(ids("workflowId", own)).containsExactly(there);
        assertThat(ids("workflowId", own, "deleted", "false")).containsExactly(there);
        assertThat(ids("workflowId", own, "deleted", "true")).containsExactly(gone);
        assertThat(ids("workflowId", own, "deleted", "any")).containsExactly(gone, there);
        assertThat(ids("externalId", own)).isEmpty();
        assertThat(ids("externalId", own, "deleted", "any")).containsExactly(gone);
        assertThat(counts("workflowId", own)).containsEntry("total", 1);
        assertThat(counts("workflowId", own, "deleted", "true")).containsEntry("total", 1);
        assertThat(counts("workflowId", own, "deleted", "any")).containsEntry("total", 2);
        for (String order : List.of("durationMs", "updatedAt")) {
            assertThat(ids("workflowId", own, "deleted", "any", "orderBy", order))
                    .containsExactlyInAnyOrder(there, gone);
        }
    }

    @Test
    void counts_tellEveryStatus() {
        started(own, ", \"status\": \"timed_out\"");
        started(own, ", \"status\": \"failed\"");
        started(own, ", \"status\": \"failed\"");

        assertThat(counts("workflowId", own))
                .isEqualTo(
                        Map.of(
                                "total",
                                3,
                                "pending",
                                0,
                                "running",
                                0,
                                "completed",
                                0,
                                "failed",
                                2,
                                "cancelled",
                                0,
                                "timedOut",
                                1,
                                "crashed",
                                0));
        assertThat(counts("workflowId", own, "status", "failed"))
                .containsEntry("total", 2)
                .containsEntry("timedOut", 0);
    }

    @Test
    void count_isToldWhereAskedFor() {
        started(own, "");
        started(own, "");

        JsonPath none = page("workflowId", own, "limit", 1);
        JsonPath capped = page("workflowId", own, "limit", 1, "count", "capped");
        JsonPath exact = page("workflowId", own, "limit", 1, "count", "exact");

        assertThat(none.getMap("")).containsOnlyKeys("items", "nextCursor");
        assertThat(capped.getInt("total")).isEqualTo(2);
        assertThat(capped.getMap("")).doesNotContainKey("totalIsCapped");
        assertThat(exact.getInt("total")).isEqualTo(2);
        assertThat(page("workflowId", "no " + own, "count", "capped").getInt("total")).isZero();
    }

    @Test
    void item_hasNoPayloads() {
        started(
                own,
                ", \"input\": {\"a\": 1}, \"output\": 2, \"metadata\": 3, \"error\": {\"stack\": \"s\", \"message\": \"m\"}");

        Map<String, Object> item = page("workflowId", own).getMap("items[0]");

        assertThat(item)
                .containsEntry("workflowId", own)
                .doesNotContainKeys("input", "output", "metadata", "notices");
        assertThat((Map<?, ?>) item.get("error"))
                .isEqualTo(withNulls("message", "m", "type", "code"));
    }

    private static Map<String, Object> withNulls(String name, String value, String... absent) {
        Map<String, Object> map = new java.util.HashMap<>(Map.of(name, value));
        for (String key : absent) {
            map.put(key, null);
        }
        return map;
    }

    @Nested
    class Refused {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "status|no word",
                    "status|completed,",
                    "status|skipped",
                    "orderBy|created",
                    "orderDir|down",
                    "count|all",
                    "deleted|maybe",
                    "pinned|yes",
                    "archived|1",
                    "startedAfter|yesterday",
                    "startedAfter|2026-11-20T18:00:00",
                    "startedBefore|99999999999999999",
                    "startedBefore|253402300800000",
                    "minDurationMs|-1",
                    "minDurationMs|1.5",
                    "maxDurationMs|99999999999999999999",
                    "label|no colon",
                    "label|:value",
                    "label|a key:value",
                    "limit|0",
                    "limit|1001",
                    "limit|ten",
                    "offset|-1",
                    "offset|10001",
                    "cursor|abc",
                    "workflow|w"
                })
        void value_isNamed(String parameter, String value) {
            assertThat(rejected(parameter, value)).containsExactly(parameter);
        }

        @Test
        void faults_areNamedAllAtOnce() {
            assertThat(rejected("status", "x", "minDurationMs", "x", "label", "x"))
                    .containsExactlyInAnyOrder("status", "minDurationMs", "label");
        }

        @Test
        void nul_isNotAccepted() {
            ask("workflowId", "a\0b").statusCode(400);
        }

        @Test
        void repeatedFilter_isNotAccepted() {
            assertThat(rejected("workflowId", List.of("a", "b"))).containsExactly("workflowId");
        }

        @Test
        void offsetTooFar_pointsToTheCursor() {
            String detail = ask("offset", 10_001).statusCode(400).extract().path("detail");

            assertThat(detail).contains("cursor");
        }
    }
}
