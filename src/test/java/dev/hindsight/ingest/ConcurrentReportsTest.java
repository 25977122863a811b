package dev.hindsight.ingest;

import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.patch;
import static dev.hindsight.fixture.Api.post;
import static dev.hindsight.fixture.Api.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Many at once. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class ConcurrentReportsTest {

    private final String id = fresh();

    /** Asks all at the same moment; the answers in the order of the questions. */
    private static List<Answer> atOnce(int number, IntFunction<Answer> question)
            throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(number);
        CyclicBarrier start = new CyclicBarrier(number);
        try {
            List<Callable<Answer>> questions = new ArrayList<>();
            for (int i = 0; i < number; i++) {
                int which = i;
                questions.add(
                        () -> {
                            start.await();
                            return question.apply(which);
                        });
            }
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> answer : threads.invokeAll(questions)) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            threads.shutdown();
        }
    }

    private static long with(int status, List<Answer> answers) {
        return answers.stream().filter(answer -> answer.status() == status).count();
    }

    @Test
    void creationsOfOneExternalId_makeOneExecution() throws Exception {
        List<Answer> answers = atOnce(64, i -> report(id, "'labels': {'l%d': 'x'}".formatted(i)));

        assertThat(with(201, answers)).isEqualTo(1);
        assertThat(with(200, answers)).isEqualTo(63);
        assertThat(answers.stream().map(answer -> answer.text("/id")).distinct()).hasSize(1);
        assertThat(get(ext(id)).text("/version")).isEqualTo("64");
        assertThat(Rows.number("SELECT count(*) FROM execution WHERE external_id = $1", id))
                .isEqualTo(1);
    }

    @Test
    void conditionalPatches_haveOneWinner() throws Exception {
        report(id, "");

        List<Answer> answers =
                atOnce(16, i -> patch(ext(id), "{'note': '%d'}".formatted(i), "If-Match", "\"1\""));

        assertThat(with(200, answers)).isEqualTo(1);
        assertThat(with(412, answers)).isEqualTo(15);
        assertThat(get(ext(id)).text("/version")).isEqualTo("2");
    }

    @Test
    void stepsOfOneExecution_allLand() throws Exception {
        List<Answer> answers =
                atOnce(
                        16,
                        i ->
                                post(
                                        ext(id) + "/steps",
                                        """
                                        [{'key': 'a%1$d', 'nodeId': 'n', 'workflowId': 'w'},
                                         {'key': 'shared', 'nodeId': 'n', 'nodeName': '%1$d'},
                                         {'key': '%2$d', 'nodeId': 'n'}]
                                        """
                                                .formatted(i, 16 - i)));

        assertThat(with(201, answers)).isEqualTo(16);
        assertThat(get(ext(id) + "/steps?limit=100").at("/items").size()).isEqualTo(33);
        assertThat(get(ext(id) + "/steps/shared").text("/version")).isEqualTo("16");
    }

    @Test
    void linesWithoutASequence_getOneEach() throws Exception {
        report(id, "");

        List<Answer> answers =
                atOnce(
                        16,
                        i -> post(ext(id) + "/logs", "[{'message': '%d'}, {}, {}]".formatted(i)));

        assertThat(with(200, answers)).isEqualTo(16);
        Answer lines = get(ext(id) + "/logs?limit=100");
        assertThat(lines.at("/items").findValuesAsText("sequence"))
                .hasSize(48)
                .doesNotHaveDuplicates()
                .contains("0", "47");
        assertThat(lines.at("/items").findValuesAsText("message")).hasSize(48);
    }

    @Test
    void reportsOfAllKinds_neverFail() throws Exception {
        List<Answer> answers =
                atOnce(
                        24,
                        i ->
                                switch (i % 4) {
                                    case 0 -> report(id, "'status': 'completed', 'dag': {'a': 1}");
                                    case 1 -> post(ext(id) + "/heartbeat", "{'workflowId': 'w'}");
                                    case 2 ->
                                            report(
                                                    id,
                                                    "'startedAt': '20%d-01-01T00:00:00Z'"
                                                            .formatted(10 + i));
                                    default ->
                                            post(
                                                    ext(id) + "/logs",
                                                    "[{'sequence': 1, 'workflowId': 'w', 'message':"
                                                            + " '%d'}]".formatted(i));
                                });

        assertThat(answers).allMatch(answer -> answer.status() < 300);
        assertThat(get(ext(id) + "/logs").at("/items").size()).isEqualTo(6);
        assertThat(get(ext(id)).text("/status")).isEqualTo("completed");
    }
}
