package dev.hindsight.checkpoint;

import static dev.hindsight.checkpoint.Bytes.MIB;
import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.patch;
import static dev.hindsight.fixture.Api.put;
import static dev.hindsight.fixture.Api.report;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.AtOnce;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several writers of one execution at once. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class CheckpointRacesTest {

    private final String id = fresh();
    private UUID execution;

    @BeforeEach
    void begin() {
        execution = UUID.fromString(report(id, "").text("/id"));
    }

    @Test
    void deltas_addUp() throws Exception {
        List<Answer> answers =
                AtOnce.ask(
                        16,
                        i ->
                                patch(
                                        ext(id) + "/artifacts",
                                        "{'n%1$d': {'k': %1$d}, 'shared': {'k%1$d': 1, 'all': %1$d}}"
                                                .formatted(i)));

        assertThat(answers).allMatch(answer -> answer.status() == 204);
        JsonNode all = get(ext(id) + "/artifacts").body();
        assertThat(all.size()).isEqualTo(17);
        assertThat(all.get("shared").size()).isEqualTo(17);
    }

    @Test
    void wholeSets_areNeverMixed() throws Exception {
        List<Answer> answers =
                AtOnce.ask(
                        8,
                        i ->
                                put(
                                        ext(id) + "/artifacts",
                                        "{'a%1$d': {'k': %1$d}, 'b': {'k': %1$d}, 'c': {'k%1$d': %1$d}}"
                                                .formatted(i)));

        assertThat(answers).allMatch(answer -> answer.status() == 204);
        JsonNode all = get(ext(id) + "/artifacts").body();
        assertThat(all.size()).isEqualTo(3);
        int winner = all.at("/b/k").asInt();
        assertThat(all.at("/a%d/k".formatted(winner)).asInt()).isEqualTo(winner);
        assertThat(all.at("/c/k%d".formatted(winner)).asInt()).isEqualTo(winner);
    }

    @Test
    void oneItem_isNewOnce() throws Exception {
        List<Answer> answers =
                AtOnce.ask(16, i -> put(ext(id) + "/artifacts/n/k", String.valueOf(i)));

        assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.status() == 204)).hasSize(15);
    }

    @Test
    void writersOfOneTree_leaveOneTree() throws Exception {
        List<String> trees =
                IntStream.range(0, 6)
                        .mapToObj(i -> "\"" + ("" + i).repeat(i % 2 == 0 ? 3 * MIB : 10) + "\"")
                        .toList();

        List<Integer> answers =
                AtOnce.ask(
                        6,
                        i ->
                                Bytes.put(
                                                ext(id) + "/tree",
                                                trees.get(i).getBytes(UTF_8),
                                                "Content-Type",
                                                "application/json")
                                        .statusCode());

        assertThat(answers).containsOnly(204);
        String left = new String(Bytes.get(ext(id) + "/tree").body(), UTF_8);
        assertThat(trees).contains(left);
        assertThat(Rows.number("SELECT count(*) FROM chunk WHERE execution_id = $1", execution))
                .isEqualTo(left.length() > MIB ? 4 : 1);
        assertThat(Rows.number("SELECT count(*) FROM upload WHERE execution_id = $1", execution))
                .isZero();
    }

    /** Small documents are told whole, however often they are replaced meanwhile. */
    @Test
    void readersAndWriters_doNotDisturbEachOther() throws Exception {
        String state = ext(id) + "/state/active";
        Bytes.put(state, Bytes.random(1_000));

        List<List<Integer>> statuses =
                AtOnce.ask(
                        8,
                        i ->
                                IntStream.range(0, 30)
                                        .map(
                                                n ->
                                                        (i < 2
                                                                        ? Bytes.get(state)
                                                                        : Bytes.put(
                                                                                state,
                                                                                Bytes.random(
                                                                                        1_000 + n)))
                                                                .statusCode())
                                        .distinct()
                                        .boxed()
                                        .toList());

        assertThat(statuses.subList(0, 2)).containsOnly(List.of(200));
        assertThat(statuses.subList(2, 8)).containsOnly(List.of(204));
    }

    @Test
    void snapshots_allLand() throws Exception {
        List<Integer> answers =
                AtOnce.ask(
                        12,
                        i ->
                                Bytes.post(ext(id) + "/snapshots", Bytes.random(i * MIB / 4))
                                        .statusCode());

        assertThat(answers).containsOnly(201);
        assertThat(get(ext(id) + "/snapshots").at("/items").findValuesAsText("snapshot"))
                .hasSize(12)
                .doesNotHaveDuplicates();
    }
}
