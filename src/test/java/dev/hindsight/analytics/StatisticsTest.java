package dev.hindsight.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(NewestPostgres.class)
class StatisticsTest {

    private static final String STATS = "/api/v1/stats";

    /** Of a workflow of its own. */
    private final String workflow = "w-" + UUID.randomUUID();

    @Test
    void statistics_countByStatusAndTellDurations() {
        report("'status': 'completed', 'durationMs': 1000");
        report("'status': 'completed', 'durationMs': 3000, 'cost': {'amount': 0.1, 'unit': 'USD'}");
        report("'status': 'failed', 'durationMs': 2000, 'cost': {'amount': 0.25, 'unit': 'USD'}");
        report("'status': 'running', 'cost': {'amount': 7, 'unit': 'credits'}");

        JsonNode told = stats("");

        assertThat(told.path("asOf").asText()).endsWith("Z");
        assertThat(numbers(told))
                .isEqualTo(
                        "total 4, pending 0, running 1, completed 2, failed 1, cancelled 0,"
                                + " timedOut 0, crashed 0, successRate 66.667, avgDurationMs 2000,"
                                + " minDurationMs 1000, maxDurationMs 3000");
        assertThat(told.path("p50DurationMs").asDouble()).isCloseTo(2000, withinPercentage(1));
        assertThat(told.path("cost").toString()).isEqualTo("{\"USD\":0.35,\"credits\":7}");
    }

    @Test
    void statistics_ofNothingAreZeroAndNull() {
        JsonNode told = stats("");

        assertThat(told.path("total").asText()).isEqualTo("0");
        for (String member : new String[] {"successRate", "avgDurationMs", "p99DurationMs"}) {
            assertThat(told.path(member).isNull()).as(member).isTrue();
        }
        assertThat(told.path("cost").toString()).isEqualTo("{}");
    }

    @Test
    void emptyWorkflow_isNone_notAll() {
        report("'status': 'completed', 'durationMs': 1000");

        assertThat(get("?workflowId=").path("total").asText()).isEqualTo("0");
        assertThat(get("?workflowId=," + workflow).path("total").asText()).isEqualTo("1");
        assertThat(Api.post(Api.EXECUTIONS, "{'workflowId': ''}").status()).isEqualTo(400);
    }

    @Test
    void statistics_followWhatIsReportedLater() {
        String id = report("'externalId': '%s'".formatted(Api.fresh()));
        assertThat(numbers(stats(""))).startsWith("total 1, pending 0, running 1, completed 0");

        patch(id, "'status': 'completed', 'durationMs': 5000");
        assertThat(numbers(stats(""))).contains("running 0, completed 1", "maxDurationMs 5000");

        patch(id, "'durationMs': 4000");
        assertThat(numbers(stats("")))
                .contains("total 1,", "minDurationMs 4000, maxDurationMs 4000");

        patch(id, "'startedAt': '2026-11-01T10:07:00Z'");
        assertThat(numbers(stats("&from=2026-11-01T10:00:00Z&to=2026-11-01T10:15:00Z")))
                .startsWith("total 1,");
        assertThat(numbers(stats("&from=2026-11-01T10:15:00Z"))).startsWith("total 0,");
    }

    @Test
    void extremes_areLookedUpWhenOneIsTakenAway() {
        report("'status': 'completed', 'durationMs': 1000");
        String longest = report("'status': 'completed', 'durationMs': 90000");
        report("'status': 'completed', 'durationMs': 2345");
        assertThat(numbers(stats(""))).contains("minDurationMs 1000, maxDurationMs 90000");

        patch(longest, "'durationMs': 1500");

        assertThat(numbers(stats(""))).contains("minDurationMs 1000, maxDurationMs 2345");
        assertThat(numbers(stats("&from=2020-01-01T00:00:00Z")))
                .contains("minDurationMs 1000, maxDurationMs 2345");
    }

    @Test
    void extremes_areLookedUpHoweverManyAreTakenAwayAtOnce() {
        spread("'durationMs': 1000", 0);
        spread("'durationMs': 90000", 1);
        assertThat(numbers(stats(""))).contains("minDurationMs 1000, maxDurationMs 90000");

        spread("'durationMs': 2345", 1);

        assertThat(numbers(stats(""))).contains("minDurationMs 1000, maxDurationMs 2345");
    }

    @Test
    void extremesOfNodes_areLookedUpInExecutionsThatAreDeleted() {
        String id = report("'status': 'running'");
        steps(id, "[{'key': 'a', 'nodeId': 'n', 'status': 'completed', 'durationMs': 1000}]");
        steps(id, "[{'key': 'b', 'nodeId': 'n', 'status': 'completed', 'durationMs': 90000}]");
        steps(id, "[{'key': 'c', 'nodeId': 'n', 'status': 'completed', 'durationMs': 2345}]");
        assertThat(Api.send("DELETE", Api.EXECUTIONS + "/" + id, null).status()).isEqualTo(204);
        assertThat(get("/nodes?workflowId=" + workflow).at("/items/0/maxDurationMs").asInt())
                .isEqualTo(90_000);

        Answer shorter = Api.patch(Api.EXECUTIONS + "/" + id + "/steps/b", "{'durationMs': 1500}");

        assertThat(shorter.status()).as(shorter.http().body()).isEqualTo(200);
        assertThat(get("/nodes?workflowId=" + workflow).at("/items/0/maxDurationMs").asInt())
                .isEqualTo(2345);
    }

    @Test
    void deletion_keepsStatistics() {
        String soft = report("'status': 'completed', 'durationMs': 1000");
        String purged = report("'status': 'failed', 'durationMs': 3000");
        assertThat(Api.send("DELETE", Api.EXECUTIONS + "/" + soft, null).status()).isEqualTo(204);
        assertThat(Api.send("DELETE", Api.EXECUTIONS + "/" + purged + "?purge=true", null).status())
                .isEqualTo(204);

        assertThat(numbers(stats(""))).startsWith("total 2, ").contains("maxDurationMs 3000");
    }

    @Test
    void weights_areTheReciprocalsOfSampleRates() {
        report("'status': 'completed', 'durationMs': 1000, 'sampleRate': 0.1");
        report("'status': 'failed', 'durationMs': 2000");

        assertThat(numbers(stats("&weighted=true")))
                .startsWith("total 11, pending 0, running 0, completed 10, failed 1,")
                .contains("avgDurationMs 1090.909");
        assertThat(numbers(stats(""))).startsWith("total 2,");
    }

    @Test
    void weights_ofTheLeastRates_areNumbers() {
        report("'status': 'completed', 'durationMs': 1000, 'sampleRate': 4.9e-324");
        report("'status': 'completed', 'durationMs': 3000, 'sampleRate': 1e-300");

        assertThat(numbers(stats("&weighted=true"))).contains("avgDurationMs 2000");
        assertThat(numbers(stats(""))).startsWith("total 2,");
    }

    @Test
    void creators_areReadFromTheExecutions() {
        report("'status': 'completed', 'durationMs': 1000, 'createdBy': 'ann'");
        report("'status': 'completed', 'durationMs': 2000, 'createdBy': 'bob'");
        report("'status': 'running', 'createdBy': 'ann'");

        assertThat(numbers(stats("&createdBy=ann"))).startsWith("total 2, pending 0, running 1,");
        assertThat(numbers(stats("&createdBy=ann,bob"))).startsWith("total 3,");
        assertThat(numbers(stats("&createdBy=eve"))).startsWith("total 0,");
    }

    @Test
    void edges_thatAreNoQuartersAreExact() {
        report("'status': 'completed', 'durationMs': 10, 'startedAt': '2026-11-02T10:07:00.000Z'");
        report("'status': 'completed', 'durationMs': 20, 'startedAt': '2026-11-02T10:07:00.001Z'");
        report("'status': 'completed', 'durationMs': 30, 'startedAt': '2026-11-02T13:59:59.999Z'");
        report("'status': 'completed', 'durationMs': 40, 'startedAt': '2026-11-02T14:00:00.000Z'");

        String range = "&from=2026-11-02T10:07:00.001Z&to=2026-11-02T13:59:59.999Z";
        assertThat(numbers(stats(range))).startsWith("total 1,").contains("maxDurationMs 20");
        range = "&from=2026-11-02T10:07:00Z&to=2026-11-02T14:00:00Z";
        assertThat(numbers(stats(range))).startsWith("total 3,").contains("maxDurationMs 30");
    }

    @Test
    void series_fillGapsByTheClocksOfTheZone() {
        report("'status': 'completed', 'durationMs': 10, 'startedAt': '2026-10-24T22:30:00Z'");
        report("'status': 'completed', 'durationMs': 20, 'startedAt': '2026-10-25T22:59:59Z'");
        report("'status': 'failed', 'durationMs': 30, 'startedAt': '2026-10-25T23:00:00Z'");

        JsonNode days =
                get(
                        "/timeseries?bucket=day&zone=Europe/Berlin&from=2026-10-24T22:00:00Z"
                                + "&to=2026-10-27T23:00:00Z&workflowId="
                                + workflow);

        assertThat(days.path("items").findValuesAsText("start"))
                .containsExactly(
                        "2026-10-24T22:00:00.000Z",
                        "2026-10-25T23:00:00.000Z",
                        "2026-10-26T23:00:00.000Z");
        assertThat(days.path("items").findValuesAsText("total")).containsExactly("2", "1", "0");
        assertThat(days.path("items").findValuesAsText("failed")).containsExactly("0", "1", "0");
    }

    @Test
    void nodes_areTellingRunsFailuresDurationsAndCacheHits() {
        String id = report("'status': 'running'");
        steps(
                id,
                "[{'nodeId': 'fetch', 'status': 'completed', 'durationMs': 100, 'cached': true},"
                        + "{'nodeId': 'fetch', 'status': 'failed', 'durationMs': 300},"
                        + "{'nodeId': 'fetch', 'status': 'running'},"
                        + "{'nodeId': 'fetch', 'status': 'skipped'},"
                        + "{'nodeId': 'store', 'status': 'completed', 'durationMs': 7}]");

        JsonNode nodes = get("/nodes?workflowId=" + workflow).path("items");

        assertThat(nodes.findValuesAsText("nodeId")).containsExactly("fetch", "store");
        assertThat(nodes.findValuesAsText("runs")).containsExactly("3", "1");
        assertThat(nodes.findValuesAsText("failureRate")).containsExactly("50", "0");
        assertThat(nodes.findValuesAsText("avgDurationMs")).containsExactly("200", "7");
        assertThat(nodes.findValuesAsText("maxDurationMs")).containsExactly("300", "7");
        assertThat(nodes.findValuesAsText("cacheHits")).containsExactly("1", "0");
    }

    @ParameterizedTest
    @CsvSource({
        "?from=yesterday, from",
        "?to=12-13, to",
        "?weighted=maybe, weighted",
        "/timeseries?bucket=week, bucket",
        "/timeseries?zone=Mars/Olympus, zone",
        "/timeseries?bucket=minute&from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z, bucket",
        "/timeseries?bucket=hour&zone=%2B00:07, zone",
        "/nodes, workflowId",
        "/nodes?workflowId=w&limit=0, limit",
        "?colour=red, colour"
    })
    void questionsThatAreNotValid_areRefusedByName(String question, String parameter) {
        Answer answer = Api.get(STATS + question);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/errors/0/pointer")).isEqualTo(parameter);
    }

    private String report(String members) {
        Answer answer =
                Api.post(Api.EXECUTIONS, "{'workflowId': '%s', %s}".formatted(workflow, members));
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(201);
        return answer.text("/id");
    }

    /** Reports, in one body, an execution in each of 300 quarters of an hour. */
    private void spread(String members, int second) {
        String lines =
                IntStream.range(0, 300)
                        .mapToObj(
                                i ->
                                        ("{'execution': {'externalId': '%1$s-%2$d-%3$d', 'workflowId': '%1$s',"
                                                        + " 'status': 'completed', 'startedAt': '%4$s', %5$s}}")
                                                .formatted(
                                                        workflow,
                                                        i,
                                                        second,
                                                        Instant.parse("2026-11-01T00:00:00Z")
                                                                .plusSeconds(900L * i + second),
                                                        members))
                        .collect(Collectors.joining("\n", "", "\n"));
        Answer answer = Api.post("/api/v1/ingest", lines, "Content-Type", "application/x-ndjson");
        assertThat(answer.at("/accepted").asInt()).as(answer.http().body()).isEqualTo(300);
    }

    private static void patch(String id, String members) {
        assertThat(Api.patch(Api.EXECUTIONS + "/" + id, "{" + members + "}").status())
                .isEqualTo(200);
    }

    private static void steps(String id, String json) {
        assertThat(Api.post(Api.EXECUTIONS + "/" + id + "/steps", json).status()).isEqualTo(201);
    }

    private JsonNode stats(String parameters) {
        return get("?workflowId=" + workflow + parameters);
    }

    private static JsonNode get(String question) {
        return Api.settled(STATS + question).body();
    }

    /** All numbers but the percentiles, as {@code name value, …}. */
    private static String numbers(JsonNode told) {
        StringBuilder numbers = new StringBuilder();
        told.properties()
                .forEach(
                        it -> {
                            if (it.getValue().isNumber() && !it.getKey().matches("p\\d+.*")) {
                                numbers.append(numbers.isEmpty() ? "" : ", ")
                                        .append(it.getKey())
                                        .append(' ')
                                        .append(it.getValue().asText());
                            }
                        });
        return numbers.toString();
    }
}
