package dev.hindsight.dashboard.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import java.time.Duration;
import java.time.Instant;

/** Executions to look at, reported as engines report them. */
final class Seed {

    /** Who reads these as anything but text has a hole. */
    static final String HOSTILE =
            "<script>alert(1)</script><img src=x onerror=alert(2)><b id=planted>{{7*7}}</b> javascript:alert(3)";

    private static final String GRAPH =
            "{'nodes': [{'id': 'fetch'}, {'id': 'each', 'name': 'each order'}, {'id': 'charge'},"
                    + " {'id': 'receipt'}, {'id': 'apology'}], 'edges': [{'from': 'fetch', 'to': 'each'},"
                    + " {'from': 'each', 'to': 'charge'}, {'from': 'charge', 'to': 'receipt'},"
                    + " {'from': 'charge', 'to': 'apology', 'label': 'on error'}]}";

    private final String externalId;
    private final StringBuilder lines = new StringBuilder();
    private final Instant start;

    private Seed(String externalId, Instant start) {
        this.externalId = externalId;
        this.start = start;
    }

    /** A run that began a while ago. */
    static Seed run(String externalId, String workflowId, Duration ago) {
        return runAt(externalId, workflowId, Instant.now().minus(ago));
    }

    static Seed runAt(String externalId, String workflowId, Instant start) {
        return new Seed(externalId, start)
                .line(
                        "{'execution': {'externalId': '%s', 'workflowId': '%s', 'startedAt': '%s'}}"
                                .formatted(externalId, workflowId, start));
    }

    private Seed line(String json) {
        lines.append(json.replace('\'', '"')).append('\n');
        return this;
    }

    /** A step, from and to in milliseconds since the start. */
    Seed step(String key, long from, long to, String status, String more) {
        return line(
                "{'step': {'execution': 'ext:%s', 'key': '%s', 'nodeId': '%s', 'startedAt': '%s', 'completedAt': '%s', 'status': '%s'%s}}"
                        .formatted(
                                externalId,
                                key,
                                key.replaceFirst("/.*", ""),
                                start.plusMillis(from),
                                start.plusMillis(to),
                                status,
                                more.isEmpty() ? "" : ", " + more));
    }

    Seed log(String level, String message) {
        return line(
                "{'log': {'execution': 'ext:%s', 'level': '%s', 'message': '%s'}}"
                        .formatted(externalId, level, message));
    }

    /** The end, so many milliseconds after the start. */
    Seed end(String status, long after, String more) {
        return line(
                "{'execution': {'externalId': '%s', 'status': '%s', 'completedAt': '%s'%s}}"
                        .formatted(
                                externalId,
                                status,
                                start.plusMillis(after),
                                more.isEmpty() ? "" : ", " + more));
    }

    /** Reports all of it; answers the external id. */
    String sent() {
        Answer answer =
                Api.send(
                        "POST",
                        "/api/v1/ingest",
                        lines.toString().getBytes(UTF_8),
                        "Content-Type",
                        "application/x-ndjson");
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
        assertThat(answer.at("/rejected").asInt()).as(answer.http().body()).isZero();
        return externalId;
    }

    /** A run that failed in a step in the middle, with all there may be: loops, retries, children. */
    static String failed(String externalId) {
        Seed seed =
                run(externalId, "order-flow", Duration.ofMinutes(5))
                        .step("fetch", 0, 400, "success", "'output': {'orders': 3}");
        for (int i = 0; i < 20; i++) {
            seed.step(
                    "each/" + i,
                    500L + i * 50L,
                    545L + i * 50L,
                    "success",
                    "'nodeName': 'each order', 'iteration': %d".formatted(i));
        }
        return seed.step(
                        "charge", 1600, 2000, "failed", "'attempt': 1, 'error': 'connection reset'")
                .step(
                        "charge",
                        2200,
                        2900,
                        "failed",
                        "'attempt': 2, 'input': {'amount': 4711, 'card': 'ending 42'}, 'error': {'type': 'Declined', 'message': 'card was declined'}")
                .log("info", "charging the card")
                .log("error", "card was declined")
                .end(
                        "failed",
                        3000,
                        "'error': {'type': 'Declined', 'message': 'card was declined'}, 'dag': "
                                + GRAPH)
                .sent();
    }

    /** The id of a failed run, with one before it that went well. */
    static String withPredecessor() {
        completed(Api.fresh(), "order-flow", Duration.ofHours(1));
        return "ext:" + failed(Api.fresh());
    }

    static String completed(String externalId, String workflowId, Duration ago) {
        return run(externalId, workflowId, ago)
                .step("only", 0, 900, "success", "")
                .end("success", 1000, "")
                .sent();
    }

    /** A run that says hostile things wherever an engine may say anything. */
    static String hostile(String externalId) {
        return run(externalId, HOSTILE, Duration.ofMinutes(1))
                .step(
                        "s",
                        0,
                        900,
                        "failed",
                        "'nodeName': '%1$s', 'input': {'%1$s': '%1$s'}, 'error': {'type': '%1$s', 'message': '%1$s', 'stack': '%1$s'}"
                                .formatted(HOSTILE))
                .log("error", HOSTILE)
                .end(
                        "failed",
                        1000,
                        "'workflowName': '%1$s', 'workflowVersion': '%1$s', 'labels': {'team': '%1$s'}, 'error': {'type': '%1$s', 'message': '%1$s'}"
                                .formatted(HOSTILE))
                .sent();
    }

    /** A run of very many steps, one after another and side by side. */
    static String large(String externalId, int steps) {
        Seed seed = run(externalId, "many-steps", Duration.ofMinutes(30));
        for (int i = 0; i < steps; i++) {
            seed.step("step-" + i, i * 20L, i * 20L + 15L + i % 7 * 40L, "success", "");
        }
        return seed.end("success", steps * 20L + 300, "").sent();
    }
}
