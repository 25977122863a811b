package dev.hindsight.report;

import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.json;
import static dev.hindsight.fixture.Api.patch;
import static dev.hindsight.fixture.Api.post;
import static dev.hindsight.fixture.Api.report;
import static dev.hindsight.fixture.Api.send;
import static io.restassured.RestAssured.given;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.AtOnce;
import dev.hindsight.fixture.HeldExecution;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import dev.hindsight.problem.ProblemException;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reports that are made at the same moment share what a transaction costs, and nothing else. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class GroupCommitTest {

    private final String run = fresh();

    @AfterEach
    void allow() {
        Rows.run("ALTER TABLE step DROP CONSTRAINT IF EXISTS poison_check");
    }

    @Test
    void reportsAtOnce_shareTransactions() throws Exception {
        int number = 64;

        List<Answer> answers =
                AtOnce.ask(number, i -> report(run + i, "'createdBy': '" + run + "'"));

        assertThat(answers).allMatch(answer -> answer.status() == 201);
        assertThat(
                        Rows.number(
                                "SELECT count(DISTINCT xmin::text) FROM execution WHERE created_by = $1",
                                run))
                .isLessThan(number / 2);
    }

    @Test
    void aReportThatTheDatabaseRefuses_doesNotSpoilItsNeighbours() throws Exception {
        IntStream.range(0, 16).forEach(i -> report(run + i, ""));
        Rows.run(
                "ALTER TABLE step ADD CONSTRAINT poison_check CHECK (node_id <> 'poison') NOT VALID");

        List<Answer> answers =
                AtOnce.ask(
                        16,
                        i ->
                                post(
                                        ext(run + i) + "/steps",
                                        "{'key': 'k', 'nodeId': '%s'}"
                                                .formatted(i % 5 == 3 ? "poison" : "n")));

        for (int i = 0; i < 16; i++) {
            boolean poisoned = i % 5 == 3;
            assertThat(answers.get(i).status()).as("report %d", i).isEqualTo(poisoned ? 500 : 201);
            assertThat(get(ext(run + i) + "/steps").at("/items").size())
                    .isEqualTo(poisoned ? 0 : 1);
        }
    }

    @Test
    void aPartThatIsRefused_takesItsOwnReportAlone() throws Exception {
        IntStream.range(0, 16).forEach(i -> report(run + i, ""));

        List<Answer> answers =
                AtOnce.ask(
                        16,
                        i ->
                                post(
                                        ext(run + i) + "/steps",
                                        i % 2 == 0
                                                ? "[{'key': 'k', 'nodeId': 'n'}, {'key': 'l'}]"
                                                : "[{'key': 'k', 'nodeId': 'n'}]"));

        for (int i = 0; i < 16; i++) {
            assertThat(answers.get(i).status()).isEqualTo(i % 2 == 0 ? 400 : 201);
            assertThat(get(ext(run + i) + "/steps").at("/items").size()).isEqualTo(i % 2);
        }
    }

    /** Whoever holds an execution holds up reports of that one alone, and those in their order. */
    @Test
    void anExecutionThatOthersHold_holdsUpNobodyElse() throws Exception {
        report(run + "held", "");
        try (HeldExecution held = HeldExecution.of(run + "held")) {
            List<CompletableFuture<Answer>> behind =
                    Stream.of("a", "b")
                            .map(
                                    note ->
                                            CompletableFuture.supplyAsync(
                                                    () ->
                                                            patch(
                                                                    ext(run + "held"),
                                                                    "{'note': '" + note + "'}"),
                                                    task -> new Thread(task).start()))
                            .toList();
            held.awaitWaiters(1);

            List<Answer> others = AtOnce.ask(32, i -> report(run + i, ""));

            assertThat(others).allMatch(answer -> answer.status() == 201);
            assertThat(behind).noneMatch(CompletableFuture::isDone);
            held.commit();
            for (CompletableFuture<Answer> answer : behind) {
                assertThat(answer.get().status()).isEqualTo(200);
            }
        }
        assertThat(get(ext(run + "held")).at("/version").asInt()).isEqualTo(3);
    }

    @Test
    void whileLittleWaits_itAllGoesWithTheNextTransaction() throws Exception {
        try (HeldExecution other = HeldExecution.of(run)) {
            claim(other);
            CompletableFuture<Answer> first = async(run, "");
            other.awaitWaiters(1);

            List<CompletableFuture<Answer>> behind =
                    IntStream.range(0, 16)
                            .mapToObj(i -> async(run + i, "'createdBy': '" + run + "'"))
                            .toList();
            awaitReports(17);
            release(other);

            assertThat(first.get().status()).isEqualTo(201);
            for (CompletableFuture<Answer> answer : behind) {
                assertThat(answer.get().status()).isEqualTo(201);
            }
        }
        assertThat(
                        Rows.number(
                                "SELECT count(DISTINCT xmin::text) FROM execution WHERE created_by = $1",
                                run))
                .isEqualTo(1);
    }

    @Test
    void whereMuchWaits_othersGoBesideATransactionThatTakesLong() throws Exception {
        String input = "'input': '" + "x".repeat(30_000) + "'";
        try (HeldExecution other = HeldExecution.of(run)) {
            claim(other);
            CompletableFuture<Answer> first = async(run, "");
            other.awaitWaiters(1);

            List<CompletableFuture<Answer>> others =
                    IntStream.range(0, 24).mapToObj(i -> async(run + i, input)).toList();
            CompletableFuture.anyOf(others.toArray(CompletableFuture[]::new))
                    .get(30, TimeUnit.SECONDS);

            assertThat(first).isNotDone();
            release(other);
            assertThat(first.get().status()).isEqualTo(201);
            for (CompletableFuture<Answer> answer : others) {
                assertThat(answer.get().status()).isEqualTo(201);
            }
        }
    }

    @Test
    void aReportThatTakesManyTurns_holdsUpNobodyElse() throws Exception {
        String steps =
                IntStream.range(0, 1_000)
                        .mapToObj(i -> "{'key': 'a', 'nodeId': 'a', 'stepIndex': " + i + "}")
                        .collect(joining(", ", "'steps': [", "]"));
        Answer slow = besideAnother(() -> report(run, steps));

        assertThat(slow.status()).isEqualTo(201);
        assertThat(get(ext(run) + "/steps/a").at("/stepIndex").asInt()).isEqualTo(999);
        assertThat(get(ext(run) + "/steps/a").at("/version").asInt()).isEqualTo(1_000);
    }

    @Test
    void anExecutionThatIsReportedOftenInOneBody_holdsUpNobodyElse() throws Exception {
        String lines =
                IntStream.range(0, 500)
                        .mapToObj(
                                i ->
                                        "{'execution': {'externalId': '%s', 'workflowId': 'w', 'attempt': %d}}"
                                                .formatted(run, i + 1))
                        .collect(joining("\n"));
        Answer slow =
                besideAnother(
                        () ->
                                send(
                                        "POST",
                                        "/api/v1/ingest",
                                        json(lines),
                                        "Content-Type",
                                        "application/x-ndjson"));

        assertThat(slow.at("/accepted").asInt()).isEqualTo(500);
        assertThat(get(ext(run)).at("/attempt").asInt()).isEqualTo(500);
        assertThat(get(ext(run)).at("/version").asInt()).isEqualTo(500);
    }

    /** Makes a request whose transaction stands still until another report has been answered. */
    private Answer besideAnother(Supplier<Answer> request) throws Exception {
        try (HeldExecution other = HeldExecution.of(run)) {
            claim(other);
            CompletableFuture<Answer> slow =
                    CompletableFuture.supplyAsync(request, task -> new Thread(task).start());
            other.awaitWaiters(1);

            assertThat(report(run + "other", "").status()).isEqualTo(201);
            assertThat(slow).isNotDone();
            release(other);
            return slow.get();
        }
    }

    /** Takes the name of an execution: whoever would begin one of that name waits. */
    private void claim(HeldExecution other) {
        other.run(
                "INSERT INTO external_id (namespace_id, external_id, execution_id)"
                        + " VALUES (1, $1, gen_random_uuid())",
                run);
    }

    private void release(HeldExecution other) {
        other.run("DELETE FROM external_id WHERE namespace_id = 1 AND external_id = $1", run);
        other.commit();
    }

    private static CompletableFuture<Answer> async(String externalId, String members) {
        return CompletableFuture.supplyAsync(
                () -> report(externalId, members), task -> new Thread(task).start());
    }

    /** Waits until so many reports wait or are being written. */
    private static void awaitReports(int number) {
        Instant end = Instant.now().plusSeconds(30);
        String wanted = "hindsight_report_waiting " + (double) number;
        while (given().get("/q/metrics").asString().lines().noneMatch(wanted::equals)) {
            assertThat(Instant.now()).isBefore(end);
        }
    }

    /** A connection that breaks before the commit is asked for is no reason to refuse a report. */
    @Test
    void connectionsThatBreak_loseNothing() throws Exception {
        int writers = 8;
        int each = 40;
        List<List<Integer>> statuses =
                AtOnce.ask(
                        writers + 1,
                        i ->
                                IntStream.range(0, each)
                                        .mapToObj(
                                                n ->
                                                        i == writers
                                                                ? breakConnections()
                                                                : report(run + i + "-" + n, "")
                                                                        .status())
                                        .toList());

        for (int i = 0; i < writers; i++) {
            for (int n = 0; n < each; n++) {
                int status = statuses.get(i).get(n);
                assertThat(status).isIn(201, 503);
                if (status == 201) {
                    assertThat(get(ext(run + i + "-" + n)).status()).isEqualTo(200);
                }
            }
        }
        assertThat(statuses.subList(0, writers).stream().flatMap(List::stream))
                .filteredOn(status -> status == 201)
                .hasSizeGreaterThan(writers * each / 2);
    }

    /** How many were broken; none if this is asked on one that was just broken itself. */
    private static int breakConnections() {
        try {
            return (int)
                    Rows.number(
                            """
                            SELECT count(pg_terminate_backend(pid))
                            FROM pg_stat_activity
                            WHERE datname = current_database() AND pid <> pg_backend_pid()
                              AND application_name = 'hindsight' AND state = 'active'
                            """);
        } catch (ProblemException away) {
            return 0;
        }
    }
}
