package dev.hindsight.systems;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import java.util.UUID;

/** A namespace of a test's own: sweeps are of all, what they did is told of this one. */
final class Realm {

    private static final String RUNS = "/api/v1/retention/runs";

    private final String name = "realm-" + UUID.randomUUID();

    Realm() {
        assertThat(Api.put("/api/v1/namespaces/" + name, "{}").status()).isEqualTo(201);
    }

    /** The headers of those who work in it. */
    String[] headers() {
        return new String[] {"Hindsight-Namespace", name};
    }

    /** What the scheduler does every hour. */
    Answer sweep() {
        Answer run = Api.send("POST", RUNS + "?wait=true", null, headers());
        assertThat(run.status()).as(run.http().body()).isEqualTo(200);
        assertThat(run.at("/problem").isNull()).as(run.http().body()).isTrue();
        return run;
    }
}
