package dev.hindsight.workflow;

import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.post;
import static dev.hindsight.fixture.Api.segment;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workflows with their last executions. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class WorkflowResourceTest {

    private static final String WORKFLOWS = "/api/v1/workflows";

    /** Begins every workflow of one test. */
    private final String prefix = fresh() + "/é ";

    private String run(String workflow, String startedAt) {
        Answer answer =
                post(
                        "/api/v1/executions",
                        "{'workflowId': '%s', 'workflowName': 'Name %s', 'startedAt': '%s', 'output': 1}"
                                .formatted(prefix + workflow, workflow, startedAt));
        assertThat(answer.status()).isEqualTo(201);
        return answer.text("/id");
    }

    private static void forget(String id) {
        Rows.run("DELETE FROM execution WHERE id = $1", UUID.fromString(id));
    }

    private static String path(String workflowId) {
        return WORKFLOWS + "/" + segment(workflowId);
    }

    /** Those of this test, of all pages. */
    private List<JsonNode> listed(int limit) {
        return listed(limit, "");
    }

    private List<JsonNode> listed(int limit, String order) {
        List<JsonNode> all = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = get(WORKFLOWS + "?limit=" + limit + order + cursor);
            assertThat(page.status()).isEqualTo(200);
            page.at("/items").forEach(all::add);
            cursor =
                    page.at("/nextCursor").isNull()
                            ? ""
                            : "&cursor=" + segment(page.text("/nextCursor"));
        } while (!cursor.isEmpty());
        List<String> ids = all.stream().map(it -> it.at("/workflowId").asText()).toList();
        assertThat(ids).doesNotHaveDuplicates();
        return all.stream().filter(it -> it.at("/workflowId").asText().startsWith(prefix)).toList();
    }

    @Test
    void workflow_hasTheExecutionThatStartedLast_notTheOneReportedLast() {
        String newest = run("a", "2026-11-20T10:00:00Z");
        run("a", "2026-11-20T09:00:00Z");

        Answer workflow = get(path(prefix + "a"));

        assertThat(workflow.text("/workflowId")).isEqualTo(prefix + "a");
        assertThat(workflow.text("/workflowName")).isEqualTo("Name a");
        assertThat(workflow.text("/lastExecution/id")).isEqualTo(newest);
        assertThat(workflow.at("/lastExecution").has("output")).isFalse();
    }

    @Test
    void latest_isTheWholeExecution() {
        String id = run("a", "2026-11-20T10:00:00Z");

        Answer latest = get(path(prefix + "a") + "/latest");

        assertThat(latest.text("/id")).isEqualTo(id);
        assertThat(latest.text("/output")).isEqualTo("1");
        assertThat(latest.header("ETag")).isEqualTo("\"1\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1000})
    void list_tellsThoseThatStartedLastFirst_whetherOrNotTheExecutionIsStillThere(int limit) {
        run("old", "2019-01-01T00:00:00Z");
        forget(run("gone", "2026-11-20T23:00:00Z"));
        run("new", "2026-11-20T12:00:00Z");
        run("tie b", "2026-11-20T11:00:00Z");
        run("tie a", "2026-11-20T11:00:00Z");
        run("old", "2019-01-02T00:00:00Z");

        List<JsonNode> listed = listed(limit);

        assertThat(listed)
                .extracting(it -> it.at("/workflowId").asText().substring(prefix.length()))
                .containsExactly("gone", "new", "tie a", "tie b", "old");
        assertThat(listed.get(0).at("/lastExecution").isNull()).isTrue();
        assertThat(listed.get(0).at("/workflowName").isNull()).isTrue();
        assertThat(listed.get(4).at("/lastExecution/startedAt").asText())
                .isEqualTo("2019-01-02T00:00:00.000Z");
    }

    @Test
    void lastExecution_isAnotherOneWhenTheLastIsDeletedOrMoved() {
        String first = run("a", "2026-11-20T10:00:00Z");
        String last = run("a", "2026-11-20T11:00:00Z");
        assertThat(get(path(prefix + "a")).text("/lastExecution/id")).isEqualTo(last);

        assertThat(
                        Api.patch(
                                        Api.EXECUTIONS + "/" + last,
                                        "{'startedAt': '2026-11-20T09:00:00Z'}")
                                .status())
                .isEqualTo(200);
        assertThat(get(path(prefix + "a")).text("/lastExecution/id")).isEqualTo(first);

        assertThat(Api.send("DELETE", Api.EXECUTIONS + "/" + first, null).status()).isEqualTo(204);
        assertThat(get(path(prefix + "a")).text("/lastExecution/id")).isEqualTo(last);
    }

    @Test
    void list_mayBeInTheOrderOfTotalsAndOfFailures() {
        for (String run :
                List.of("often", "often", "often", "often", "seldom", "failing", "failing")) {
            run(run, "2026-11-20T10:00:00Z");
        }
        for (String end :
                List.of(
                        "failing, failed, 10",
                        "failing, failed, 15",
                        "seldom, failed, 20",
                        "seldom, timed_out, 40",
                        "often, completed, 5")) {
            List<String> parts = List.of(end.split(", ", -1));
            Answer answer =
                    post(
                            Api.EXECUTIONS,
                            "{'workflowId': '%s', 'status': '%s', 'durationMs': %s}"
                                    .formatted(prefix + parts.get(0), parts.get(1), parts.get(2)));
            assertThat(answer.status()).isEqualTo(201);
        }

        assertThat(ids(listed(2, "&orderBy=total"))).containsExactly("often", "failing", "seldom");
        assertThat(ids(listed(1, "&orderBy=failed"))).containsExactly("failing", "seldom", "often");
        JsonNode seldom = get(path(prefix + "seldom")).body();
        assertThat(seldom.at("/counts").toString())
                .isEqualTo(
                        "{\"total\":3,\"pending\":0,\"running\":1,\"completed\":0,\"failed\":1,"
                                + "\"cancelled\":0,\"timedOut\":1,\"crashed\":0}");
        assertThat(seldom.at("/successRate").asText()).isEqualTo("0");
        assertThat(seldom.at("/p95DurationMs").isNumber()).isTrue();
    }

    private List<String> ids(List<JsonNode> workflows) {
        return workflows.stream()
                .map(it -> it.at("/workflowId").asText().substring(prefix.length()))
                .toList();
    }

    @Test
    void workflowWithoutExecutions_isKnown_butHasNoLatest() {
        forget(run("gone", "2026-11-20T23:00:00Z"));

        assertThat(get(path(prefix + "gone")).at("/lastExecution").isNull()).isTrue();
        assertThat(get(path(prefix + "gone") + "/latest").status()).isEqualTo(404);
    }

    @Test
    void unknownWorkflow_isNotFound() {
        assertThat(get(path(prefix)).text("/type")).isEqualTo("/problems/not-found");
        assertThat(get(path(prefix) + "/latest").text("/type")).isEqualTo("/problems/not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=1001", "cursor=x", "orderby=total", "orderBy=size"})
    void badParameters_areRefused(String query) {
        assertThat(get(WORKFLOWS + "?" + query).status()).isEqualTo(400);
    }
}
