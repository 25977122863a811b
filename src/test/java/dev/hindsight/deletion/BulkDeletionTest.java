package dev.hindsight.deletion;

import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.post;
import static dev.hindsight.fixture.Api.postRaw;
import static dev.hindsight.fixture.Api.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hindsight.access.Caller;
import dev.hindsight.access.Role;
import dev.hindsight.filter.ExecutionFilter;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.AtOnce;
import dev.hindsight.fixture.HeldExecution;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import dev.hindsight.fixture.Someone;
import dev.hindsight.namespace.Namespace;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many executions that are deleted at once. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class BulkDeletionTest {

    /** External ids that lead to no execution; other tests may have left some. */
    private static final String UNUSED_NAMES =
            "SELECT count(*) FROM external_id x LEFT JOIN execution e ON e.id = x.execution_id"
                    + " WHERE e.id IS NULL";

    private static final String DELETE = Api.EXECUTIONS + "/delete";

    /** Executions of a workflow, alternately minted yesterday and today, with a step and a line each. */
    private static final String FILL =
            """
            WITH e AS (
              INSERT INTO execution (namespace_id, version, id, created_at, updated_at, started_at,
                status, workflow_id, external_id)
              SELECT 1, 1, (lpad(to_hex(floor(extract(epoch FROM at) * 1000)::bigint), 12, '0')
                || '7000' || '8' || substr(md5($1::text || n), 1, 15))::uuid, at, at, at, 2, $1,
                $1 || '-' || n
              FROM generate_series(1, $2::integer) AS n,
                LATERAL (SELECT CASE n % 2 WHEN 0 THEN now() ELSE
                  date_trunc('day', now(), 'UTC') - interval '1 hour' END AS at) AS t
              RETURNING *
            ), x AS (
              INSERT INTO external_id (namespace_id, external_id, execution_id)
              SELECT 1, external_id, id FROM e
            ), s AS (
              INSERT INTO step (namespace_id, execution_id, key, attempt, version, created_at, status,
                node_id)
              SELECT 1, id, 'k', 1, 1, now(), 2, 'n' FROM e
            )
            INSERT INTO log (namespace_id, execution_id, sequence, logged_at, level)
            SELECT 1, id, 0, now(), 2 FROM e
            """;

    @Inject DeletionService service;

    private final String workflow = fresh();

    private String of(String execution) {
        return get(ext(execution)).text("/deletedAt");
    }

    private Answer reported(String externalId, String members) {
        return post(
                Api.EXECUTIONS,
                "{'externalId': '%s', 'workflowId': '%s'%s}"
                        .formatted(externalId, workflow, members));
    }

    private long left() {
        return Rows.number(
                "SELECT count(*) FROM execution WHERE workflow_id = $1 AND deleted_at IS NULL",
                workflow);
    }

    private String filter() {
        return "'filter': {'workflowId': '%s'}".formatted(workflow);
    }

    @Test
    void deletion_isOfWhatMatches() {
        String failed = fresh();
        String completed = fresh();
        reported(failed, ", 'status': 'failed'");
        reported(completed, ", 'status': 'completed'");

        Answer answer =
                post(
                        DELETE,
                        "{'filter': {'workflowId': ['%s'], 'status': ['failed']}}"
                                .formatted(workflow));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().toString()).isEqualTo("{\"deleted\":1}");
        assertThat(of(failed)).isNotEqualTo("null");
        assertThat(get(ext(failed)).text("/version")).isEqualTo("2");
        assertThat(of(completed)).isEqualTo("null");
    }

    @Test
    void again_deletesNothing() {
        reported(fresh(), "");
        post(DELETE, "{%s}".formatted(filter()));

        assertThat(post(DELETE, "{%s}".formatted(filter())).text("/deleted")).isEqualTo("0");
        assertThat(
                        post(
                                        DELETE,
                                        "{'filter': {'workflowId': '%s', 'deleted': 'any'}}"
                                                .formatted(workflow))
                                .text("/deleted"))
                .isEqualTo("0");
    }

    @Test
    void purge_ofWhatIsDeleted() {
        String deleted = fresh();
        String uuid = reported(deleted, "").text("/id");
        String kept = reported(fresh(), "").text("/id");
        Api.send("DELETE", ext(deleted), null);

        Answer answer =
                post(
                        DELETE,
                        "{'filter': {'workflowId': '%s', 'deleted': true}, 'purge': true}"
                                .formatted(workflow));

        assertThat(answer.text("/deleted")).isEqualTo("1");
        assertThat(Leftovers.of(uuid)).isEmpty();
        assertThat(Leftovers.of(kept)).hasSize(2);
    }

    @Test
    void purge_ofBoth() {
        String deleted = fresh();
        reported(deleted, "");
        reported(fresh(), "");
        Api.send("DELETE", ext(deleted), null);

        Answer answer =
                post(
                        DELETE,
                        "{'filter': {'workflowId': '%s', 'deleted': 'any'}, 'purge': true}"
                                .formatted(workflow));

        assertThat(answer.text("/deleted")).isEqualTo("2");
    }

    @Test
    void namesAndExternalIds_areLookedUp() {
        String one = fresh();
        String two = fresh();
        reported(one, ", 'workflowName': 'Orders of %s'".formatted(workflow));
        reported(two, ", 'workflowName': 'Else'");

        assertThat(
                        post(
                                        DELETE,
                                        "{'filter': {'workflowName': 'orders of %s'}}"
                                                .formatted(workflow))
                                .text("/deleted"))
                .isEqualTo("1");
        assertThat(
                        post(
                                        DELETE,
                                        "{'filter': {'externalId': ['%s', '%s', 'none']}}"
                                                .formatted(one, two))
                                .text("/deleted"))
                .isEqualTo("1");
        assertThat(post(DELETE, "{'filter': {'externalId': 'none'}}").text("/deleted"))
                .isEqualTo("0");
        assertThat(post(DELETE, "{'filter': {'workflowName': 'no such'}}").text("/deleted"))
                .isEqualTo("0");
    }

    @Test
    void bulk_isToldOnceABatch() {
        Rows.run(FILL, workflow, 700);
        long before = Rows.number("SELECT coalesce(max(id), 0) FROM change");

        assertThat(post(DELETE, "{%s}".formatted(filter())).text("/deleted")).isEqualTo("700");

        assertThat(
                        Rows.texts(
                                "SELECT concat_ws(' ', kind, version, execution_id, prev)"
                                        + " FROM change WHERE id > $1 ORDER BY id",
                                before))
                .containsExactly(
                        "5 0 00000000-0000-0000-0000-000000000000 {\"count\": 350, \"policy\": null}",
                        "5 0 00000000-0000-0000-0000-000000000000 {\"count\": 350, \"policy\": null}");
    }

    @Test
    void otherNamespaces_stay() {
        reported(fresh(), "");
        Caller stranger = Someone.of(4_711, Role.ADMIN);

        assertThat(
                        service.deleteAll(
                                        stranger,
                                        new DeletionRequest(ExecutionFilter.ALL, true, null))
                                .await()
                                .indefinitely())
                .isZero();
        assertThat(left()).isEqualTo(1);
    }

    @Test
    void writer_isForbidden() {
        Caller writer = Someone.of(Namespace.DEFAULT_ID, Role.WRITER);
        DeletionRequest all = new DeletionRequest(ExecutionFilter.ALL, false, null);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> service.deleteAll(writer, all).await().indefinitely())
                .extracting(ProblemException::type)
                .isEqualTo(ProblemType.FORBIDDEN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|/all",
                "{'filter': {}}|/all",
                "{'filter': null}|/all",
                "{'all': false}|/all",
                "{'filter': {'deleted': 'any'}, 'purge': true}|/all",
                "{'filter': {'status': null}}|/all",
                "{'filter': {'worklowId': 'w'}}|/filter/worklowId",
                "{'filter': {'worklowId': 'w'}, 'all': true}|/filter/worklowId",
                "{'filter': {'status': 'none'}}|/filter/status",
                "{'filter': {'status': []}, 'all': true}|/filter/status",
                "{'filter': {'workflowId': ['a', 1]}}|/filter/workflowId/1",
                "{'filter': {'orderBy': 'startedAt'}, 'all': true}|/filter/orderBy",
                "{'filter': []}|/filter",
                "{'filter': 'status=failed'}|/filter",
                "{'filters': {'status': 'failed'}, 'all': true}|/filters",
                "{'purge': 'true', 'all': true}|/purge",
                "{'all': 1}|/all",
                "{'all': 'true'}|/all",
                "[]|''"
            })
    void bodyThatIsNotValid_isRefusedAtItsPlace(String body, String pointer) {
        reported(fresh(), "");

        Answer answer = post(DELETE, body.replace("''", "'"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/errors").findValuesAsText("pointer"))
                .containsExactly(pointer.replace("'", ""));
        assertThat(left()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"'',400", "'{',400", "'{} {}',400", "nonsense,400"})
    void bodyThatIsNoJson_isRefused(String body, int status) {
        assertThat(postRaw(DELETE, body).status()).isEqualTo(status);
    }

    @Test
    void anotherType_isRefused() {
        assertThat(
                        Api.send(
                                        "POST",
                                        DELETE,
                                        Api.json("{'all': true}"),
                                        "Content-Type",
                                        "text/plain")
                                .status())
                .isEqualTo(415);
    }

    @Test
    void thousands_goWhileOthersCome() throws Exception {
        long before = Leftovers.orphans();
        long unusedBefore = Rows.number(UNUSED_NAMES);
        Rows.run(FILL, workflow, 4_000);

        List<Answer> answers =
                AtOnce.ask(
                        6,
                        i -> {
                            if (i == 0) {
                                return post(DELETE, "{%s, 'purge': true}".formatted(filter()));
                            }
                            Answer last = null;
                            for (int n = 0; n < 60; n++) {
                                // One that goes, one that comes, by turns.
                                String name = n % 2 == 0 ? workflow + "-" + (i + n * 50) : fresh();
                                last =
                                        reported(
                                                name,
                                                ", 'steps': [{'nodeId': 'n'}], 'note': '%d'"
                                                        .formatted(n));
                                assertThat(last.status()).isIn(200, 201);
                            }
                            return last;
                        });

        assertThat(answers.get(0).status()).isEqualTo(200);
        assertThat(answers.get(0).at("/deleted").asInt()).isGreaterThanOrEqualTo(4_000);
        assertThat(
                        Rows.number(
                                "SELECT count(*) FROM execution WHERE workflow_id = $1 AND version = 1"
                                        + " AND note IS NULL",
                                workflow))
                .isZero();
        assertThat(Leftovers.orphans()).isEqualTo(before);
        assertThat(Rows.number(UNUSED_NAMES)).isEqualTo(unusedBefore);
    }

    @Test
    void twoAtOnce_deleteEachOnce() throws Exception {
        Rows.run(FILL, workflow, 3_000);

        List<Answer> answers =
                AtOnce.ask(3, i -> post(DELETE, "{%s, 'purge': %s}".formatted(filter(), i > 0)));

        assertThat(answers).allMatch(answer -> answer.status() == 200);
        // What is deleted softly first may be purged by none: their filter leaves it out.
        assertThat(answers.stream().mapToInt(answer -> answer.at("/deleted").asInt()).sum())
                .isEqualTo(3_000);
        assertThat(left()).isZero();
    }

    @Test
    void whatStopsToMatchWhileItIsWaitedFor_stays() {
        String name = fresh();
        reported(name, "");
        String uuid = get(ext(name)).text("/id");
        try (HeldExecution writer = HeldExecution.of(name)) {
            CompletableFuture<Answer> deletion =
                    CompletableFuture.supplyAsync(
                            () ->
                                    post(
                                            DELETE,
                                            """
                                            {'filter': {'workflowId': '%s', 'status': 'running'},
                                             'purge': true}
                                            """
                                                    .formatted(workflow)));
            writer.awaitWaiters(1);
            writer.run("UPDATE execution SET status = 2 WHERE external_id = $1", name);
            writer.commit();

            assertThat(deletion.join().text("/deleted")).isEqualTo("0");
        }
        assertThat(Leftovers.of(uuid)).hasSize(2);
    }

    @Test
    void all_leavesNothing() {
        reported(fresh(), "");
        report(fresh(), "");

        Answer answer = post(DELETE, "{'filter': {}, 'all': true}");

        assertThat(answer.at("/deleted").asInt()).isGreaterThanOrEqualTo(2);
        assertThat(get(Api.EXECUTIONS + "/counts").text("/total")).isEqualTo("0");
    }
}
