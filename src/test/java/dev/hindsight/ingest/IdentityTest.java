package dev.hindsight.ingest;

import static dev.hindsight.fixture.Api.EXECUTIONS;
import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.patch;
import static dev.hindsight.fixture.Api.post;
import static dev.hindsight.fixture.Api.put;
import static dev.hindsight.fixture.Api.report;
import static dev.hindsight.fixture.Api.segment;
import static dev.hindsight.fixture.Api.send;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.field.JsonText;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import dev.hindsight.partition.Uuid7;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which execution a report is about, and whether it is taken. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class IdentityTest {

    private final String id = fresh();

    private static UUID mintedAt(Instant moment) {
        UUID random = UUID.randomUUID();
        long most =
                moment.toEpochMilli() << 16 | 0x7000 | (random.getMostSignificantBits() & 0xFFF);
        return new UUID(most, random.getLeastSignificantBits());
    }

    private long namesOf(String externalId) {
        return Rows.number("SELECT count(*) FROM external_id WHERE external_id = $1", externalId);
    }

    @Test
    void sameExternalId_merges() {
        Answer first = report(id, "");
        Answer second = report(id, "'note': 'n'");

        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.text("/id")).isEqualTo(first.text("/id"));
        assertThat(first.header("Location")).endsWith(EXECUTIONS + "/" + first.text("/id"));
        assertThat(second.header("Location")).isEmpty();
    }

    @Test
    void anotherWorkflowOrRun_isAConflict() {
        report(id, "'runId': 'r'");

        assertThat(post(EXECUTIONS, "{'externalId': '%s', 'workflowId': 'v'}".formatted(id)))
                .matches(it -> it.text("/type").equals("/problems/conflict"))
                .matches(it -> it.status() == 409);
        assertThat(report(id, "'runId': 's', 'note': 'n'").status()).isEqualTo(409);
        assertThat(report(id, "'runId': 'r'").status()).isEqualTo(200);
        assertThat(get(ext(id)).text("/version")).isEqualTo("1");
    }

    @Test
    void runId_isSetLaterAndStays() {
        report(id, "");

        assertThat(report(id, "'runId': 'r'").text("/runId")).isEqualTo("r");
        assertThat(report(id, "'runId': 's'").status()).isEqualTo(409);
    }

    @Test
    void idAndExternalIdOfDifferentExecutions_areAConflict() {
        String other = fresh();
        String otherId = report(other, "").text("/id");
        report(id, "");
        String unused = fresh();

        assertThat(report(id, "'id': '%s'".formatted(otherId)).status()).isEqualTo(409);
        assertThat(report(id, "'id': '%s'".formatted(mintedAt(Instant.now()))).status())
                .isEqualTo(409);
        assertThat(report(unused, "'id': '%s'".formatted(otherId)).status()).isEqualTo(409);
        assertThat(namesOf(unused)).isZero();
        assertThat(get(ext(other)).text("/version")).isEqualTo("1");
    }

    @Test
    void ownId_isTaken() {
        UUID own = mintedAt(Instant.now().minusSeconds(60));

        Answer answer = report(id, "'id': '%s'".formatted(own));

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.text("/id")).isEqualTo(own.toString());
        assertThat(report(id, "'id': '%s', 'note': 'n'".formatted(own)).status()).isEqualTo(200);
        assertThat(get(EXECUTIONS + "/" + own).text("/externalId")).isEqualTo(id);
    }

    @Test
    void ownId_liesWithinADayBeforeAndFiveMinutesAfter() {
        Instant now = Instant.now();
        Duration day = Duration.ofHours(24);
        for (UUID good :
                new UUID[] {
                    mintedAt(now.minus(day).plusSeconds(30)), mintedAt(now.plusSeconds(270))
                }) {
            assertThat(report(fresh(), "'id': '%s'".formatted(good)).status()).isEqualTo(201);
        }
        for (UUID bad :
                new UUID[] {
                    mintedAt(now.minus(day).minusSeconds(30)), mintedAt(now.plusSeconds(330)),
                    mintedAt(Instant.EPOCH), mintedAt(Instant.parse("9999-01-01T00:00:00Z"))
                }) {
            Answer answer = report(id, "'id': '%s'".formatted(bad));
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text("/errors/0/pointer")).isEqualTo("/id");
        }
        assertThat(namesOf(id)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000000-0000-0000-0000-000000000000",
                "f47ac10b-58cc-4372-a567-0e02b2c3d479",
                "1ec9414c-232a-6b00-b3c8-9e6bdeced846",
                "019aa1b2-0000-7000-0000-000000000000",
                "1-1-1-1-1",
                "",
                "x"
            })
    void idThatIsNoVersion7_is400(String bad) {
        assertThat(report(id, "'id': '%s'".formatted(bad)).status()).isEqualTo(400);
    }

    @Test
    void oldExecution_isStillReportedToByItsId() {
        // A long run: its id is of yesterday, which a client could not bring any more.
        UUID old = mintedAt(Instant.now().minus(Duration.ofHours(23)));
        report(id, "'id': '%s'".formatted(old));
        UUID older = mintedAt(Instant.now().minus(Duration.ofHours(24)).minusSeconds(1));
        assertThat(
                        Rows.run(
                                "WITH moved AS (UPDATE execution SET id = $2 WHERE id = $1 AND"
                                        + " namespace_id = 1 RETURNING id) UPDATE external_id x SET"
                                        + " execution_id = m.id FROM moved m WHERE x.external_id ="
                                        + " $3",
                                old,
                                older,
                                id))
                .isEqualTo(1);

        assertThat(report(id, "'id': '%s'".formatted(older)).status()).isEqualTo(200);
        assertThat(post(EXECUTIONS, "{'id': '%s', 'note': 'n'}".formatted(older)).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/b",
                "a%b",
                "ä😀",
                "a:b",
                "ext:a",
                "x y",
                "a;b=c",
                "a+b",
                "a?b#c",
                "..",
                ".",
                "%2F",
                "a\\b",
                "a,b",
                "\u0001",
                "01a1fbbc-413e-7d2a-b72a-2444dc139a77"
            })
    void externalId_mayBeAnyText(String text) {
        String external = text + fresh();
        for (String it : new String[] {text, external}) {
            byte[] body =
                    ("{\"workflowId\": \"w\", \"externalId\": " + quote(it) + "}").getBytes(UTF_8);
            assertThat(send("POST", EXECUTIONS, body).status()).isIn(200, 201);
            assertThat(get(ext(it)).text("/externalId")).isEqualTo(it);
            assertThat(patch(ext(it), "{'note': 'n'}").status()).isEqualTo(200);
            assertThat(post(ext(it) + "/steps", "{'nodeId': 'n'}").status()).isEqualTo(201);
            assertThat(post(ext(it) + "/logs", "[{}]").status()).isEqualTo(200);
            assertThat(send("POST", ext(it) + "/heartbeat", null).status()).isEqualTo(204);
        }
    }

    private static String quote(String text) {
        return JsonText.quote(text);
    }

    @Test
    void pathThatCanNameNoExecution_is404() {
        String v4 = UUID.randomUUID().toString();
        for (String name :
                new String[] {
                    "x",
                    "ext:",
                    "1",
                    v4,
                    v4.substring(1),
                    "EXT:a",
                    segment("x".repeat(256)),
                    "ext:" + "x".repeat(256)
                }) {
            assertThat(get(EXECUTIONS + "/" + name).status()).as(name).isEqualTo(404);
            assertThat(
                            post(
                                            EXECUTIONS + "/" + name + "/steps",
                                            "{'nodeId': 'n', 'workflowId': 'w'}")
                                    .status())
                    .as(name)
                    .isEqualTo(404);
        }
        assertThat(get(EXECUTIONS + "/ext:a%00b").status()).isIn(400, 404);
    }

    @Test
    void partsOfNothing_are404_unlessTheySayTheWorkflow() {
        assertThat(post(ext(id) + "/steps", "{'nodeId': 'n'}").status()).isEqualTo(404);
        assertThat(post(ext(id) + "/steps", "[]").status()).isEqualTo(404);
        assertThat(put(ext(id) + "/steps/k", "{'nodeId': 'n'}").status()).isEqualTo(404);
        assertThat(patch(ext(id) + "/steps/k", "{'workflowId': 'w'}").status()).isEqualTo(404);
        assertThat(post(ext(id) + "/logs", "[{'message': 'm'}]").status()).isEqualTo(404);
        assertThat(send("POST", ext(id) + "/heartbeat", null).status()).isEqualTo(404);
        assertThat(post(ext(id) + "/heartbeat", "{}").status()).isEqualTo(404);
        assertThat(namesOf(id)).isZero();

        assertThat(
                        post(
                                        ext(id) + "/steps",
                                        "[{'nodeId': 'n'}, {'nodeId': 'm', 'workflowId': 'w'}]")
                                .status())
                .isEqualTo(201);

        assertThat(get(ext(id)).text("/workflowId")).isEqualTo("w");
        assertThat(get(ext(id)).text("/status")).isEqualTo("running");
    }

    @Test
    void lineAndHeartbeat_beginAnExecutionToo() {
        String other = fresh();
        String third = fresh();

        assertThat(post(ext(id) + "/logs", "[{'workflowId': 'w', 'message': 'm'}]").status())
                .isEqualTo(200);
        assertThat(post(ext(other) + "/heartbeat", "{'workflowId': 'w'}").status()).isEqualTo(204);
        assertThat(put(ext(third) + "/steps/k", "{'nodeId': 'n', 'workflowId': 'w'}").status())
                .isEqualTo(201);

        assertThat(get(ext(id) + "/logs").at("/items").size()).isEqualTo(1);
        assertThat(get(ext(other)).at("/lastHeartbeatAt").isNull()).isFalse();
        assertThat(get(ext(third) + "/steps/k").status()).isEqualTo(200);
        UUID own = mintedAt(Instant.now());
        assertThat(
                        post(
                                        EXECUTIONS + "/" + own + "/steps",
                                        "{'nodeId': 'n', 'workflowId': 'w'}")
                                .status())
                .isEqualTo(201);
        UUID old = mintedAt(Instant.now().minus(Duration.ofDays(2)));
        assertThat(
                        post(
                                        EXECUTIONS + "/" + old + "/steps",
                                        "{'nodeId': 'n', 'workflowId': 'w'}")
                                .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"''", "3", "'\\u0000'", "['w']"})
    void workflowOfAPart_isChecked(String workflow) {
        String member = "'workflowId': " + workflow;

        assertThat(post(ext(id) + "/steps", "{'nodeId': 'n', %s}".formatted(member)).status())
                .isEqualTo(400);
        assertThat(post(ext(id) + "/logs", "[{%s}]".formatted(member)).status()).isEqualTo(400);
        assertThat(post(ext(id) + "/heartbeat", "{%s}".formatted(member)).status()).isEqualTo(400);
    }

    @Test
    void refusedStep_beginsNothing() {
        assertThat(put(ext(id) + "/steps/k", "{'workflowId': 'w'}").status()).isEqualTo(400);

        assertThat(get(ext(id)).status()).isEqualTo(404);
        assertThat(namesOf(id)).isZero();
    }

    @Test
    void refusedReport_leavesNothing() {
        String unused = fresh();
        String other = report(id, "").text("/id");
        String body =
                "'id': '%s', 'input': 1, 'steps': [{'nodeId': 'n', 'output': 1}], 'logs': [{}]"
                        .formatted(other);

        assertThat(report(unused, body).status()).isEqualTo(409);
        assertThat(
                        post(
                                        EXECUTIONS,
                                        "{'externalId': '%s', 'steps': [{'nodeId': 'n'}]}"
                                                .formatted(unused))
                                .status())
                .isEqualTo(400);

        assertThat(namesOf(unused)).isZero();
        UUID owner = UUID.fromString(other);
        for (String table : new String[] {"step", "step_payload", "log", "execution_payload"}) {
            assertThat(
                            Rows.number(
                                    "SELECT count(*) FROM %s WHERE execution_id = $1"
                                            .formatted(table),
                                    owner))
                    .as(table)
                    .isZero();
        }
    }

    @Test
    void softDeletedExecution_mergesUnseen() {
        report(id, "");
        Rows.run("UPDATE execution SET deleted_at = now() WHERE external_id = $1", id);

        Answer answer = report(id, "'status': 'completed', 'note': 'n'");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(post(ext(id) + "/steps", "{'nodeId': 'n'}").status()).isEqualTo(201);
        assertThat(post(ext(id) + "/logs", "[{}]").status()).isEqualTo(200);
        assertThat(send("POST", ext(id) + "/heartbeat", null).status()).isEqualTo(204);

        Answer stored = get(ext(id));
        assertThat(stored.at("/deletedAt").isNull()).isFalse();
        assertThat(stored.text("/note")).isEqualTo("n");
        assertThat(get(EXECUTIONS + "?externalId=" + id).at("/items").size()).isZero();
    }

    @Test
    void purgedExecution_freesItsExternalId() {
        UUID first = UUID.fromString(report(id, "").text("/id"));
        Rows.run("DELETE FROM external_id WHERE external_id = $1", id);
        Rows.run("DELETE FROM execution WHERE id = $1", first);

        Answer again = report(id, "");

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.text("/id")).isNotEqualTo(first.toString());
    }

    @Test
    void externalIdThatLeadsNowhere_isTakenOver() {
        UUID first = UUID.fromString(report(id, "").text("/id"));
        Rows.run("DELETE FROM execution WHERE id = $1", first);
        assertThat(patch(ext(id), "{'note': 'n'}").status()).isEqualTo(404);
        assertThat(post(ext(id) + "/steps", "{'nodeId': 'n'}").status()).isEqualTo(404);
        assertThat(report(id, "", "If-Match", "\"1\"").status()).isEqualTo(412);

        Answer again = report(id, "");

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.text("/id")).isNotEqualTo(first.toString());
        assertThat(get(ext(id)).text("/id")).isEqualTo(again.text("/id"));
        assertThat(namesOf(id)).isEqualTo(1);
    }

    @Test
    void removedExecution_answers410_andAReportBeginsAnew() {
        UUID first = UUID.fromString(report(id, "").text("/id"));
        Rows.run("DELETE FROM execution WHERE id = $1", first);
        Rows.run(
                "UPDATE external_id SET removed_at = $2, removed_by = 'default' WHERE external_id ="
                        + " $1",
                id,
                OffsetDateTime.now(UTC));

        for (Answer answer :
                new Answer[] {
                    patch(ext(id), "{'note': 'n'}"),
                    post(ext(id) + "/steps", "{'nodeId': 'n'}"),
                    post(ext(id) + "/steps", "{'nodeId': 'n', 'workflowId': 'w'}"),
                    post(ext(id) + "/logs", "[{'workflowId': 'w'}]"),
                    post(ext(id) + "/heartbeat", "{'workflowId': 'w'}"),
                    get(ext(id))
                }) {
            assertThat(answer.status()).isEqualTo(410);
            assertThat(answer.text("/type")).isEqualTo("/problems/gone");
            assertThat(answer.text("/policy")).isEqualTo("default");
        }
        String other = report(fresh(), "").text("/id");
        assertThat(report(id, "'id': '%s'".formatted(other)).status()).isEqualTo(409);
        assertThat(get(ext(id)).status()).isEqualTo(410);

        Answer again = report(id, "");

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.text("/id")).isNotEqualTo(first.toString());
        assertThat(get(ext(id)).status()).isEqualTo(200);
    }

    @Test
    void reportWithoutAWorkflow_beginsNothing_andSaysWhatItNeeds() {
        Answer answer = post(EXECUTIONS, "{'externalId': '%s'}".formatted(id));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/errors/0/pointer")).isEqualTo("/workflowId");
        report(id, "");
        assertThat(post(EXECUTIONS, "{'externalId': '%s', 'note': 'n'}".formatted(id)).status())
                .isEqualTo(200);
    }

    @Test
    void idOfTheServer_isMintedWhenFirstReported() {
        UUID minted = UUID.fromString(report(id, "'startedAt': 1000").text("/id"));

        assertThat(Uuid7.is(minted)).isTrue();
        assertThat(Uuid7.timeOf(minted))
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
        assertThat(Api.get(EXECUTIONS + "/" + minted.toString().toUpperCase(Locale.ROOT)).status())
                .isEqualTo(200);
    }
}
