package dev.hindsight.checkpoint;

import static dev.hindsight.checkpoint.Bytes.MIB;
import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.report;
import static dev.hindsight.fixture.Api.send;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Snapshots. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class SnapshotTest {

    private final String id = fresh();
    private final String path = ext(id) + "/snapshots";
    private UUID execution;

    @BeforeEach
    void begin() {
        execution = UUID.fromString(report(id, "").text("/id"));
    }

    @Test
    void snapshot_isToldWhereItWent() {
        byte[] sent = Bytes.random(MIB + 1);

        Answer answer = send("POST", path, sent, "Content-Type", "application/octet-stream");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body().fieldNames())
                .toIterable()
                .containsExactly("snapshot", "bytes", "storedBytes", "createdAt");
        assertThat(answer.at("/bytes").asLong()).isEqualTo(sent.length);
        assertThat(answer.at("/storedBytes").asLong()).isBetween(1L, sent.length + 1_000L);
        assertThat(answer.text("/createdAt"))
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        String place = URI.create(answer.header("Location")).getRawPath();
        assertThat(place).isEqualTo(path + "/" + answer.text("/snapshot"));
        assertThat(Bytes.get(place).body()).isEqualTo(sent);
        assertThat(Bytes.get(path + "/latest").body()).isEqualTo(sent);
    }

    @Test
    void snapshots_areListedNewestFirst() {
        List<String> added = add(7);

        Answer first = get(path + "?limit=3");
        Answer second = get(path + "?limit=3&cursor=" + first.text("/nextCursor"));
        Answer third = get(path + "?limit=3&cursor=" + second.text("/nextCursor"));

        List<String> listed = new ArrayList<>();
        for (Answer page : List.of(first, second, third)) {
            listed.addAll(ids(page));
        }
        Collections.reverse(added);
        assertThat(listed).isEqualTo(added);
        assertThat(third.at("/nextCursor").isNull()).isTrue();
        assertThat(Bytes.get(path + "/latest").body()).containsExactly(6);
    }

    @Test
    void times_boundTheListExclusively() {
        List<String> added = add(4);
        for (int i = 0; i < 4; i++) {
            Rows.run(
                    "UPDATE snapshot SET created_at = timestamptz '2026-01-01 00:00:00Z'"
                            + " + $2 * interval '1 ms' WHERE id = $1",
                    UUID.fromString(added.get(i)),
                    i);
        }

        assertThat(ids(get(path + "?after=2026-01-01T00:00:00.001Z")))
                .containsExactly(added.get(3), added.get(2));
        assertThat(ids(get(path + "?before=2026-01-01T00:00:00.001Z")))
                .containsExactly(added.get(0));
        assertThat(ids(get(path + "?after=1767225600000&before=1767225600003&limit=1")))
                .containsExactly(added.get(2));
        assertThat(ids(get(path + "?after=2027-01-01T00:00:00Z"))).isEmpty();
    }

    @Test
    void snapshotsOfOneMoment_areToldOnceEach() {
        List<String> added = add(5);
        Rows.run(
                "UPDATE snapshot SET created_at = $2 WHERE execution_id = $1",
                execution,
                OffsetDateTime.parse("2026-01-01T00:00:00Z"));

        List<String> listed = new ArrayList<>();
        String cursor = "";
        for (int i = 0; i < 5; i++) {
            Answer page = get(path + "?limit=1" + cursor);
            listed.addAll(ids(page));
            cursor = "&cursor=" + page.text("/nextCursor");
        }

        Collections.reverse(added);
        assertThat(listed).isEqualTo(added);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=1001",
                "after=x",
                "before=2026-01-01",
                "cursor=abc",
                "q=1"
            })
    void badQuestions_areInvalid(String query) {
        assertThat(get(path + "?" + query).status()).isEqualTo(400);
    }

    @Test
    void cursors_areBoundToTheirQuestion() {
        add(2);
        String cursor = get(path + "?limit=1").text("/nextCursor");

        assertThat(get(path + "?limit=1&after=1&cursor=" + cursor).status()).isEqualTo(400);
        String other = fresh();
        report(other, "");
        assertThat(get(ext(other) + "/snapshots?limit=1&cursor=" + cursor).status()).isEqualTo(400);
    }

    @Test
    void deletedSnapshot_isGoneWithItsChunks() {
        List<String> added = add(2);
        Bytes.post(path, Bytes.random(2 * MIB));

        assertThat(send("DELETE", path + "/latest", null).status()).isEqualTo(204);
        assertThat(send("DELETE", path + "/" + added.get(0), null).status()).isEqualTo(204);

        assertThat(send("DELETE", path + "/" + added.get(0), null).status()).isEqualTo(404);
        assertThat(Bytes.get(path + "/" + added.get(0)).statusCode()).isEqualTo(404);
        assertThat(ids(get(path))).containsExactly(added.get(1));
        assertThat(Rows.number("SELECT count(*) FROM chunk WHERE execution_id = $1", execution))
                .isEqualTo(1);
    }

    @Test
    void none_isNotFound() {
        assertThat(Bytes.get(path + "/latest").statusCode()).isEqualTo(404);
        assertThat(Bytes.get(path + "/newest").statusCode()).isEqualTo(404);
        assertThat(Bytes.get(path + "/" + UUID.randomUUID()).statusCode()).isEqualTo(404);
        assertThat(send("DELETE", path + "/latest", null).status()).isEqualTo(404);
        assertThat(get(path).at("/items").size()).isZero();
        assertThat(get(path).at("/nextCursor").isNull()).isTrue();
        String unknown = ext("no-" + id) + "/snapshots";
        assertThat(get(unknown).status()).isEqualTo(404);
        assertThat(Bytes.post(unknown, new byte[] {1}).statusCode()).isEqualTo(404);
    }

    @Test
    void snapshotsOfOtherExecutions_areNotTold() {
        List<String> added = add(1);
        String other = fresh();
        report(other, "");

        assertThat(Bytes.get(ext(other) + "/snapshots/" + added.get(0)).statusCode())
                .isEqualTo(404);
    }

    private List<String> add(int number) {
        List<String> added = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            Answer answer = send("POST", path, new byte[] {(byte) i});
            assertThat(answer.status()).isEqualTo(201);
            added.add(answer.text("/snapshot"));
        }
        return added;
    }

    private static List<String> ids(Answer page) {
        List<String> ids = new ArrayList<>();
        for (JsonNode item : page.at("/items")) {
            ids.add(item.get("snapshot").asText());
        }
        return ids;
    }
}
