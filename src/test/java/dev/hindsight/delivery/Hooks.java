package dev.hindsight.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.Rows;
import io.quarkus.arc.Arc;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Webhooks of a namespace of their own, and what happens there. */
final class Hooks {

    static final String ALL =
            "'execution.created', 'execution.updated', 'execution.completed', 'execution.failed',"
                    + " 'execution.cancelled', 'execution.timed_out', 'execution.crashed',"
                    + " 'execution.deleted', 'execution.restored', 'execution.replay_requested',"
                    + " 'executions.removed'";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final String namespace = "n-" + UUID.randomUUID();

    Hooks() {
        Rows.run("DELETE FROM webhook");
        Rows.run("DELETE FROM delivery");
        assertThat(Api.put("/api/v1/namespaces/" + namespace, "{}").status()).isEqualTo(201);
    }

    static <T> T bean(Class<T> type) {
        return Arc.container().instance(type).get();
    }

    static <T> T await(Uni<T> answer) {
        return answer.await().atMost(PATIENCE);
    }

    String[] in() {
        return new String[] {"Hindsight-Namespace", namespace};
    }

    /** Makes or replaces a webhook; tells its secret if that was made up. */
    String hook(String name, String url, String members) {
        Answer made =
                Api.put(
                        "/api/v1/webhooks/" + name,
                        "{'url': '%s', %s}".formatted(url, members),
                        in());
        assertThat(made.status()).as(made.http().body()).isBetween(200, 201);
        return made.text("/secret");
    }

    Answer get(String name) {
        return Api.send("GET", "/api/v1/webhooks/" + name, null, in());
    }

    Answer deliveries(String name, String question) {
        return Api.send("GET", "/api/v1/webhooks/" + name + "/deliveries" + question, null, in());
    }

    List<String> texts(Answer page, String member) {
        return StreamSupport.stream(page.at("/items").spliterator(), false)
                .map(it -> it.get(member).asText())
                .toList();
    }

    /** Reports an execution of a workflow; tells its id. */
    String report(String externalId, String members) {
        Answer told =
                Api.post(
                        Api.EXECUTIONS,
                        "{'externalId': '%s', 'workflowId': 'w'%s}"
                                .formatted(externalId, members.isEmpty() ? "" : ", " + members),
                        in());
        assertThat(told.status()).as(told.http().body()).isBetween(200, 201);
        return told.text("/id");
    }

    /** Takes what happened into the outbox. */
    static void follow() {
        await(bean(Follower.class).follow());
    }

    /** Sends what is due, until nothing is; tells how many times something was sent. */
    static int send() {
        return send(bean(Dispatcher.class));
    }

    static int send(Dispatcher dispatcher) {
        int all = 0;
        int sent = await(dispatcher.round());
        while (sent > 0) {
            all += sent;
            sent = await(dispatcher.round());
        }
        return all;
    }

    /** Sends until nothing waits for a webhook any more, not even for another attempt. */
    void sendAll(String name) {
        Instant patience = Instant.now().plusSeconds(30);
        do {
            assertThat(Instant.now()).isBefore(patience);
            send();
        } while (!deliveries(name, "?state=waiting").at("/items").isEmpty());
    }

    static int tell() {
        follow();
        return send();
    }

    static long waiting() {
        return Rows.number("SELECT count(*) FROM delivery WHERE state = 0");
    }
}
