package dev.hindsight.timeline;

import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.post;
import static dev.hindsight.fixture.Api.report;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Steps as columns, and what an execution takes. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class StepColumnsTest {

    private final String id = fresh();

    @BeforeEach
    void begin() {
        report(id, "");
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(it -> texts.add(it.asText()));
        return texts;
    }

    @Test
    void columns_areEmpty_whereThereIsNoStep() {
        Answer answer = get(ext(id) + "/timeline");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).hasSize(10).allSatisfy(column -> assertThat(column).isEmpty());
    }

    @Test
    void columns_tellEveryStep_inTheOrderOfTheList() {
        post(
                ext(id) + "/steps",
                "[{'key': 'b', 'nodeId': 'n2', 'nodeName': 'Ship \\\"it\\\"', 'stepIndex': 1, 'parentKey':"
                        + " 'a', 'iteration': 3, 'startedAt': '2026-11-20T18:00:01.5Z'}, {'key': 'a',"
                        + " 'nodeId': 'n1', 'stepIndex': 0, 'queuedAt': '2026-11-20T17:59:59Z',"
                        + " 'startedAt': '2026-11-20T18:00:00Z', 'completedAt':"
                        + " '2026-11-20T18:00:01Z'}, {'key': 'a', 'attempt': 2, 'nodeId': 'n1',"
                        + " 'stepIndex': 2, 'status': 'skipped'}]");

        JsonNode columns = get(ext(id) + "/timeline").body();

        assertThat(texts(columns.get("key"))).containsExactly("a", "b", "a");
        assertThat(texts(columns.get("attempt"))).containsExactly("1", "1", "2");
        assertThat(texts(columns.get("parent"))).containsExactly("null", "a", "null");
        assertThat(texts(columns.get("status"))).containsExactly("completed", "running", "skipped");
        assertThat(texts(columns.get("queued")))
                .containsExactly("2026-11-20T17:59:59.000Z", "null", "null");
        assertThat(texts(columns.get("start")))
                .containsExactly("2026-11-20T18:00:00.000Z", "2026-11-20T18:00:01.500Z", "null");
        assertThat(texts(columns.get("end")))
                .startsWith("2026-11-20T18:00:01.000Z", "null")
                .hasSize(3);
        assertThat(texts(columns.get("iteration"))).containsExactly("null", "3", "null");
        List<String> names = texts(columns.get("names"));
        assertThat(names).containsExactlyInAnyOrder("n1", "Ship \"it\"");
        assertThat(texts(columns.get("name")).stream().map(Integer::valueOf).map(names::get))
                .containsExactly("n1", "Ship \"it\"", "n1");
    }

    @Test
    void columns_tellThousandsOfSteps() {
        String steps =
                IntStream.range(0, 5_000)
                        .mapToObj(
                                i ->
                                        "{'key': 's%d', 'nodeId': 'n%d', 'stepIndex': %d, 'output':"
                                                        .formatted(i, i % 7, i)
                                                + " 'not told'}")
                        .collect(Collectors.joining(",", "[", "]"));
        assertThat(post(ext(id) + "/steps", steps).status()).isEqualTo(201);

        JsonNode columns = get(ext(id) + "/timeline").body();

        assertThat(columns.get("names")).hasSize(7);
        columns.properties().stream()
                .filter(column -> !column.getKey().equals("names"))
                .forEach(column -> assertThat(column.getValue()).hasSize(5_000));
        assertThat(columns.at("/key/4999").asText()).isEqualTo("s4999");
        assertThat(columns.toString()).doesNotContain("not told");
    }

    @Test
    void storage_countsRowsAndBytesByKind() {
        long before = get(ext(id) + "/storage").at("/bytes").asLong();
        post(ext(id) + "/steps", "[{'key': 'a', 'nodeId': 'n', 'output': {'x': 1}}]");
        post(ext(id) + "/logs", "[{'message': 'one'}, {'message': 'two'}]");

        Answer storage = get(ext(id) + "/storage");

        assertThat(storage.at("/items").findValuesAsText("kind"))
                .containsExactly(
                        "execution", "steps", "logs", "artifacts", "tree", "snapshots", "state");
        assertThat(storage.at("/items").findValuesAsText("rows")).startsWith("1", "1", "2");
        assertThat(storage.at("/rows").asLong()).isEqualTo(4);
        assertThat(storage.at("/bytes").asLong()).isGreaterThan(before);
        assertThat(storage.at("/items/2/bytes").asLong()).isEqualTo(6);
    }

    @Test
    void unknownExecution_isNotFound() {
        assertThat(get("/api/v1/executions/ext:none-such/timeline").status()).isEqualTo(404);
        assertThat(get("/api/v1/executions/ext:none-such/storage").status()).isEqualTo(404);
    }
}
