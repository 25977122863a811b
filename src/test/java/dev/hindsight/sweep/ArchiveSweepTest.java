package dev.hindsight.sweep;

import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.sweep.House.item;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.Rows;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is archived before it leaves: it stays listed, opens from its file, and comes back. */
@QuarkusTest
@TestProfile(ArchiveProfile.class)
class ArchiveSweepTest {

    private static final String[] PARTS = {
        "",
        "?include=steps,logs,dag,tree,workflow",
        "/steps",
        "/logs",
        "/timeline",
        "/artifacts",
        "/tree",
        "/snapshots",
        "/state/active"
    };

    @Inject Sweep sweep;

    private House house;

    @BeforeEach
    void build() {
        house = new House();
        house.policy("archive", "{'priority': 1, 'archive': true, 'maxAge': 'P30D'}");
    }

    /** An old execution with everything that there can be. */
    private String rich(String name) {
        String id =
                house.completed(
                        Duration.ofDays(31),
                        "'externalId': '%s'".formatted(name),
                        "'input': {'a': [1, 2.50, null]}",
                        "'output': 'o'",
                        "'metadata': {'m': 1}",
                        "'labels': {'team': 'pay'}",
                        "'error': {'message': 'm', 'stack': 's'}",
                        "'dag': {'nodes': [{'id': 'n'}], 'edges': []}",
                        "'steps': [{'key': 'k', 'nodeId': 'n', 'output': 1}, {'nodeId': 'b'}]",
                        "'logs': [{'message': 'one'}, {'message': 'two', 'data': {'x': 1}}]");
        String path = Api.EXECUTIONS + "/" + id;
        put(path + "/artifacts", "{'n': {'k': 1.10}}");
        put(path + "/tree", "{'root': [1]}");
        put(path + "/state/active", "bytes");
        assertThat(
                        Api.send(
                                        "POST",
                                        path + "/snapshots",
                                        "snap".getBytes(UTF_8),
                                        here("application/octet-stream"))
                                .status())
                .isEqualTo(201);
        return id;
    }

    private void put(String path, String body) {
        String type = body.startsWith("{") ? "application/json" : "application/octet-stream";
        assertThat(Api.send("PUT", path, Api.json(body), here(type)).status()).isLessThan(300);
    }

    private String[] here(String type) {
        return new String[] {"Content-Type", type, "Hindsight-Namespace", house.name};
    }

    /** Everything that is told of an execution, but for what an archival changes. */
    private List<String> told(String id) {
        List<String> all = new ArrayList<>();
        for (String part : PARTS) {
            Answer answer = house.get(Api.EXECUTIONS + "/" + id + part);
            assertThat(answer.status()).as(part + answer.http().body()).isEqualTo(200);
            if (answer.body() instanceof ObjectNode record && record.has("version")) {
                record.remove(List.of("version", "updatedAt", "archived", "importedAt"));
            }
            all.add(
                    part
                            + ": "
                            + (answer.body().isMissingNode()
                                    ? answer.http().body()
                                    : answer.body().toString()));
        }
        return all;
    }

    private static long rows(String table, String id) {
        return Rows.number(
                "SELECT count(*) FROM " + table + " WHERE execution_id = $1::text::uuid", id);
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(ArchiveProfile.folder())) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void archivedExecution_staysListedAndOpensFromItsFile() {
        String id = rich(fresh());
        List<String> before = told(id);
        Answer preview = house.preview();

        Answer run = house.sweep();

        assertThat(item(preview, "archive").path("executions").asInt()).isEqualTo(1);
        assertThat(item(run, "archive").path("executions").asInt()).isEqualTo(1);
        assertThat(item(run, "archive").path("archived").asInt()).isEqualTo(1);
        for (String table :
                List.of("step", "log", "execution_payload", "artifact", "tree", "state")) {
            assertThat(rows(table, id)).as(table).isZero();
        }
        assertThat(house.listed()).containsExactly(id);
        assertThat(house.get(Api.EXECUTIONS + "?archived=true").at("/items/0/archived").asBoolean())
                .isTrue();
        Answer opened = house.of(id);
        assertThat(opened.at("/archived").asBoolean()).isTrue();
        assertThat(opened.at("/version").asInt()).isEqualTo(2);
        assertThat(told(id)).isEqualTo(before);
        assertThat(told(id)).isEqualTo(before);
        assertThat(house.of(id).at("/version").asInt()).isEqualTo(2);
    }

    @Test
    void archivedExecution_isComparedFromItsFile() {
        String id = rich(fresh());
        String other = house.execution("'steps': [{'key': 'k', 'nodeId': 'n', 'output': 2}]");
        String path = Api.EXECUTIONS + "/" + other + "/diff/";
        Answer before = house.get(path + id);
        house.sweep();

        Answer told = house.get(path + id);

        assertThat(told.status()).as(told.http().body()).isEqualTo(200);
        assertThat(told.at("/right/archived").asBoolean()).isTrue();
        assertThat(told.at("/changes")).isEqualTo(before.at("/changes")).isNotEmpty();
        assertThat(told.at("/steps")).isEqualTo(before.at("/steps")).hasSize(2);
        assertThat(told.at("/steps").findValuesAsText("kind"))
                .containsExactly("only_right", "changed");
    }

    @Test
    void archivedExecution_runsAgainFromItsFile() {
        String id = rich(fresh());
        house.sweep();

        Answer told = Api.send("POST", Api.EXECUTIONS + "/" + id + "/replay", null, house.here());

        assertThat(told.status()).as(told.http().body()).isEqualTo(202);
        assertThat(told.at("/input").toString()).isEqualTo("{\"a\":[1,2.50,null]}");
        assertThat(told.text("/labels/team")).isEqualTo("pay");
        assertThat(told.at("/archived").asBoolean()).isFalse();
    }

    @Test
    void archivedExecution_isImportedAgain() {
        String id = rich(fresh());
        List<String> before = told(id);
        house.sweep();
        byte[] exported =
                house.get(Api.EXECUTIONS + "/" + id + "/export").http().body().getBytes(UTF_8);

        Answer imported =
                Api.send(
                        "POST", Api.EXECUTIONS + "/import", exported, here("application/x-ndjson"));

        assertThat(imported.status()).as(imported.http().body()).isEqualTo(200);
        Answer back = house.of(id);
        assertThat(back.at("/archived").asBoolean()).isFalse();
        assertThat(back.at("/importedAt").isNull()).isFalse();
        assertThat(back.at("/version").asInt()).isEqualTo(3);
        assertThat(told(id)).isEqualTo(before);
        assertThat(house.patch(Api.EXECUTIONS + "/" + id, "{'note': 'n'}").status()).isEqualTo(200);
        house.sweep();
        assertThat(house.of(id).at("/archived").asBoolean()).isFalse();
    }

    @Test
    void archivedExecution_takesNoReports() {
        String name = fresh();
        String id = rich(name);
        house.sweep();
        String path = Api.EXECUTIONS + "/" + id;

        Answer next =
                house.post(
                        Api.EXECUTIONS, "{'workflowId': 'w', 'externalId': '%s'}".formatted(name));

        for (Answer refused :
                List.of(
                        house.patch(path, "{'note': 'n'}"),
                        house.post(path + "/steps", "{'nodeId': 'late'}"),
                        house.post(path + "/logs", "[{'message': 'late'}]"),
                        Api.put(path + "/artifacts/n/k", "1", house.here()),
                        Api.put(path + "/tree", "{}", house.here()))) {
            assertThat(refused.status()).as(refused.http().body()).isEqualTo(410);
        }
        assertThat(next.status()).as(next.http().body()).isEqualTo(201);
        assertThat(house.get(ext(name)).text("/id")).isEqualTo(next.text("/id"));
        assertThat(house.of(id).at("/steps").isMissingNode()).isTrue();
        assertThat(house.get(path + "/steps").at("/items")).hasSize(2);
    }

    @Test
    void archiveMaxAge_removesTheRowAndTheFile() throws IOException {
        String id = rich(fresh());
        house.sweep();
        List<Path> with = files();
        Rows.run(
                "UPDATE execution SET archived_at = archived_at - interval '2 days'"
                        + " WHERE id = $1::text::uuid",
                id);
        house.policy(
                "archive",
                "{'priority': 1, 'archive': true, 'maxAge': 'P30D', 'archiveMaxAge': 'P1D'}");

        Answer run = house.sweep();
        sweep.clearUp().await().atMost(Duration.ofMinutes(1));

        assertThat(item(run, "archive").path("executions").asInt()).isEqualTo(1);
        assertThat(item(run, "archive").path("archived").asInt()).isZero();
        assertThat(house.of(id).status()).isEqualTo(410);
        String other = house.execution("'status': 'running'");
        assertThat(house.get(Api.EXECUTIONS + "/" + other + "/diff/" + id).status()).isEqualTo(410);
        assertThat(house.listed()).containsExactly(other);
        assertThat(files()).hasSize(with.size() - 2);
    }

    @Test
    void manyExecutions_areInOneFile() throws IOException {
        int before = files().size();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            ids.add(house.completed(Duration.ofDays(40), "'output': %d".formatted(i)));
        }

        Answer run = house.sweep();

        assertThat(item(run, "archive").path("archived").asInt()).isEqualTo(8);
        assertThat(files()).hasSize(before + 2);
        for (int i = 0; i < 8; i++) {
            assertThat(house.of(ids.get(i)).at("/output").asInt()).isEqualTo(i);
        }
    }

    @Test
    void missingFile_isToldAndHarmsNothingElse() throws IOException {
        String id = house.completed(Duration.ofDays(40));
        List<Path> before = files();
        house.sweep();
        List<Path> made = new ArrayList<>(files());
        made.removeAll(before);
        for (Path file : made) {
            Files.delete(file);
        }

        Answer told = house.of(id);

        assertThat(told.status()).isEqualTo(503);
        assertThat(told.header("Retry-After")).isNotEmpty();
        assertThat(house.listed()).containsExactly(id);
    }

    @Test
    void archiveThatCannotBeWritten_stopsTheRemovalAlone() throws IOException {
        String kept = house.completed(Duration.ofDays(40));
        String gone = house.completed(Duration.ofDays(40), "'workflowId': 'plain'");
        house.policy("plain", "{'priority': 0, 'workflowId': 'plain', 'maxAge': 'P1D'}");
        Path folder = ArchiveProfile.folder();
        Path away = folder.resolveSibling(folder.getFileName() + "-away");
        Files.move(folder, away);
        Files.createFile(folder);

        Answer run;
        try {
            run = Api.send("POST", House.RUNS + "?wait=true", null, house.here());
        } finally {
            Files.delete(folder);
            Files.move(away, folder);
        }

        assertThat(run.status()).isEqualTo(200);
        assertThat(run.text("/problem")).contains("archive").contains("cannot be written");
        assertThat(item(run, "plain").path("executions").asInt()).isEqualTo(1);
        assertThat(house.of(kept).at("/archived").asBoolean()).isFalse();
        assertThat(house.of(gone).status()).isEqualTo(410);
        assertThat(item(house.sweep(), "archive").path("archived").asInt()).isEqualTo(1);
    }
}
