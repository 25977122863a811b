package dev.hindsight.bulk;

import static dev.hindsight.bulk.Bulk.INGEST;
import static dev.hindsight.bulk.Bulk.assertAccepted;
import static dev.hindsight.bulk.Bulk.assertCounts;
import static dev.hindsight.bulk.Bulk.badLines;
import static dev.hindsight.bulk.Bulk.execution;
import static dev.hindsight.bulk.Bulk.ingest;
import static dev.hindsight.bulk.Bulk.log;
import static dev.hindsight.bulk.Bulk.send;
import static dev.hindsight.bulk.Bulk.step;
import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.patch;
import static dev.hindsight.fixture.Api.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import dev.hindsight.partition.Uuid7;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines that are good: each does what the door for one report does, in their order. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class BulkReportsTest {

    private final String id = fresh();

    @Nested
    class Operations {

        @Test
        void execution_isBegunAndMerged() {
            Answer answer =
                    ingest(
                            execution(id, "'input': {'a': 1}"),
                            "{'execution': {'externalId': '%s', 'status': 'completed'}}"
                                    .formatted(id));

            assertAccepted(answer, 2);
            Answer stored = get(ext(id));
            assertThat(stored.text("/status")).isEqualTo("completed");
            assertThat(stored.text("/input/a")).isEqualTo("1");
            assertThat(stored.text("/version")).isEqualTo("2");
        }

        @Test
        void execution_mayBeWholeInOneLine() {
            assertAccepted(
                    ingest(
                            execution(
                                    id,
                                    "'status': 'failed', 'dag': {'nodes': []},"
                                            + " 'steps': [{'key': 'a', 'nodeId': 'n'}],"
                                            + " 'logs': [{'message': 'm'}]")),
                    1);

            Answer stored = get(ext(id) + "?include=steps,logs,dag");
            assertThat(stored.text("/steps/0/key")).isEqualTo("a");
            assertThat(stored.text("/logs/0/message")).isEqualTo("m");
            assertThat(stored.at("/dag/nodes").isArray()).isTrue();
        }

        @Test
        void step_isMergedByKeyAndAttempt() {
            report(id, "");

            assertAccepted(
                    ingest(
                            step(id, "a", "'input': {'x': 1}"),
                            step(id, "a", "'status': 'failed', 'error': 'no'"),
                            step(id, "a", "'attempt': 2, 'status': 'completed'")),
                    3);

            Answer first = get(ext(id) + "/steps/a?attempt=1");
            assertThat(first.text("/status")).isEqualTo("failed");
            assertThat(first.text("/input/x")).isEqualTo("1");
            assertThat(get(ext(id) + "/steps/a").text("/attempt")).isEqualTo("2");
            assertThat(get(ext(id)).text("/version")).isEqualTo("1");
        }

        @Test
        void lines_keepTheirOrderOverAllBatches() {
            report(id, "");
            int lines = 2 * Batch.MAX_LINES + 200;

            assertAccepted(
                    ingest(IntStream.range(0, lines).mapToObj(i -> log(id, "m" + i)).toList()),
                    lines);

            assertThat(
                            Rows.number(
                                    "SELECT count(*) FROM log l JOIN execution e"
                                            + " ON e.id = l.execution_id WHERE e.external_id = $1"
                                            + " AND l.message = 'm' || l.sequence",
                                    id))
                    .isEqualTo(lines);
        }

        @Test
        void heartbeat_isNoted() {
            report(id, "");

            assertAccepted(ingest("{'heartbeat': {'execution': 'ext:%s'}}".formatted(id)), 1);

            assertThat(get(ext(id)).at("/lastHeartbeatAt").isTextual()).isTrue();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{'step': {'execution': 'ext:%s', 'workflowId': 'w', 'nodeId': 'n'}}",
                    "{'log': {'execution': 'ext:%s', 'workflowId': 'w', 'message': 'm'}}",
                    "{'heartbeat': {'execution': 'ext:%s', 'workflowId': 'w'}}"
                })
        void partThatNamesAWorkflow_beginsItsExecution(String line) {
            assertAccepted(ingest(line.formatted(id), log(id, "behind")), 2);

            assertThat(get(ext(id)).text("/workflowId")).isEqualTo("w");
            assertThat(get(ext(id)).text("/status")).isEqualTo("running");
        }

        @Test
        void execution_mayBeNamedByItsId() {
            String uuid = report(id, "").text("/id");

            assertAccepted(
                    ingest(
                            "{'step': {'execution': '%s', 'key': 'a', 'nodeId': 'n'}}"
                                    .formatted(uuid),
                            "{'execution': {'id': '%s', 'note': 'x'}}".formatted(uuid)),
                    2);

            assertThat(get(ext(id)).text("/note")).isEqualTo("x");
            assertThat(get(ext(id) + "/steps/a").status()).isEqualTo(200);
        }
    }

    @Nested
    class Order {

        @Test
        void partBeforeItsExecution_isRefused_partsBehindItAreTaken() {
            Answer answer =
                    ingest(
                            step(id, "early", ""),
                            log(id, "early"),
                            execution(id, ""),
                            step(id, "a", ""),
                            log(id, "m"),
                            "{'heartbeat': {'execution': 'ext:%s'}}".formatted(id),
                            execution(id, "'status': 'completed'"),
                            step(id, "late", ""));

            assertCounts(answer, 6, 2, 0);
            assertThat(badLines(answer)).containsExactly("1", "2");
            Answer stored = get(ext(id) + "?include=steps,logs");
            assertThat(stored.text("/status")).isEqualTo("completed");
            assertThat(stored.at("/steps").findValuesAsText("key"))
                    .containsExactlyInAnyOrder("a", "late");
            assertThat(stored.at("/logs").findValuesAsText("message")).containsExactly("m");
        }

        @Test
        void onlyALaterPartBegins_thoseBeforeAreRefused() {
            Answer answer =
                    ingest(
                            step(id, "early", ""),
                            step(id, "first", "'workflowId': 'w'"),
                            step(id, "second", ""));

            assertThat(badLines(answer)).containsExactly("1");
            assertThat(get(ext(id) + "/steps").at("/items").findValuesAsText("key"))
                    .containsExactlyInAnyOrder("first", "second");
        }

        @Test
        void manyReportsOfOneExecution_areMergedOneAfterTheOther() {
            List<String> lines = new ArrayList<>();
            for (int i = 1; i <= 100; i++) {
                lines.add(execution(id, "'note': '%d'".formatted(i)));
                lines.add(step(id, "k", "'nodeName': '%d'".formatted(i)));
            }

            assertAccepted(ingest(lines), 200);

            assertThat(get(ext(id)).text("/note")).isEqualTo("100");
            assertThat(get(ext(id)).text("/version")).isEqualTo("100");
            assertThat(get(ext(id) + "/steps/k").text("/nodeName")).isEqualTo("100");
            assertThat(get(ext(id) + "/steps/k").text("/version")).isEqualTo("100");
        }

        @Test
        void fullBatchOfOneExecution_isTaken() {
            assertAccepted(
                    ingest(
                            IntStream.range(0, Batch.MAX_LINES)
                                    .mapToObj(i -> execution(id, "'note': '%d'".formatted(i)))
                                    .toList()),
                    Batch.MAX_LINES);

            assertThat(get(ext(id)).text("/note")).isEqualTo(String.valueOf(Batch.MAX_LINES - 1));
        }

        @Test
        void executionThatIsNamedBothWays_isOne() {
            List<String> names = Stream.generate(Api::fresh).limit(30).toList();
            List<String> lines = new ArrayList<>();
            for (String name : names) {
                UUID uuid = Uuid7.mint();
                String byId = "{'step': {'execution': '%s', 'key': 'k', 'nodeId': 'n', %s}}";
                lines.add(byId.formatted(uuid, "'nodeName': 'early'"));
                lines.add(execution(name, "'id': '%s'".formatted(uuid)));
                lines.add(byId.formatted(uuid, "'nodeName': '1'"));
                lines.add(step(name, "k", "'nodeName': '2'"));
                lines.add(byId.formatted(uuid, "'nodeName': '3'"));
            }

            Answer answer = ingest(lines);

            assertCounts(answer, 4 * 30, 30, 0);
            assertThat(badLines(answer)).startsWith("1", "6", "11");
            assertThat(names)
                    .allSatisfy(
                            name ->
                                    assertThat(get(ext(name) + "/steps/k").text("/nodeName"))
                                            .isEqualTo("3"));
        }

        @Test
        void nameThatIsRefused_leadsNowhere() {
            String uuid = report(id, "").text("/id");
            String other = fresh();

            Answer answer =
                    ingest(
                            execution(other, "'id': '%s'".formatted(uuid)),
                            step(other, "early", ""),
                            step(other, "a", "'workflowId': 'w'"),
                            step(other, "b", ""));

            assertThat(badLines(answer)).containsExactly("1", "2");
            assertThat(get(ext(id) + "/steps").at("/items")).isEmpty();
            assertThat(get(ext(other)).text("/id")).isNotEqualTo(uuid);
            assertThat(get(ext(other) + "/steps").at("/items").findValuesAsText("key"))
                    .containsExactlyInAnyOrder("a", "b");
        }

        @Test
        void partsOfACrashedExecution_reviveIt_oneThatEndedStaysSo() {
            String other = fresh();

            assertAccepted(
                    ingest(
                            execution(id, "'status': 'crashed'"),
                            log(id, "m"),
                            execution(other, ""),
                            log(other, "m"),
                            execution(other, "'status': 'crashed'")),
                    5);

            assertThat(get(ext(id)).text("/status")).isEqualTo("running");
            assertThat(get(ext(other)).text("/status")).isEqualTo("crashed");
        }
    }

    @Nested
    class Ignored {

        @ParameterizedTest
        @ValueSource(strings = {"pending", "running", "crashed", "failed", "cancelled"})
        void statusBehindAnEnd_isIgnored_restIsTaken(String status) {
            Answer answer =
                    ingest(
                            execution(id, "'status': 'completed'"),
                            execution(id, "'status': '%s', 'note': 'late'".formatted(status)));

            assertCounts(answer, 2, 0, 1);
            assertThat(get(ext(id)).text("/status")).isEqualTo("completed");
        }

        @Test
        void sameStatusAgain_isNot() {
            assertCounts(
                    ingest(
                            execution(id, "'status': 'completed'"),
                            execution(id, "'status': 'COMPLETED'"),
                            execution(id, "'note': 'no status'")),
                    3,
                    0,
                    0);
        }

        @Test
        void statusReportedBefore_isIgnored() {
            assertCounts(
                    ingest(
                            execution(id, "'status': 'crashed', 'reportedAt': 2000"),
                            execution(id, "'status': 'running', 'reportedAt': 1000"),
                            execution(id, "'status': 'running', 'reportedAt': 3000")),
                    3,
                    0,
                    1);
            assertThat(get(ext(id)).text("/status")).isEqualTo("running");
        }

        @Test
        void statusOfAStep_isCountedByLine() {
            assertCounts(
                    ingest(
                            execution(id, ""),
                            step(id, "a", "'status': 'completed'"),
                            step(id, "a", "'status': 'running', 'nodeName': 'x'"),
                            step(id, "a", "'status': 'skipped'"),
                            step(id, "a", "'status': 'completed'"),
                            step(id, "a", "'attempt': 2, 'status': 'running'"),
                            log(id, "m")),
                    7,
                    0,
                    2);
            assertThat(get(ext(id) + "/steps/a?attempt=1").text("/nodeName")).isEqualTo("x");
        }

        @Test
        void statusBehindAForcedPatch_isTaken() {
            ingest(execution(id, "'status': 'completed'"));
            patch(ext(id) + "?force=true", "{'status': 'running'}");

            assertCounts(ingest(execution(id, "'status': 'failed'")), 1, 0, 0);
        }
    }

    @Nested
    class Bodies {

        @Test
        void blankLines_areCountedAsLines() {
            Answer answer =
                    ingest("", execution(id, ""), " \t\r", "{'step': {}}", "", log(id, "m") + "\r");

            assertCounts(answer, 2, 1, 0);
            assertThat(badLines(answer)).containsExactly("4");
        }

        @Test
        void lastLine_needsNoLineFeed() {
            assertAccepted(send(Api.json(execution(id, "") + "\n" + log(id, "m"))), 2);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "\n", "\n \r\n"})
        void emptyBody_holdsNothing(String body) {
            Answer answer = send(Bulk.bytes(body));

            assertCounts(answer, 0, 0, 0);
            assertThat(answer.at("/errors").isArray()).isTrue();
        }

        @Test
        void gzip_isInflated() {
            byte[] body = Bulk.gzip(Bulk.body(List.of(execution(id, ""), log(id, "m"))));

            assertAccepted(send(body, "Content-Encoding", "gzip"), 2);
        }

        @ParameterizedTest
        @ValueSource(strings = {"application/json", "text/plain", "application/x-ndjson2", "x/*"})
        void otherTypes_are415(String type) {
            Answer answer = send(Bulk.body(List.of(execution(id, ""))), "Content-Type", type);

            assertThat(answer.status()).isEqualTo(415);
            assertThat(answer.text("/type")).isEqualTo("/problems/unsupported-media-type");
            assertThat(get(ext(id)).status()).isEqualTo(404);
        }

        @Test
        void typeWithACharset_isTaken() {
            assertAccepted(
                    send(
                            Bulk.body(List.of(execution(id, ""))),
                            "Content-Type",
                            "application/x-ndjson; charset=UTF-8"),
                    1);
        }

        @Test
        void unknownParameter_isNamed() {
            Answer answer =
                    Api.send(
                            "POST",
                            INGEST + "?wait=true",
                            Bulk.body(List.of(execution(id, ""))),
                            "Content-Type",
                            "application/x-ndjson");

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text("/errors/0/pointer")).isEqualTo("wait");
            assertThat(get(ext(id)).status()).isEqualTo(404);
        }
    }
}
