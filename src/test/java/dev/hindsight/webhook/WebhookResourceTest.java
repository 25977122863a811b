package dev.hindsight.webhook;

import static dev.hindsight.fixture.Api.segment;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Webhooks over HTTP: made, told, replaced, deleted. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class WebhookResourceTest {

    private static final String WEBHOOKS = "/api/v1/webhooks";
    private static final String SECRET =
            "whsec_"
                    + Base64.getEncoder()
                            .encodeToString("a secret of thirty-two bytes, ok".getBytes(UTF_8));
    private static final String PLAIN =
            "{'url': 'https://example.org/hook?key=1', 'events': ['execution.failed']}";

    private final String namespace = "n-" + UUID.randomUUID();

    @BeforeEach
    void makeNamespace() {
        assertThat(Api.put("/api/v1/namespaces/" + namespace, "{}").status()).isEqualTo(201);
    }

    private String[] in() {
        return new String[] {"Hindsight-Namespace", namespace};
    }

    private Answer get(String name) {
        return Api.send("GET", WEBHOOKS + "/" + segment(name), null, in());
    }

    private Answer put(String name, String json) {
        return Api.put(WEBHOOKS + "/" + segment(name), json, in());
    }

    private Answer delete(String name) {
        return Api.send("DELETE", WEBHOOKS + "/" + segment(name), null, in());
    }

    private String secretOf(String name) {
        return Rows.texts(
                        "SELECT w.secret FROM webhook w JOIN namespace n ON n.id = w.namespace_id"
                                + " WHERE n.name = $1 AND w.name = $2",
                        namespace,
                        name)
                .get(0);
    }

    private static void assertProblem(Answer told, int status, String slug) {
        assertThat(told.status()).as(told.http().body()).isEqualTo(status);
        assertThat(told.text("/type")).isEqualTo("/problems/" + slug);
    }

    @Test
    void webhook_isToldAsItWasSent() {
        Answer made =
                put(
                        "all of it",
                        """
                        {'name': 'all of it', 'url': 'https://example.org:8443/a?b=c', 'secret': '%s',
                         'events': ['execution.failed', 'sla.breached', 'execution.failed'],
                         'filter': {'workflowId': ['b', 'a'], 'label': {'team': 'x'}},
                         'enabled': false}
                        """
                                .formatted(SECRET));

        assertThat(made.status()).as(made.http().body()).isEqualTo(201);
        assertThat(made.header("Location")).isEqualTo(WEBHOOKS + "/all%20of%20it");
        assertThat(made.http().body()).doesNotContain("whsec").doesNotContain("secret");
        assertThat(made.text("/url")).isEqualTo("https://example.org:8443/a?b=c");
        assertThat(made.at("/events").toString())
                .isEqualTo("[\"execution.failed\",\"sla.breached\"]");
        assertThat(made.at("/filter").toString())
                .isEqualTo("{\"workflowId\":[\"b\",\"a\"],\"label\":{\"team\":\"x\"}}");
        assertThat(made.at("/enabled").asBoolean()).isFalse();
        assertThat(made.at("/disabledReason").isNull()).isTrue();
        assertThat(made.at("/failures").asInt()).isZero();
        assertThat(get("all of it").body()).isEqualTo(made.body());
        assertThat(Api.send("GET", WEBHOOKS, null, in()).at("/items/0")).isEqualTo(made.body());
        assertThat(secretOf("all of it")).isEqualTo(SECRET);
    }

    @Test
    void secretThatIsNotSent_isMadeUpAndShownOnce() {
        Answer made = put("a", PLAIN);

        assertThat(made.status()).isEqualTo(201);
        String secret = made.text("/secret");
        assertThat(secret).matches("whsec_[A-Za-z0-9+/]{43}=");
        assertThat(made.header("Cache-Control")).isEqualTo("no-store");
        assertThat(secretOf("a")).isEqualTo(secret);
        assertThat(get("a").http().body()).doesNotContain(secret);

        Answer again = put("a", PLAIN);

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body().has("secret")).isFalse();
        assertThat(secretOf("a")).isEqualTo(secret);
        assertThat(
                        put(
                                        "a",
                                        PLAIN.replace(
                                                "'events'",
                                                "'secret': '%s', 'events'".formatted(SECRET)))
                                .status())
                .isEqualTo(200);
        assertThat(secretOf("a")).isEqualTo(SECRET);
    }

    @Test
    void put_replacesAllButTheSecret() {
        put("a", PLAIN.replace("'events'", "'filter': {'status': ['failed']}, 'events'"));

        Answer told = put("a", "{'url': 'http://example.com', 'events': ['execution.created']}");

        assertThat(told.at("/filter").isNull()).isTrue();
        assertThat(told.text("/url")).isEqualTo("http://example.com");
        assertThat(told.at("/enabled").asBoolean()).isTrue();
    }

    @Test
    void webhook_isDeleted() {
        put("a", PLAIN);

        assertThat(delete("a").status()).isEqualTo(204);
        assertProblem(get("a"), 404, "not-found");
        assertProblem(delete("a"), 404, "not-found");
    }

    @Test
    void webhooks_areListedByName_andOfTheirNamespaceAlone() {
        for (String name : List.of("b", "a", "c")) {
            put(name, PLAIN);
        }

        Answer all = Api.send("GET", WEBHOOKS, null, in());

        assertThat(
                        StreamSupport.stream(all.at("/items").spliterator(), false)
                                .map(it -> it.get("name").asText()))
                .containsExactly("a", "b", "c");
        assertThat(Api.get(WEBHOOKS + "/a").status()).isEqualTo(404);
    }

    @Test
    void webhooks_areNotTooMany() {
        for (int i = 0; i < 20; i++) {
            assertThat(put("w" + i, PLAIN).status()).isEqualTo(201);
        }

        assertProblem(put("one more", PLAIN), 409, "conflict");
        assertThat(put("w0", PLAIN).status()).isEqualTo(200);
    }

    @Test
    void changes_areInTheAuditWithoutTheSecret() {
        String secret = put("a", PLAIN).text("/secret");
        delete("a");

        Answer audit = Api.send("GET", "/api/v1/audit", null, in());

        assertThat(audit.text("/items/0/action")).isEqualTo("webhook.deleted");
        assertThat(audit.text("/items/1/action")).isEqualTo("webhook.changed");
        assertThat(audit.text("/items/1/target")).isEqualTo("a");
        assertThat(audit.text("/items/1/detail/events/0")).isEqualTo("execution.failed");
        assertThat(audit.http().body()).doesNotContain(secret);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'events': ['execution.failed']} | /url",
                "{'url': null, 'events': ['execution.failed']} | /url",
                "{'url': 7, 'events': ['execution.failed']} | /url",
                "{'url': 'ftp://example.org', 'events': ['execution.failed']} | /url",
                "{'url': 'https://u:p@example.org', 'events': ['execution.failed']} | /url",
                "{'url': 'https://example.org'} | /events",
                "{'url': 'https://example.org', 'events': []} | /events",
                "{'url': 'https://example.org', 'events': 'execution.failed'} | /events",
                "{'url': 'https://example.org', 'events': ['execution.failed', 'execution.exploded']} | /events/1",
                "{'url': 'https://example.org', 'events': ['execution.failed'], 'secret': 'x'} | /secret",
                "{'url': 'https://example.org', 'events': ['execution.failed'], 'secret': 'whsec_AAAA'} | /secret",
                "{'url': 'https://example.org', 'events': ['execution.failed'], 'filter': []} | /filter",
                "{'url': 'https://example.org', 'events': ['execution.failed'], 'filter': {'status': ['odd']}} | /filter/status/0",
                "{'url': 'https://example.org', 'events': ['execution.failed'], 'filter': {'q': 'x'}} | /filter/q",
                "{'url': 'https://example.org', 'events': ['execution.failed'], 'filter': {'status': []}} | /filter/status",
                "{'url': 'https://example.org', 'events': ['execution.failed'], 'enabled': 1} | /enabled",
                "{'url': 'https://example.org', 'events': ['execution.failed'], 'evnets': 1} | /evnets",
                "{'url': 'https://example.org', 'events': ['execution.failed'], 'name': 'b'} | /name"
            })
    void whatIsNotValid_isNamed(String body, String pointer) {
        Answer told = put("a", body);

        assertProblem(told, 400, "invalid-request");
        assertThat(told.at("/errors").toString()).contains("\"pointer\":\"" + pointer + "\"");
        assertThat(get("a").status()).isEqualTo(404);
    }

    @Test
    void unknownEvent_isNamedInItsOwnWord() {
        Answer told = put("a", "{'url': 'https://example.org', 'events': ['execution.exploded']}");

        assertThat(told.text("/detail")).contains("execution.exploded");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "http://2130706433/",
                "http://localhost:8080/",
                "https://LOCALHOST/",
                "http://a.localhost/",
                "http://10.1.2.3/",
                "http://169.254.169.254/latest/meta-data",
                "http://[::1]/",
                "http://[fd00:ec2::254]/",
                "http://[::ffff:10.0.0.1]/",
                "http://[64:ff9b::a00:1]/"
            })
    void privateAddress_isRefused(String url) {
        Answer told = put("a", PLAIN.replace("https://example.org/hook?key=1", url));

        assertProblem(told, 400, "invalid-request");
        assertThat(told.text("/errors/0/pointer")).isEqualTo("/url");
        assertThat(told.text("/detail")).contains("hindsight.webhook.allow-private-addresses");
    }

    @Test
    void preconditions_areRefused() {
        assertThat(Api.put(WEBHOOKS + "/a", PLAIN, "If-Match", "\"1\"").status()).isEqualTo(400);
    }
}
