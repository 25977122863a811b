package dev.hindsight.edge;

import static dev.hindsight.fixture.Api.EXECUTIONS;
import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.put;
import static dev.hindsight.fixture.Api.report;
import static dev.hindsight.fixture.Api.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are not about the resource whose path they have, or not by a method that it has. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class AnotherResourceTest {

    private final String id = fresh();

    private static void assertProblem(Answer answer, int status, String slug) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text("/type")).isEqualTo("/problems/" + slug);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/artifacts/n/%2e%2e",
                "/artifacts/n/.%2E",
                "/artifacts/%2E./k",
                "/artifacts/%2e/k",
                "/artifacts/n/..",
                "/artifacts/.",
                "/snapshots/%2e%2e",
                "/snapshots/%2e%2e/",
                "/artifacts//",
                "/artifacts//k",
                "//",
                "/steps/k/%2e%2e/%2e%2e"
            })
    void segmentThatIsNoName_isNotPassedOver(String below) {
        report(id, "");
        put(ext(id) + "/artifacts", "{'n': {'k': 1}}");

        assertProblem(send("DELETE", ext(id) + below, null), 400, "invalid-request");
        assertProblem(get(ext(id) + below), 400, "invalid-request");

        assertThat(get(ext(id) + "/artifacts").at("/n/k").asInt()).isEqualTo(1);
        assertThat(get(ext(id)).at("/deletedAt").isNull()).isTrue();
    }

    @Test
    void dotsInAName_areOfTheName() {
        String dotted = "." + id + "..";
        report(dotted, "");

        assertThat(get(ext(dotted)).text("/externalId")).isEqualTo(dotted);
        assertThat(put(ext(dotted) + "/artifacts/...x/.k", "1").status()).isEqualTo(201);
        assertThat(put(ext(dotted) + "/artifacts/a%2F../k", "1").status()).isEqualTo(201);
    }

    @Test
    void artifactsThatNoPathCanName_areRefused() {
        report(id, "");

        Answer answer = put(ext(id) + "/artifacts", "{'.': {'k': 1}, 'n': {'..': 1}}");

        assertProblem(answer, 400, "invalid-request");
        assertThat(answer.at("/errors").findValuesAsText("pointer")).containsExactly("/.", "/n/..");
    }

    @Test
    void semicolonInAPath_isNotCutOff() {
        report(id, "");
        String another = id + ";b";
        report(another, "");

        Answer raw = send("DELETE", EXECUTIONS + "/ext:" + another, null);

        assertProblem(raw, 400, "invalid-request");
        assertThat(raw.text("/detail")).contains("%3B");
        assertThat(get(ext(another)).text("/externalId")).isEqualTo(another);
        assertThat(get(ext(id)).at("/deletedAt").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DELETE | /ext:a/tree | GET, HEAD, OPTIONS, PUT",
                "PUT | /ext:a/logs | GET, HEAD, OPTIONS, POST",
                "DELETE | /ext:a/steps | GET, HEAD, OPTIONS, POST",
                "POST | /ext:a/steps/k | GET, HEAD, OPTIONS, PATCH, PUT",
                "GET | /ext:a/heartbeat | OPTIONS, POST",
                "GET | /ext:a/dag | OPTIONS, PUT",
                "PUT | /ext:a/snapshots | GET, HEAD, OPTIONS, POST",
                "PUT | /ext:a/snapshots/latest | DELETE, GET, HEAD, OPTIONS",
                "POST | /ext:a/state/active | DELETE, GET, HEAD, OPTIONS, PUT",
                "POST | /ext:a/artifacts | DELETE, GET, HEAD, OPTIONS, PATCH, PUT",
                "PUT | /ext:a | DELETE, GET, HEAD, OPTIONS, PATCH",
                "GET | /ext:a/restore | OPTIONS, POST",
                "DELETE | /ext:a/timeline | GET, HEAD, OPTIONS",
                "POST | /ext:a/export | GET, HEAD, OPTIONS",
                "GET | /delete | OPTIONS, POST",
                "DELETE | /delete | OPTIONS, POST",
                "GET | /crashed | OPTIONS, POST",
                "GET | /import | OPTIONS, POST",
                "HEAD | /import | OPTIONS, POST",
                "DELETE | /counts | GET, HEAD, OPTIONS",
                "PATCH | /export | GET, HEAD, OPTIONS",
                "PUT | | GET, HEAD, OPTIONS, POST"
            })
    void anotherMethod_isToldTheRightOnes(String method, String below, String allow) {
        String path = EXECUTIONS + (below == null ? "" : below);

        Answer answer = send(method, path, null);

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo(allow);
        assertThat(send("OPTIONS", path, null).header("Allow")).isEqualTo(allow);
    }

    @Test
    void pathThatNobodyHas_isNotFound() {
        assertThat(get(ext(id) + "/nothing").status()).isEqualTo(404);
        assertThat(send("DELETE", ext(id), null).status()).isEqualTo(404);
        assertThat(Api.post(ext(id) + "/heartbeat", "{}").status()).isEqualTo(404);
    }
}
