package dev.hindsight.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.Rows;
import java.util.List;
import java.util.UUID;

/**
 * The names of things that belong to somebody, or to nobody; all names of one kind are equally long.
 *
 * @param workflow also the name of a retention policy, of a webhook and of an SLA
 * @param graph a hash
 * @param failure a fingerprint
 * @param key the id of an API key
 */
record Property(
        String execution,
        String external,
        String workflow,
        String snapshot,
        String graph,
        String failure,
        String key,
        String namespace) {

    /** Things that are nowhere. */
    static Property nobodys() {
        return new Property(
                id(),
                Api.fresh(),
                Api.fresh(),
                id(),
                (UUID.randomUUID().toString() + UUID.randomUUID()).replace("-", ""),
                UUID.randomUUID().toString().replace("-", "").substring(16),
                UUID.randomUUID().toString().replace("-", "").substring(0, 16),
                unheardOf());
    }

    /** A namespace that has not been heard of. */
    static String unheardOf() {
        return "n-" + UUID.randomUUID();
    }

    /** One of everything, in a new namespace. */
    static Property of(Key owner, String namespace) {
        Property names = nobodys();
        String execution = "/api/v1/executions/" + names.execution();
        Answer made =
                owner.post(
                        "/api/v1/executions",
                        ("{'id': '%s', 'externalId': '%s', 'workflowId': '%s', 'input': 1,"
                                        + " 'engineInstance': '%s'}")
                                .formatted(
                                        names.execution(),
                                        names.external(),
                                        names.workflow(),
                                        names.workflow()));
        assertThat(made.status()).as(made.http().body()).isEqualTo(201);
        good(owner.put(execution + "/steps/s", "{'nodeId': 'n', 'input': 1}"));
        good(owner.post(execution + "/logs", "[{'sequence': 0, 'message': 'theirs'}]"));
        good(owner.put(execution + "/artifacts", "{'n': {'k': 1}}"));
        good(owner.put(execution + "/tree", "{'root': 1}"));
        good(owner.put(execution + "/state/active", "active", "Content-Type", BYTES));
        Answer snapshot =
                good(owner.post(execution + "/snapshots", "bytes", "Content-Type", BYTES));
        // A graph of its own: the same one might be somebody else's too.
        Answer graph =
                good(owner.put(execution + "/dag", "{'nodes': ['%s']}".formatted(Api.fresh())));
        // Digits would be taken out of the message, and others may have failed likewise.
        String message =
                names.external()
                        .chars()
                        .map(c -> Character.isDigit(c) ? 'q' + (c - '0') : c)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
        String failed =
                good(owner.post(
                                "/api/v1/executions",
                                "{'workflowId': '%s', 'status': 'failed', 'error': '%s'}"
                                        .formatted(names.workflow(), message)))
                        .text("/id");
        // A namespace has no room for as many as are made here.
        Rows.run("DELETE FROM retention_policy");
        good(owner.put("/api/v1/retention/policies/" + names.workflow(), "{}"));
        Rows.run("DELETE FROM sla");
        good(
                owner.put(
                        "/api/v1/slas/" + names.workflow(),
                        "{'workflowId': 'w', 'maxSilence': 'PT1H'}"));
        Rows.run("DELETE FROM webhook");
        good(
                owner.put(
                        "/api/v1/webhooks/" + names.workflow(),
                        "{'url': 'https://example.org/', 'events': ['execution.failed']}"));
        return new Property(
                names.execution(),
                names.external(),
                names.workflow(),
                snapshot.text("/snapshot"),
                graph.text("/dagHash").replace("sha256:", ""),
                Rows.texts(
                                "SELECT fingerprint FROM execution WHERE id = $1",
                                UUID.fromString(failed))
                        .get(0),
                owner.id(),
                namespace);
    }

    private static final String BYTES = "application/octet-stream";

    /** What was told about these things, as it would be told about any. */
    String anonymous(String told) {
        String text = told;
        for (String name :
                List.of(execution, external, workflow, snapshot, graph, failure, key, namespace)) {
            text = text.replace(name, "?");
        }
        return text;
    }

    private static Answer good(Answer answer) {
        assertThat(answer.status()).as(answer.http().body()).isBetween(200, 204);
        return answer;
    }

    private static String id() {
        return UuidCreator.getTimeOrderedEpoch().toString();
    }
}
