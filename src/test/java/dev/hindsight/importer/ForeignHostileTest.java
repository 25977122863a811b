package dev.hindsight.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.ForeignSamples;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Transcripts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents that are almost those of other engines: refused in words, or taken, but never a fault. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class ForeignHostileTest extends ForeignImporting {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int MUTANTS = 12;

    /** What takes the place of a value. */
    private static final List<String> ODD =
            List.of(
                    "null",
                    "true",
                    "-1",
                    "0",
                    "99999999999999999999999",
                    "1e40",
                    "253402300800000",
                    "2147483648",
                    "\"\"",
                    "\".\"",
                    "\"a\\u0000b\"",
                    "\"" + "long ".repeat(60) + "\"",
                    "\"0000-00-00T00:00:00Z\"",
                    "\"9999-12-31T23:59:59-18:00\"",
                    "[]",
                    "{}",
                    "[[[[1]]]]",
                    "[null, 1, \"x\", {\"a\": {}}]",
                    "{\"name\": 1, \"id\": [], \"events\": {}, \"nodes\": []}");

    static List<String> names() {
        return ForeignSamples.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void mutants_areTakenOrRefusedInWords(String name) throws JsonProcessingException {
        Random random = new Random(name.hashCode());
        String format = name.substring(0, name.indexOf('/'));
        String line = ForeignSamples.text(name, mark).strip();
        String whole = name.endsWith(".ndjson") ? line.lines().findFirst().orElseThrow() : line;

        for (int i = 0; i < MUTANTS; i++) {
            JsonNode mutant = JSON.readTree(whole);
            for (int change = 0; change <= i % 4; change++) {
                mutate(mutant, random);
            }
            Answer answer =
                    Api.postRaw(Transcripts.IMPORT + "?format=" + format, mutant.toString());
            assertThat(answer.status())
                    .as("%s to %s", answer.http().body(), mutant)
                    .isIn(200, 400, 409);
        }
    }

    private static void mutate(JsonNode root, Random random) throws JsonProcessingException {
        List<JsonNode> parents = new ArrayList<>();
        collect(root, parents);
        if (parents.isEmpty()) {
            return;
        }
        JsonNode parent = parents.get(random.nextInt(parents.size()));
        JsonNode odd = JSON.readTree(ODD.get(random.nextInt(ODD.size())));
        if (parent instanceof ObjectNode object) {
            List<String> members = new ArrayList<>();
            object.fieldNames().forEachRemaining(members::add);
            String member = members.get(random.nextInt(members.size()));
            switch (random.nextInt(5)) {
                case 0 -> object.remove(member);
                case 1 -> object.set(random.nextBoolean() ? "" : "a/~\u0000", object.get(member));
                default -> object.set(member, odd);
            }
        } else if (parent instanceof ArrayNode array) {
            int at = random.nextInt(array.size());
            switch (random.nextInt(4)) {
                case 0 -> array.remove(at);
                case 1 -> array.add(array.get(at));
                default -> array.set(at, odd);
            }
        }
    }

    private static void collect(JsonNode node, List<JsonNode> parents) {
        if (!node.isEmpty()) {
            parents.add(node);
        }
        node.forEach(it -> collect(it, parents));
    }

    @ParameterizedTest
    @MethodSource("names")
    void document_thatIsCutIsRefused(String name) {
        String format = name.substring(0, name.indexOf('/'));
        String text = ForeignSamples.text(name, mark).strip();
        long lines = text.lines().count();

        Answer answer =
                Api.postRaw(
                        Transcripts.IMPORT + "?format=" + format,
                        text.substring(0, text.length() - 1));
        if (name.endsWith(".ndjson")) {
            assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
            assertThat(answer.at("/executions").size()).isEqualTo(lines - 1);
            assertThat(answer.text("/rejected/0/pointer")).isEqualTo("line " + lines);
        } else {
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text("/detail")).isEqualTo("The file is not JSON.");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void lineThatIsNoJson_doesNotSpoilItsNeighbours(int broken) {
        List<String> lines = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            lines.add(
                    "{\"id\": \"%d\", \"workflowId\": \"%s\", \"mode\": \"cli\"}"
                            .formatted(i, mark));
        }
        lines.set(broken, lines.get(broken).replace("\"mode\": ", ""));
        lines.add(broken, "");

        Answer answer = Api.postRaw(Transcripts.IMPORT + "?format=n8n", String.join("\r\n", lines));

        assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
        assertThat(answer.at("/executions")).hasSize(2);
        assertThat(answer.at("/rejected")).hasSize(1);
        assertThat(answer.text("/rejected/0/pointer")).isEqualTo("line " + (broken + 2));
        assertThat(answer.text("/rejected/0/detail")).isEqualTo("It is not JSON.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\n\"id\": \"1\",\n\"workflowId\": \"w\",\n\"data\": {\"a\":\n{}\n",
                "[\n{\"id\": \"1\", \"workflowId\": \"w\", \"mode\": \"cli\"}\n",
                "[\n{\"id\": \"1\", \"workflowId\": \"w\", \"mode\": \"cli\"},\n{\"id\": ",
                "\n\n{\"id\"\n",
                "no JSON at all"
            })
    void documentOfSeveralLines_isNotTakenForLines(String document) {
        Answer answer = Api.postRaw(Transcripts.IMPORT + "?format=n8n", document);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/detail")).isEqualTo("The file is not JSON.");
    }

    /** What would take hours, were it looked at again and again. */
    @Test
    void longNames_areLookedAtOnce() {
        int many = 40_000;
        String dashes = "-".repeat(400_000);
        String children = "\"b\",".repeat(many) + "\"b\"";
        String argo =
                """
                {"apiVersion": "argoproj.io/v1alpha1", "kind": "Workflow",
                 "metadata": {"name": "w", "uid": "%s", "generateName": "%sx"},
                 "status": {"phase": "Running", "nodes": {
                   "a": {"name": "w.a", "children": [%s]},
                   "b": {"name": "w.%s"}}}}
                """
                        .formatted(mark, dashes, children, "(b".repeat(1_000_000));

        Answer answer =
                assertTimeoutPreemptively(
                        Duration.ofSeconds(20), () -> Api.postRaw(Transcripts.IMPORT, argo));

        assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
        assertThat(whole(answer.at("/executions/0")).at("/steps")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            n8n      | {"id": "1", "workflowId": "w", "mode": "cli", "data": {"resultData": {"runData": {"a": [%s]}}}} | {}
            n8n      | {"id": "1", "workflowId": "w", "mode": "cli", "data": {"resultData": {"runData": {"a": [{}], "b": [%s]}}}} | {}
            n8n      | [%s] | 1
            n8n      | [1] [%s] | 1
            temporal | {"events": [%s]} | {}
            argo     | {"items": [%s]} | null
            airflow  | {"dag_run": {"dag_id": "d", "dag_run_id": "r"}, "task_instances": [%s]} | {"task_id": "t"}
            """)
    void tooMuch_isRefused(String format, String document, String element) {
        String many = (element + ",").repeat(99_999) + element;
        if (!document.contains("\"b\"") && !document.contains("[1]")) {
            many = many + "," + element;
        }

        Answer answer =
                Api.postRaw(Transcripts.IMPORT + "?format=" + format, document.formatted(many));
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(400);
        assertThat(answer.text("/detail")).contains("more than the 100,000");
    }

    @ParameterizedTest
    @CsvSource({"n8n", "temporal", "argo", "airflow"})
    void depth_isRefused(String format) {
        Answer answer =
                Api.postRaw(
                        Transcripts.IMPORT + "?format=" + format,
                        "[".repeat(5_000) + "]".repeat(5_000));
        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void nodesInACircle_areTaken() {
        Answer answer =
                Api.post(
                        Transcripts.IMPORT,
                        """
                        {'apiVersion': 'argoproj.io/v1alpha1', 'kind': 'Workflow',
                         'metadata': {'name': 'w', 'uid': '%s'}, 'status': {'phase': 'Running', 'nodes': {
                           'a': {'id': 'a', 'name': 'w.a', 'children': ['b', 'a'], 'boundaryID': 'b'},
                           'b': {'id': 'b', 'name': 'w.b', 'children': ['a'], 'boundaryID': 'a'}}}}
                        """
                                .formatted(mark));
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
        assertThat(answer.at("/steps").asInt()).isEqualTo(2);
    }

    @Test
    void namesThatAreTooLong_stayApart() {
        String name = "n".repeat(300);
        Answer answer =
                Api.post(
                        Transcripts.IMPORT,
                        """
                        {'id': '1', 'workflowId': '%1$s', 'mode': 'cli', 'data': {'resultData': {'runData': {
                           '%2$sa': [{}], '%2$sb': [{'source': [{'previousNode': '%2$sa'}]}]}}}}
                        """
                                .formatted(mark, name));
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
        JsonNode steps = whole(answer.at("/executions/0")).get("steps");
        assertThat(steps).hasSize(2);
        assertThat(steps.at("/0/nodeId")).isNotEqualTo(steps.at("/1/nodeId"));
        assertThat(steps.at("/1/dependsOn/0")).isEqualTo(steps.at("/0/key"));
    }
}
