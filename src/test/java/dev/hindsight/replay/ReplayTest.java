package dev.hindsight.replay;

import static dev.hindsight.fixture.Api.EXECUTIONS;
import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.patch;
import static dev.hindsight.fixture.Api.post;
import static dev.hindsight.fixture.Api.postRaw;
import static dev.hindsight.fixture.Api.report;
import static dev.hindsight.fixture.Api.send;
import static dev.hindsight.fixture.Api.settled;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.AtOnce;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Executions run again, over HTTP. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class ReplayTest {

    private final String original = fresh();

    private Answer replay(String body) {
        return post(ext(original) + "/replay", body);
    }

    private Answer replay() {
        return send("POST", ext(original) + "/replay", null);
    }

    private static Answer good(Answer answer) {
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(202);
        return answer;
    }

    /** What the change of an execution's beginning says besides. */
    private static List<String> asked(String id) {
        return Rows.texts(
                "SELECT coalesce(prev::text, 'no') FROM change WHERE execution_id = $1 AND kind = 0",
                UUID.fromString(id));
    }

    @Nested
    class NewExecutions {

        @Test
        void replay_isPendingAndLikeTheOriginal() {
            report(
                    original,
                    "'workflowName': 'Flow', 'workflowVersion': '42', 'scriptPath': 'f.cst',"
                            + " 'binaryPath': '/bin/f', 'input': {'n': 1.50, 'é': ['😀', null]},"
                            + " 'labels': {'team': 'pay'}, 'attempt': 3, 'rootExecutionId':"
                            + " '0193bb1e-0000-7000-8000-000000000001', 'status': 'failed',"
                            + " 'error': 'no', 'output': 1, 'metadata': {'m': 1}, 'createdBy':"
                            + " 'engine', 'note': 'n', 'runId': 'r', 'source': 'API', 'trigger':"
                            + " {'type': 'webhook', 'data': 1}, 'exitCode': 1");
            String id = get(ext(original)).text("/id");

            Answer told = good(replay());

            assertThat(told.text("/id")).isNotEqualTo(id);
            assertThat(told.header("Location")).isEqualTo(EXECUTIONS + "/" + told.text("/id"));
            assertThat(told.header("ETag")).isEqualTo("\"1\"");
            assertThat(told.text("/status")).isEqualTo("pending");
            assertThat(told.text("/replayOf")).isEqualTo(id);
            assertThat(told.text("/attempt")).isEqualTo("4");
            assertThat(told.text("/rootExecutionId"))
                    .isEqualTo("0193bb1e-0000-7000-8000-000000000001");
            assertThat(told.text("/workflowId")).isEqualTo("w");
            assertThat(told.text("/workflowName")).isEqualTo("Flow");
            assertThat(told.text("/workflowVersion")).isEqualTo("42");
            assertThat(told.text("/scriptPath")).isEqualTo("f.cst");
            assertThat(told.text("/binaryPath")).isEqualTo("/bin/f");
            assertThat(told.at("/input").toString()).isEqualTo("{\"n\":1.50,\"é\":[\"😀\",null]}");
            assertThat(told.at("/labels").toString()).isEqualTo("{\"team\":\"pay\"}");
            assertThat(told.text("/trigger/type")).isEqualTo("manual");
            for (String absent :
                    List.of(
                            "externalId",
                            "runId",
                            "source",
                            "createdBy",
                            "note",
                            "output",
                            "metadata",
                            "error",
                            "exitCode",
                            "completedAt",
                            "durationMs",
                            "parentExecutionId")) {
                assertThat(told.at("/" + absent).isNull()).as(absent).isTrue();
            }
            assertThat(told.at("/notices")).isEmpty();
            assertThat(get(told.header("Location")).body()).isEqualTo(told.body());
            assertThat(asked(told.text("/id"))).containsExactly("{\"replay\": true}");
        }

        @Test
        void original_staysAsItIs() {
            report(original, "'input': 1");
            String before = get(ext(original)).http().body();

            good(replay());

            assertThat(get(ext(original)).http().body()).isEqualTo(before);
        }

        @Test
        void whatIsSent_isTakenInPlaceOfTheOriginals() {
            report(original, "'input': {'a': 1, 'b': 2}, 'labels': {'team': 'x', 'tier': '1'}");
            String name = fresh();

            Answer told =
                    good(
                            replay(
                                    ("{'input': {'a': 3}, 'labels': {'team': 'y'}, 'externalId':"
                                                    + " '%s', 'createdBy': 'ann', 'note': 'again'}")
                                            .formatted(name)));

            assertThat(told.at("/input").toString()).isEqualTo("{\"a\":3}");
            assertThat(told.at("/labels").toString()).isEqualTo("{\"team\":\"y\"}");
            assertThat(told.text("/externalId")).isEqualTo(name);
            assertThat(told.text("/createdBy")).isEqualTo("ann");
            assertThat(told.text("/note")).isEqualTo("again");
        }

        @Test
        void anEmptyBodyOrNull_saysNothing() {
            report(original, "'input': {'a': 1}, 'labels': {'team': 'x'}");

            for (String body :
                    List.of("{}", "{'input': null, 'labels': null, 'externalId': null}")) {
                Answer told = good(replay(body));

                assertThat(told.at("/input/a").asInt()).isEqualTo(1);
                assertThat(told.text("/labels/team")).isEqualTo("x");
            }
            assertThat(good(replay("{'labels': {}}")).at("/labels")).isEmpty();
        }

        @Test
        void inputThatIsSent_isMaskedAndCutLikeAny() {
            report(original, "");

            Answer told = good(replay("{'input': {'password': 'secret', 'x': 1}}"));

            assertThat(told.text("/input/password")).isEqualTo("[redacted]");
            assertThat(told.text("/notices/0/pointer")).isEqualTo("/input/password");
        }

        @Test
        void withoutInput_thereIsNone() {
            report(original, "");

            assertThat(good(replay()).at("/input").isNull()).isTrue();
        }

        @Test
        void largeInputs_areCopied() {
            String text = "'%s'".formatted("x".repeat(50_000));
            report(
                    original,
                    "'input': [%s]".formatted(String.join(",", List.of(text, text, text))));

            Answer told = good(replay());

            assertThat(told.at("/input")).isEqualTo(get(ext(original)).at("/input")).hasSize(3);
        }

        @Test
        void aReplayOfAReplay_goesOn() {
            report(original, "'input': 1");
            String first = good(replay()).text("/id");

            Answer told = good(send("POST", EXECUTIONS + "/" + first + "/replay", null));

            assertThat(told.text("/replayOf")).isEqualTo(first);
            assertThat(told.text("/attempt")).isEqualTo("3");
        }

        @Test
        void aReplay_isTakenUpLikeAnyPendingExecution() {
            report(original, "'status': 'failed'");
            Answer told = good(replay());

            Answer taken =
                    patch(
                            told.header("Location"),
                            "{'status': 'running', 'engineInstance': 'w-1'}",
                            "If-Match",
                            told.header("ETag"));
            Answer late =
                    patch(
                            told.header("Location"),
                            "{'status': 'running', 'engineInstance': 'w-2'}",
                            "If-Match",
                            told.header("ETag"));

            assertThat(taken.text("/status")).isEqualTo("running");
            assertThat(late.status()).isEqualTo(412);
        }

        @Test
        void statistics_countItAsPending() {
            String workflow = fresh();
            String id =
                    post(EXECUTIONS, "{'workflowId': '%s', 'status': 'failed'}".formatted(workflow))
                            .text("/id");

            good(send("POST", EXECUTIONS + "/" + id + "/replay", null));

            for (Answer counts :
                    List.of(
                            settled("/api/v1/stats?workflowId=" + workflow),
                            get(EXECUTIONS + "/counts?workflowId=" + workflow))) {
                assertThat(counts.text("/total")).as(counts.http().body()).isEqualTo("2");
                assertThat(counts.text("/pending")).isEqualTo("1");
                assertThat(counts.text("/failed")).isEqualTo("1");
            }
            assertThat(get(EXECUTIONS + "?replayOf=" + id).at("/items")).hasSize(1);
        }

        @Test
        void anEnginesOwnReport_asksForNothing() {
            String id = report(original, "").text("/id");

            String replayed = report(fresh(), "'replayOf': '%s'".formatted(id)).text("/id");

            assertThat(asked(replayed)).containsExactly("no");
        }

        @Test
        void manyAtOnce_areManyExecutions() throws InterruptedException, ExecutionException {
            report(original, "'input': {'a': 1}");

            List<Answer> told = AtOnce.ask(8, i -> replay());

            assertThat(told).allSatisfy(it -> assertThat(it.status()).isEqualTo(202));
            assertThat(told.stream().map(it -> it.text("/id")).distinct()).hasSize(8);
            assertThat(told).allSatisfy(it -> assertThat(asked(it.text("/id"))).hasSize(1));
        }
    }

    @Nested
    class SameNames {

        @Test
        void theSameNameAgain_isTheSameReplay_andIsNotAskedTwice() {
            report(original, "'input': 1");
            String body = "{'externalId': '%s'}".formatted(fresh());
            Answer first = good(replay(body));
            patch(first.header("Location"), "{'status': 'running'}");

            Answer again = good(replay(body));

            assertThat(again.text("/id")).isEqualTo(first.text("/id"));
            assertThat(again.text("/status")).isEqualTo("running");
            assertThat(again.text("/version")).isEqualTo("2");
            assertThat(asked(first.text("/id"))).hasSize(1);
        }

        @Test
        void theSameNameAtOnce_isOneReplay() throws InterruptedException, ExecutionException {
            report(original, "'input': {'a': [1]}");
            String body = "{'externalId': '%s'}".formatted(fresh());

            List<Answer> told = AtOnce.ask(6, i -> replay(body));

            assertThat(told).allSatisfy(it -> assertThat(it.status()).isEqualTo(202));
            assertThat(told.stream().map(it -> it.text("/id")).distinct()).hasSize(1);
            assertThat(told.get(0).text("/version")).isEqualTo("1");
            assertThat(asked(told.get(0).text("/id"))).hasSize(1);
        }

        @Test
        void aNameOfAnother_isAConflict() {
            report(original, "");
            String other = fresh();
            report(other, "'note': 'mine'");

            for (String taken : List.of(other, original)) {
                Answer told = replay("{'externalId': '%s'}".formatted(taken));

                assertThat(told.status()).isEqualTo(409);
                assertThat(told.text("/type")).isEqualTo("/problems/conflict");
            }
            assertThat(get(ext(other)).text("/version")).isEqualTo("1");
        }
    }

    @Nested
    class Refusals {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                        {'workflowId': 'other'} | /workflowId
                        {'status': 'running'} | /status
                        {'replayOf': null} | /replayOf
                        {'inputs': 1} | /inputs
                        {'output': 1} | /output
                        {'attempt': 1} | /attempt
                        {'metadata': {}} | /metadata
                        {'labels': {'a b': 'c'}} | /labels/a b
                        {'labels': 1} | /labels
                        {'externalId': ''} | /externalId
                        {'note': 1} | /note
                        {'input': 1, 'input': 2} | /input
                        """)
        void whatCannotBeSaid_isNamed(String body, String pointer) {
            report(original, "'input': 1");

            Answer told = replay(body);

            assertThat(told.status()).as(told.http().body()).isEqualTo(400);
            assertThat(told.text("/errors/0/pointer")).isEqualTo(pointer);
        }

        @Test
        void whatIsNoObject_isRefused() {
            report(original, "");

            for (String body : List.of("[]", "1", "null", "{", "{} {}", "nonsense")) {
                assertThat(postRaw(ext(original) + "/replay", body).status())
                        .as(body)
                        .isEqualTo(400);
            }
            assertThat(
                            send(
                                            "POST",
                                            ext(original) + "/replay?dryRun=true",
                                            "{}".getBytes(UTF_8))
                                    .status())
                    .isEqualTo(400);
        }

        @Test
        void tooLargeABody_isRefused() {
            report(original, "");

            Answer told = replay("{'input': '%s'}".formatted("x".repeat(10 * 1024 * 1024)));

            assertThat(told.status()).isEqualTo(413);
        }

        @Test
        void unknownExecutions_areNotFound() {
            for (String path : List.of("ext:" + fresh(), "0193bb1e-0000-7000-8000-000000000000")) {
                Answer told = send("POST", EXECUTIONS + "/" + path + "/replay", null);

                assertThat(told.status()).isEqualTo(404);
            }
        }

        @Test
        void aDeletedExecution_isRestoredFirst() {
            report(original, "");
            send("DELETE", ext(original), null);

            Answer told = replay();
            post(ext(original) + "/restore", "{}");

            assertThat(told.status()).isEqualTo(409);
            assertThat(told.text("/detail")).contains("restore it");
            good(replay());
        }

        @Test
        void aVersion_mayBeDemanded() {
            report(original, "");

            Answer other = send("POST", ext(original) + "/replay", null, "If-Match", "\"7\"");
            Answer one = send("POST", ext(original) + "/replay", null, "If-Match", "\"1\"");

            assertThat(other.status()).isEqualTo(412);
            good(one);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                        {'user': {'password': 'x'}}
                        {'text': '%s'}
                        [1, '%s']
                        [%l]
                        """)
        void anInputThatIsNotWhatItWas_isToBeSentAnew(String input) {
            String sent =
                    input.replace("%s", "x".repeat(70_000))
                            .replace("%l", ("'" + "y".repeat(60_000) + "',").repeat(20) + "1");
            report(original, "'input': " + sent);

            Answer refused = replay("{'note': 'n'}");
            Answer taken = replay("{'input': {'fresh': true}}");

            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.text("/type")).isEqualTo("/problems/unprocessable");
            assertThat(refused.text("/detail")).contains("masked or cut");
            assertThat(good(taken).at("/input/fresh").asBoolean()).isTrue();
        }

        @Test
        void whatElseWasAltered_isNoMatter() {
            report(
                    original,
                    "'input': 'a\\u0000b', 'output': {'password': 'x'}, 'metadata': {'input':"
                            + " {'token': 'x'}}");
            assertThat(get(ext(original)).at("/notices")).hasSize(3);

            assertThat(good(replay()).text("/input")).isEqualTo("a\ufffdb");
        }

        @Test
        void anInputThatRetentionDropped_isToBeSentAnew() {
            report(original, "'input': 1, 'status': 'completed'");
            Rows.run(
                    "UPDATE execution SET payload_expired = true WHERE external_id = $1", original);

            Answer refused = replay();

            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.text("/detail")).contains("Retention has dropped");
            assertThat(good(replay("{'input': 2}")).at("/input").asInt()).isEqualTo(2);
        }
    }
}
