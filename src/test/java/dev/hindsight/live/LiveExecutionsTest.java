package dev.hindsight.live;

import static dev.hindsight.fixture.Api.EXECUTIONS;
import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.patch;
import static dev.hindsight.fixture.Api.post;
import static dev.hindsight.fixture.Api.report;
import static dev.hindsight.fixture.Api.send;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who watches executions hears what becomes of them. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class LiveExecutionsTest {

    private final String run = fresh();
    private LiveClient client;

    @BeforeEach
    void dial() {
        client = LiveClient.greeted();
    }

    @AfterEach
    void hangUp() {
        client.close();
    }

    /** Watches what this test begins, narrowed by more members of the filter; tells the snapshot. */
    private JsonNode watch(String members) {
        client.say(
                "{'type': 'subscribe', 'id': 's', 'topic': 'executions', 'filter': {'createdBy': '%s'%s}}"
                        .formatted(run, members));
        return client.next("snapshot");
    }

    private String begin(String name, String members) {
        return report(run + name, "'createdBy': '" + run + "'" + members).text("/id");
    }

    @Test
    void theSnapshot_isTheNewestOfTheList() {
        IntStream.range(0, 3).forEach(i -> begin("-" + i, ""));
        JsonNode listed = get(EXECUTIONS + "?limit=2&createdBy=" + run).at("/items");
        client.say(
                "{'type': 'subscribe', 'id': 's', 'topic': 'executions', 'snapshot': 2, 'filter': {'createdBy': ['%s']}}"
                        .formatted(run));

        JsonNode snapshot = client.next("snapshot");

        assertThat(snapshot.path("id").asText()).isEqualTo("s");
        assertThat(snapshot.path("items").toString()).isEqualTo(listed.toString());
        assertThat(snapshot.path("cursor").asText()).isNotEmpty();
    }

    @Test
    void anExecution_isHeardOfFromItsBeginningToItsEnd() {
        assertThat(watch("").path("items")).isEmpty();

        String id = begin("", ", 'labels': {'team': 'a'}");
        JsonNode created = client.event(id);
        patch(ext(run), "{'note': 'slow'}");
        JsonNode updated = client.event(id);
        patch(ext(run), "{'status': 'failed', 'error': {'message': 'no'}}");
        JsonNode failed = client.event(id);

        assertThat(created.path("kind").asText()).isEqualTo("execution.created");
        assertThat(created.path("version").asInt()).isEqualTo(1);
        assertThat(created.path("at").asText()).endsWith("Z");
        assertThat(updated.path("kind").asText()).isEqualTo("execution.updated");
        assertThat(updated.at("/item/note").asText()).isEqualTo("slow");
        assertThat(failed.path("kind").asText()).isEqualTo("execution.failed");
        assertThat(failed.path("version").asInt()).isEqualTo(3);
        JsonNode listed = get(EXECUTIONS + "?createdBy=" + run).at("/items/0");
        assertThat(failed.path("item").toString()).isEqualTo(listed.toString());
        assertThat(failed.has("leaves")).isFalse();
    }

    @Test
    void aLabelThatIsNamedLikeTheStatus_isNoNews_ofHowItEnded() {
        watch("");
        String id = begin("", ", 'status': 'completed', 'labels': {'status': 'draft'}");
        client.event(id);

        patch(ext(run), "{'labels': {'status': 'final'}}");

        assertThat(client.event(id).path("kind").asText()).isEqualTo("execution.updated");
    }

    @Test
    void aChangeThatCannotBeRead_holdsUpNobody() {
        String id = begin("", "");
        watch("");
        JsonNode reset;
        try (LiveClient other = LiveClient.greeted()) {
            other.say(
                    "{'type': 'subscribe', 'id': 'one', 'topic': 'execution', 'execution': '%s'}"
                            .formatted(id));
            other.next("snapshot");
            Rows.run("ALTER TABLE step RENAME COLUMN node_type TO renamed");
            Rows.run(
                    "INSERT INTO change (changed_at, execution_id, namespace_id, version, kind, step_key, attempt)"
                            + " SELECT now(), e.id, e.namespace_id, 1, 2, 'k', 1"
                            + " FROM execution e WHERE e.id = $1",
                    UUID.fromString(id));
            reset = client.next("reset");
            client.next("snapshot");
        } finally {
            Rows.run("ALTER TABLE step RENAME COLUMN renamed TO node_type");
        }
        patch(ext(run), "{'note': 'behind it'}");

        assertThat(reset.path("reason").asText()).isEqualTo("overflow");
        assertThat(client.event(id).at("/item/note").asText()).isEqualTo("behind it");
    }

    @Test
    void aReplay_isARequest_inPlaceOfABeginning() {
        watch("");
        String first = begin("", ", 'status': 'failed', 'input': 1");
        assertThat(client.event(first).path("kind").asText()).isEqualTo("execution.created");

        String id = post(ext(run) + "/replay", "{'createdBy': '%s'}".formatted(run)).text("/id");
        JsonNode requested = client.event(id);
        patch(EXECUTIONS + "/" + id, "{'status': 'running'}");
        JsonNode taken = client.event(id);
        String own = begin("-own", ", 'replayOf': '%s'".formatted(first));
        JsonNode reported = client.event(own);

        assertThat(requested.path("kind").asText()).isEqualTo("execution.replay_requested");
        assertThat(requested.path("version").asInt()).isEqualTo(1);
        assertThat(requested.at("/item/status").asText()).isEqualTo("pending");
        assertThat(requested.at("/item/replayOf").asText()).isEqualTo(first);
        assertThat(requested.at("/item/input").isMissingNode()).isTrue();
        assertThat(taken.path("kind").asText()).isEqualTo("execution.updated");
        assertThat(reported.path("kind").asText()).isEqualTo("execution.created");
    }

    @Test
    void whoWaitsForRequests_hearsThemAfterACut() {
        String cursor = watch(", 'status': 'pending'").path("cursor").asText();
        client.close();
        begin("", ", 'status': 'failed'");
        String id = post(ext(run) + "/replay", "{'createdBy': '%s'}".formatted(run)).text("/id");
        patch(EXECUTIONS + "/" + id, "{'note': 'before anybody heard of it'}");

        client = LiveClient.greeted();
        client.say(
                ("{'type': 'subscribe', 'id': 's', 'topic': 'executions', 'resume': '%s', 'filter':"
                                + " {'createdBy': '%s', 'status': 'pending'}}")
                        .formatted(cursor, run));
        client.next("resumed");
        JsonNode requested = client.event(id);

        assertThat(requested.path("kind").asText()).isEqualTo("execution.replay_requested");
        assertThat(requested.path("version").asInt()).isEqualTo(2);
    }

    @Test
    void whatMatchesNoMore_leaves_andWhatNeverDid_isNotHeardOf() {
        watch(", 'status': 'running', 'label': {'team': 'a'}");

        begin("-other", ", 'labels': {'team': 'b'}");
        String id = begin("", ", 'labels': {'team': 'a'}");
        assertThat(client.event(id).has("leaves")).isFalse();
        patch(ext(run), "{'labels': {'team': 'b'}}");
        JsonNode moved = client.event(id);
        patch(ext(run), "{'labels': {'team': 'a'}}");
        JsonNode back = client.event(id);
        patch(ext(run), "{'status': 'completed'}");
        JsonNode ended = client.event(id);
        patch(ext(run), "{'note': 'unseen'}");
        String last = begin("-last", ", 'labels': {'team': 'a'}");
        List<JsonNode> after =
                client.eventsUntil(event -> event.path("execution").asText().equals(last));

        assertThat(moved.path("leaves").asBoolean()).isTrue();
        assertThat(back.has("leaves")).isFalse();
        assertThat(ended.path("leaves").asBoolean()).isTrue();
        assertThat(ended.path("kind").asText()).isEqualTo("execution.completed");
        assertThat(after).hasSize(1);
    }

    @Test
    void deletionAndRestoration_areHeardOf() {
        watch("");
        String id = begin("", "");
        client.event(id);

        send("DELETE", ext(run), null);
        JsonNode deleted = client.event(id);
        post(ext(run) + "/restore", "{}");
        JsonNode restored = client.event(id);
        send("DELETE", ext(run) + "?purge=true", null);
        JsonNode removed = client.event(id);

        assertThat(deleted.path("kind").asText()).isEqualTo("execution.deleted");
        assertThat(deleted.path("leaves").asBoolean()).isTrue();
        assertThat(restored.path("kind").asText()).isEqualTo("execution.restored");
        assertThat(removed.path("kind").asText()).isEqualTo("executions.removed");
        assertThat(removed.has("version")).isFalse();
    }

    @Test
    void aDeletionOfMany_isOneEvent() {
        watch("");
        String last = "";
        for (int i = 0; i < 3; i++) {
            last = begin("-" + i, "");
        }
        client.event(last);

        post(
                EXECUTIONS + "/delete",
                "{'filter': {'createdBy': '%s'}, 'purge': true}".formatted(run));
        List<JsonNode> heard =
                client.eventsUntil(
                        event -> event.path("kind").asText().equals("executions.removed"));

        assertThat(heard.get(heard.size() - 1).path("count").asInt()).isEqualTo(3);
        assertThat(heard.get(heard.size() - 1).has("item")).isFalse();
    }

    @Test
    void whoComesBackWithACursor_hearsWhatHappenedMeanwhile_andThatAlone() {
        watch("");
        String before = begin("-before", "");
        JsonNode frame = client.next("events");
        assertThat(frame.at("/events/0/execution").asText()).isEqualTo(before);
        String cursor = frame.path("cursor").asText();
        client.close();
        String meanwhile = begin("-meanwhile", "");
        patch(ext(run + "-before"), "{'note': 'meanwhile'}");

        try (LiveClient again = LiveClient.greeted()) {
            again.say(
                    "{'type': 'subscribe', 'id': 'r', 'topic': 'executions', 'filter': {'createdBy': '%s'}, 'resume': '%s'}"
                            .formatted(run, cursor));
            assertThat(again.next("resumed").path("id").asText()).isEqualTo("r");
            List<JsonNode> heard =
                    again.eventsUntil(event -> event.at("/item/note").asText().equals("meanwhile"));
            String after = begin("-after", "");

            assertThat(heard).hasSize(2);
            assertThat(heard.get(0).path("execution").asText()).isEqualTo(meanwhile);
            assertThat(again.event(after).path("version").asInt()).isEqualTo(1);
        }
    }

    @Test
    void oneExecution_isWatchedWithItsSteps() {
        String id = begin("", ", 'steps': [{'key': 'a', 'nodeId': 'n', 'input': {'secret': 1}}]");
        client.say(
                "{'type': 'subscribe', 'id': 'one', 'topic': 'execution', 'execution': 'ext:%s'}"
                        .formatted(run));
        JsonNode snapshot = client.next("snapshot");
        post(ext(run) + "/steps", "{'key': 'b', 'nodeId': 'n', 'status': 'running'}");
        JsonNode begun = client.event(id);
        post(ext(run) + "/steps", "{'key': 'b', 'nodeId': 'n', 'attempt': 2}");
        JsonNode second = client.event(id);
        patch(ext(run), "{'status': 'cancelled'}");
        JsonNode cancelled = client.event(id);

        assertThat(snapshot.at("/execution/id").asText()).isEqualTo(id);
        assertThat(snapshot.at("/steps/0/key").asText()).isEqualTo("a");
        assertThat(snapshot.at("/steps/0").has("input")).isFalse();
        assertThat(begun.path("kind").asText()).isEqualTo("step.upserted");
        assertThat(begun.path("step").asText()).isEqualTo("b");
        assertThat(begun.path("attempt").asInt()).isEqualTo(1);
        assertThat(begun.path("version").asInt()).isEqualTo(1);
        assertThat(begun.at("/item/status").asText()).isEqualTo("running");
        assertThat(second.path("attempt").asInt()).isEqualTo(2);
        assertThat(cancelled.path("kind").asText()).isEqualTo("execution.cancelled");
    }
}
