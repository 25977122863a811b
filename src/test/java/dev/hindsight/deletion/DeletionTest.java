package dev.hindsight.deletion;

import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.patch;
import static dev.hindsight.fixture.Api.post;
import static dev.hindsight.fixture.Api.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.access.Caller;
import dev.hindsight.access.Role;
import dev.hindsight.execution.ExecutionRef;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.AtOnce;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import dev.hindsight.fixture.Someone;
import dev.hindsight.namespace.Namespace;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One execution that is deleted, restored, removed. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class DeletionTest {

    @Inject DeletionService service;

    private final String id = fresh();

    private static Answer delete(String path, String... headers) {
        return Api.send("DELETE", path, null, headers);
    }

    private static Answer purge(String path) {
        return delete(path + "?purge=true");
    }

    private static Answer restore(String path, String... headers) {
        return Api.send("POST", path + "/restore", null, headers);
    }

    /** An execution with rows in every table. */
    private String whole() {
        String uuid =
                report(
                                id,
                                """
                                'input': {'a': 1}, 'dag': {'nodes': []},
                                'steps': [{'key': 'k', 'nodeId': 'n', 'output': 1}],
                                'logs': [{'message': 'm'}, {'message': 'n'}]
                                """)
                        .text("/id");
        post(ext(id) + "/heartbeat", "{}");
        assertThat(Leftovers.of(uuid)).hasSize(8);
        return uuid;
    }

    /** The change rows of an execution: kind, version and what was before. */
    private static List<String> changes(String uuid) {
        return Rows.texts(
                "SELECT concat_ws(' ', kind, version, prev) FROM change"
                        + " WHERE execution_id = $1 AND kind NOT IN (2, 6) ORDER BY id",
                UUID.fromString(uuid));
    }

    @Nested
    class Softly {

        @Test
        void deletion_keepsTheExecutionButLeavesItOutOfLists() {
            String uuid = whole();

            assertThat(delete(ext(id)).status()).isEqualTo(204);

            Answer found = get(ext(id) + "?include=steps,logs");
            assertThat(found.status()).isEqualTo(200);
            assertThat(found.text("/deletedAt")).isEqualTo(found.text("/updatedAt"));
            assertThat(found.text("/version")).isEqualTo("2");
            assertThat(found.at("/steps").size()).isEqualTo(1);
            assertThat(found.at("/logs").size()).isEqualTo(2);
            assertThat(get(Api.EXECUTIONS + "?externalId=" + id).at("/items")).isEmpty();
            assertThat(get(Api.EXECUTIONS + "/counts?externalId=" + id).text("/total"))
                    .isEqualTo("0");
            assertThat(get(Api.EXECUTIONS + "?deleted=true&externalId=" + id).text("/items/0/id"))
                    .isEqualTo(uuid);
        }

        @Test
        void again_changesNothing() {
            String uuid = report(id, "").text("/id");
            delete(ext(id));
            String deletedAt = get(ext(id)).text("/deletedAt");

            assertThat(delete(Api.EXECUTIONS + "/" + uuid).status()).isEqualTo(204);

            assertThat(get(ext(id)).text("/deletedAt")).isEqualTo(deletedAt);
            assertThat(get(ext(id)).text("/version")).isEqualTo("2");
            assertThat(changes(uuid)).containsExactly("0 1", "3 2 {\"deleted\": false}");
        }

        @Test
        void reports_mergeUnseen() {
            report(id, "");
            delete(ext(id));

            assertThat(report(id, "'note': 'late'").status()).isEqualTo(200);
            assertThat(patch(ext(id), "{'status': 'completed'}").status()).isEqualTo(200);
            assertThat(post(ext(id) + "/steps", "{'nodeId': 'n'}").status()).isEqualTo(201);

            Answer found = get(ext(id));
            assertThat(found.text("/note")).isEqualTo("late");
            assertThat(found.text("/status")).isEqualTo("completed");
            assertThat(found.at("/deletedAt").isNull()).isFalse();
            assertThat(get(Api.EXECUTIONS + "?externalId=" + id).at("/items")).isEmpty();
        }

        @Test
        void ofAnotherVersion_isRefused() {
            report(id, "");

            assertThat(delete(ext(id), "If-Match", "\"2\"").status()).isEqualTo(412);
            assertThat(delete(ext(id) + "?purge=true", "If-Match", "\"2\"").status())
                    .isEqualTo(412);
            assertThat(delete(ext(id), "If-Match", "2").status()).isEqualTo(400);
            assertThat(get(ext(id)).at("/deletedAt").isNull()).isTrue();

            assertThat(delete(ext(id), "If-Match", "\"1\"").status()).isEqualTo(204);
            assertThat(restore(ext(id), "If-Match", "\"1\"").status()).isEqualTo(412);
            assertThat(restore(ext(id), "If-Match", "\"2\"").status()).isEqualTo(200);
        }
    }

    @Nested
    class Restoring {

        @Test
        void restoration_bringsItBack() {
            String uuid = report(id, "'input': {'a': 1}").text("/id");
            delete(ext(id));

            Answer restored = restore(ext(id));

            assertThat(restored.status()).isEqualTo(200);
            assertThat(restored.header("ETag")).isEqualTo("\"3\"");
            assertThat(restored.text("/version")).isEqualTo("3");
            assertThat(restored.at("/deletedAt").isNull()).isTrue();
            assertThat(restored.body().has("input")).isFalse();
            assertThat(get(Api.EXECUTIONS + "?externalId=" + id).text("/items/0/id"))
                    .isEqualTo(uuid);
            assertThat(changes(uuid))
                    .containsExactly("0 1", "3 2 {\"deleted\": false}", "4 3 {\"deleted\": true}");
        }

        @Test
        void ofWhatIsNotDeleted_changesNothing() {
            report(id, "");
            post(ext(id) + "/heartbeat", "{}");

            Answer restored = restore(ext(id));

            assertThat(restored.status()).isEqualTo(200);
            assertThat(restored.header("ETag")).isEqualTo("\"1\"");
            assertThat(restored.at("/lastHeartbeatAt").isNull()).isFalse();
        }

        @Test
        void ofWhatIsPurged_isNotFound() {
            String uuid = report(id, "").text("/id");
            delete(ext(id));
            purge(ext(id));

            assertThat(restore(ext(id)).status()).isEqualTo(404);
            assertThat(restore(Api.EXECUTIONS + "/" + uuid).status()).isEqualTo(404);
        }
    }

    @Nested
    class ForGood {

        @Test
        void purge_removesEveryRow() {
            String uuid = whole();

            assertThat(purge(ext(id)).status()).isEqualTo(204);

            assertThat(Leftovers.of(uuid)).isEmpty();
            assertThat(get(ext(id)).status()).isEqualTo(404);
            assertThat(get(Api.EXECUTIONS + "/" + uuid).status()).isEqualTo(404);
            assertThat(get(Api.EXECUTIONS + "/" + uuid + "/steps").status()).isEqualTo(404);
            assertThat(changes(uuid)).endsWith("5 0 {\"count\": 1, \"policy\": null}");
        }

        @Test
        void again_isNotFound() {
            String uuid = whole();
            purge(ext(id));

            assertThat(purge(ext(id)).status()).isEqualTo(404);
            assertThat(purge(Api.EXECUTIONS + "/" + uuid).status()).isEqualTo(404);
            assertThat(delete(Api.EXECUTIONS + "/" + uuid).status()).isEqualTo(404);
        }

        @Test
        void ofWhatIsDeleted_works() {
            String uuid = whole();
            delete(ext(id));

            assertThat(purge(ext(id)).status()).isEqualTo(204);

            assertThat(Leftovers.of(uuid)).isEmpty();
        }

        @Test
        void externalId_isFree() {
            String uuid = whole();
            purge(ext(id));

            Answer again = report(id, "'note': 'new'");

            assertThat(again.status()).isEqualTo(201);
            assertThat(again.text("/id")).isNotEqualTo(uuid);
            assertThat(get(ext(id) + "/steps").at("/items")).isEmpty();
            assertThat(get(ext(id)).text("/version")).isEqualTo("1");
        }

        @Test
        void anotherExecution_stays() {
            String uuid = whole();
            String other = report(fresh(), "'input': 1, 'steps': [{'nodeId': 'n'}]").text("/id");

            purge(Api.EXECUTIONS + "/" + uuid);

            assertThat(Leftovers.of(other)).hasSize(4);
        }

        @Test
        void anotherNamespace_isAsIfItWereNotThere() {
            String uuid = whole();
            Caller stranger = Someone.of(4_711, Role.ADMIN);
            ExecutionRef ref = new ExecutionRef(UUID.fromString(uuid), null);

            assertFails(service.purge(stranger, ref), ProblemType.NOT_FOUND);
            assertFails(service.delete(stranger, ref), ProblemType.NOT_FOUND);
            assertFails(service.restore(stranger, ref), ProblemType.NOT_FOUND);

            assertThat(Leftovers.of(uuid)).hasSize(8);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ext:no-such",
                "/019aa1b2-0000-7000-8000-000000000001",
                "/no-id",
                "/ext:no-such?purge=true"
            })
    void unknownExecution_isNotFound(String path) {
        assertThat(delete(Api.EXECUTIONS + path).status()).isEqualTo(404);
        assertThat(restore(Api.EXECUTIONS + path.replaceAll("\\?.*", "")).status()).isEqualTo(404);
    }

    @Test
    void unknownParameter_isNamed() {
        report(id, "");

        Answer typo = delete(ext(id) + "?prune=true");
        Answer word = delete(ext(id) + "?purge=yes");

        assertThat(typo.status()).isEqualTo(400);
        assertThat(typo.text("/errors/0/pointer")).isEqualTo("prune");
        assertThat(word.status()).isEqualTo(400);
        assertThat(word.text("/errors/0/pointer")).isEqualTo("purge");
        assertThat(get(ext(id)).at("/deletedAt").isNull()).isTrue();
    }

    @Test
    void viewer_isForbidden() {
        report(id, "");
        Caller viewer = Someone.of(Namespace.DEFAULT_ID, Role.VIEWER);
        ExecutionRef ref = new ExecutionRef(null, id);

        assertFails(service.delete(viewer, ref), ProblemType.FORBIDDEN);
        assertFails(service.purge(viewer, ref), ProblemType.FORBIDDEN);
        assertFails(service.restore(viewer, ref), ProblemType.FORBIDDEN);

        assertThat(get(ext(id)).at("/deletedAt").isNull()).isTrue();
    }

    private static void assertFails(Uni<?> answer, ProblemType type) {
        ThrowingCallable asking = () -> answer.await().indefinitely();
        Assertions.assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(asking)
                .extracting(ProblemException::type)
                .isEqualTo(type);
    }

    @Nested
    class AtTheSameMoment {

        private static long with(int status, List<Answer> answers) {
            return answers.stream().filter(answer -> answer.status() == status).count();
        }

        @Test
        void purges_oneRemoves_theOthersFindNothing() throws Exception {
            String uuid = whole();

            List<Answer> answers = AtOnce.ask(16, i -> purge(ext(id)));

            assertThat(with(204, answers)).isEqualTo(1);
            assertThat(with(404, answers)).isEqualTo(15);
            assertThat(Leftovers.of(uuid)).isEmpty();
            assertThat(changes(uuid).stream().filter(it -> it.startsWith("5"))).hasSize(1);
        }

        @Test
        void deletions_moveTheVersionOnce() throws Exception {
            report(id, "");

            List<Answer> answers = AtOnce.ask(16, i -> delete(ext(id)));

            assertThat(with(204, answers)).isEqualTo(16);
            assertThat(get(ext(id)).text("/version")).isEqualTo("2");
        }

        @Test
        void deletionsAndRestorations_endInOneOfTheTwo() throws Exception {
            String uuid = report(id, "").text("/id");

            List<Answer> answers =
                    AtOnce.ask(16, i -> i % 2 == 0 ? delete(ext(id)) : restore(ext(id)));

            assertThat(with(204, answers)).isEqualTo(8);
            assertThat(with(200, answers)).isEqualTo(8);
            Answer found = get(ext(id));
            // Each change of the mark is a version and a row of the feed, and they take turns.
            List<String> changes = changes(uuid);
            assertThat(found.at("/version").asInt()).isEqualTo(changes.size());
            for (int i = 1; i < changes.size(); i++) {
                assertThat(changes.get(i))
                        .isEqualTo(
                                "%d %d {\"deleted\": %s}"
                                        .formatted(i % 2 == 0 ? 4 : 3, i + 1, i % 2 == 0));
            }
            assertThat(found.at("/deletedAt").isNull()).isEqualTo(changes.size() % 2 == 1);
        }

        @Test
        void stepsAndLines_areRemovedOrBeginAnew() throws Exception {
            long before = Leftovers.orphans();
            for (int round = 0; round < 10; round++) {
                String name = fresh();
                String path = ext(name);
                report(name, "'steps': [{'key': 'k', 'nodeId': 'n'}]");

                List<Answer> answers =
                        AtOnce.ask(
                                12,
                                i ->
                                        switch (i % 4) {
                                            case 0 -> purge(path);
                                            case 1 ->
                                                    post(
                                                            path + "/steps",
                                                            "{'nodeId': 'n', 'input': 1}");
                                            case 2 ->
                                                    post(
                                                            path + "/logs",
                                                            "[{'message': 'm', 'workflowId': 'w'}]");
                                            default -> report(name, "'note': 'n', 'input': 2");
                                        });

                assertThat(answers)
                        .allSatisfy(answer -> assertThat(answer.status()).isIn(200, 201, 204, 404));
                assertThat(with(204, answers)).isGreaterThanOrEqualTo(1);
                assertThat(Leftovers.orphans()).isEqualTo(before);
                assertThat(
                                Rows.number(
                                        "SELECT count(*) FROM execution WHERE external_id = $1",
                                        name))
                        .isLessThanOrEqualTo(1);
                assertThat(report(name, "").status()).isIn(200, 201);
            }
        }
    }
}
