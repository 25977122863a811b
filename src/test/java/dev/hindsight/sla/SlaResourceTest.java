package dev.hindsight.sla;

import static dev.hindsight.fixture.Api.segment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Service levels over HTTP: made, told, replaced, deleted. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class SlaResourceTest {

    private static final String SLAS = "/api/v1/slas";
    private static final String PLAIN = "{'workflowId': 'w', 'maxDurationMs': 1000}";

    private final String namespace = "n-" + UUID.randomUUID();

    @BeforeEach
    void makeNamespace() {
        assertThat(Api.put("/api/v1/namespaces/" + namespace, "{}").status()).isEqualTo(201);
    }

    private String[] in() {
        return new String[] {"Hindsight-Namespace", namespace};
    }

    private Answer get(String name) {
        return Api.send("GET", SLAS + "/" + segment(name), null, in());
    }

    private Answer put(String name, String json) {
        return Api.put(SLAS + "/" + segment(name), json, in());
    }

    private Answer delete(String name) {
        return Api.send("DELETE", SLAS + "/" + segment(name), null, in());
    }

    private static void assertProblem(Answer told, int status, String slug) {
        assertThat(told.status()).as(told.http().body()).isEqualTo(status);
        assertThat(told.text("/type")).isEqualTo("/problems/" + slug);
    }

    @Test
    void sla_isToldAsItWasSent() {
        Answer made =
                put(
                        "all of it",
                        """
                        {'name': 'all of it', 'workflowId': 'order-flow', 'maxDurationMs': 60000,
                         'minSuccessRate': 99.5, 'maxSilence': 'PT2H', 'window': 'P1DT1H'}
                        """);

        assertThat(made.status()).as(made.http().body()).isEqualTo(201);
        assertThat(made.header("Location")).isEqualTo(SLAS + "/all%20of%20it");
        assertThat(made.http().body().replace('"', '\''))
                .startsWith(
                        "{'name':'all of it','workflowId':'order-flow','maxDurationMs':60000,"
                                + "'minSuccessRate':99.5,'maxSilence':'PT2H','window':'P1DT1H',"
                                + "'state':'kept','breaches':[],'createdAt':");
        assertThat(get("all of it").body()).isEqualTo(made.body());
        assertThat(Api.send("GET", SLAS, null, in()).at("/items/0")).isEqualTo(made.body());
        assertThat(Api.get(SLAS + "/all%20of%20it").status()).isEqualTo(404);
    }

    @Test
    void sla_isReplacedAndDeleted() {
        put("a", PLAIN);

        Answer told = put("a", "{'workflowId': 'x', 'maxSilence': 'PT1M'}");

        assertThat(told.status()).isEqualTo(200);
        assertThat(told.at("/maxDurationMs").isNull()).isTrue();
        assertThat(told.text("/window")).isEqualTo("PT1H");
        assertThat(delete("a").status()).isEqualTo(204);
        assertProblem(get("a"), 404, "not-found");
        assertProblem(delete("a"), 404, "not-found");
        Answer audit = Api.send("GET", "/api/v1/audit", null, in());
        assertThat(audit.text("/items/0/action")).isEqualTo("sla.deleted");
        assertThat(audit.text("/items/1/action")).isEqualTo("sla.changed");
    }

    @Test
    void slas_areNotTooMany() {
        for (int i = 0; i < 100; i++) {
            assertThat(put("s" + i, PLAIN).status()).isEqualTo(201);
        }

        assertProblem(put("one more", PLAIN), 409, "conflict");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'maxDurationMs': 1} | /workflowId",
                "{'workflowId': '', 'maxDurationMs': 1} | /workflowId",
                "{'workflowId': 'w'} | ''",
                "{'workflowId': 'w', 'window': 'PT1H'} | ''",
                "{'workflowId': 'w', 'maxDurationMs': 0} | /maxDurationMs",
                "{'workflowId': 'w', 'maxDurationMs': 1.5} | /maxDurationMs",
                "{'workflowId': 'w', 'maxDurationMs': 315360000001} | /maxDurationMs",
                "{'workflowId': 'w', 'minSuccessRate': -0.1} | /minSuccessRate",
                "{'workflowId': 'w', 'minSuccessRate': 100.1} | /minSuccessRate",
                "{'workflowId': 'w', 'minSuccessRate': '99'} | /minSuccessRate",
                "{'workflowId': 'w', 'maxSilence': 'PT59S'} | /maxSilence",
                "{'workflowId': 'w', 'maxSilence': 'P367D'} | /maxSilence",
                "{'workflowId': 'w', 'maxSilence': '2h'} | /maxSilence",
                "{'workflowId': 'w', 'maxSilence': 7} | /maxSilence",
                "{'workflowId': 'w', 'maxDurationMs': 1, 'window': 'P31D'} | /window",
                "{'workflowId': 'w', 'maxDurationMs': 1, 'window': 'PT1S'} | /window",
                "{'workflowId': 'w', 'maxDurationMs': 1, 'windw': 'PT1H'} | /windw",
                "{'workflowId': 'w', 'maxDurationMs': 1, 'name': 'b'} | /name"
            })
    void whatIsNotValid_isNamed(String body, String pointer) {
        Answer told = put("a", body);

        assertProblem(told, 400, "invalid-request");
        assertThat(told.at("/errors").toString()).contains("\"pointer\":\"" + pointer + "\"");
    }
}
