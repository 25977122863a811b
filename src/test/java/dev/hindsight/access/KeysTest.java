package dev.hindsight.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.Rows;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys: who makes them, what they open, and when they open it no more. */
@QuarkusTest
@TestProfile(KeysProfile.class)
class KeysTest {

    private static final String KEYS = "/api/v1/keys";
    private static final String EXECUTIONS = "/api/v1/executions";

    private final String namespace = Property.unheardOf();

    private static void assertProblem(Answer told, int status, String slug) {
        assertThat(told.status()).as(told.http().body()).isEqualTo(status);
        assertThat(told.text("/type")).isEqualTo("/problems/" + slug);
    }

    private static List<String> ids(Answer list) {
        return StreamSupport.stream(list.at("/items").spliterator(), false)
                .map(key -> key.get("id").asText())
                .toList();
    }

    @Nested
    class Making {

        @Test
        void key_isShownOnceAndStoredAsAHash() {
            Answer made =
                    Key.ADMIN.post(
                            KEYS,
                            "{'name': 'CI', 'role': 'writer', 'namespace': '%s'}"
                                    .formatted(namespace));

            assertThat(made.status()).isEqualTo(201);
            assertThat(made.text("/key")).matches("hs_[0-9a-f]{16}_[0-9a-f]{64}");
            assertThat(made.text("/key")).contains(made.text("/id"));
            assertThat(made.header("Location")).isEqualTo(KEYS + "/" + made.text("/id"));
            assertThat(made.header("Cache-Control")).isEqualTo("no-store");
            assertThat(made.text("/namespace")).isEqualTo(namespace);
            assertThat(made.text("/role")).isEqualTo("writer");
            assertThat(made.at("/payloads").asBoolean()).isTrue();
            assertThat(made.text("/createdBy")).isEqualTo("admin-key");
            assertThat(made.at("/expiresAt").isNull()).isTrue();
            assertThat(made.text("/createdAt")).matches("[-0-9]{10}T[:0-9]{8}\\.\\d{3}Z");
            String secret = made.text("/key").substring(20);
            assertThat(
                            Rows.number(
                                    "SELECT count(*) FROM api_key k WHERE k::text LIKE '%' || $1 ||"
                                            + " '%'",
                                    secret))
                    .isZero();
            Answer listed = Key.ADMIN.get(KEYS);
            assertThat(ids(listed)).contains(made.text("/id"));
            assertThat(listed.http().body()).doesNotContain(secret).doesNotContain("\"key\":");
        }

        @Test
        void adminOfANamespace_makesKeysOfThatAlone() {
            Key admin = Key.of(namespace, "admin");

            Answer own = admin.post(KEYS, "{'name': 'k', 'role': 'viewer'}");
            Answer named =
                    admin.post(
                            KEYS,
                            "{'name': 'k', 'role': 'admin', 'namespace': '%s'}"
                                    .formatted(namespace));

            assertThat(own.text("/namespace")).isEqualTo(namespace);
            assertThat(own.text("/createdBy")).isEqualTo(admin.id());
            assertThat(named.status()).isEqualTo(201);
            for (String other : List.of("default", "*", Property.unheardOf())) {
                assertProblem(
                        admin.post(
                                KEYS,
                                "{'name': 'k', 'role': 'admin', 'namespace': '%s'}"
                                        .formatted(other)),
                        403,
                        "forbidden");
            }
        }

        @Test
        void whoMayNotReadPayloads_makesNoKeyThatMay() {
            Key admin =
                    Key.ordered(
                            "'name': 'k', 'role': 'admin', 'payloads': false, 'namespace': '%s'"
                                    .formatted(namespace));

            assertProblem(admin.post(KEYS, "{'name': 'k', 'role': 'viewer'}"), 403, "forbidden");
            assertThat(
                            admin.post(KEYS, "{'name': 'k', 'role': 'viewer', 'payloads': false}")
                                    .status())
                    .isEqualTo(201);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{}                                                    | /name",
                    "{'name': 'k'}                                         | /role",
                    "{'name': '', 'role': 'viewer'}                        | /name",
                    "{'name': 'k', 'role': 'owner'}                        | /role",
                    "{'name': 'k', 'role': 1}                              | /role",
                    "{'name': 'k', 'role': 'viewer', 'namespace': '*'}     | /role",
                    "{'name': 'k', 'role': 'viewer', 'namespace': 'a b'}   | /namespace",
                    "{'name': 'k', 'role': 'viewer', 'namespace': '-a'}    | /namespace",
                    "{'name': 'k', 'role': 'viewer', 'payloads': 'yes'}    | /payloads",
                    "{'name': 'k', 'role': 'viewer', 'expiresAt': '2001-01-01T00:00:00Z'} |"
                            + " /expiresAt",
                    "{'name': 'k', 'role': 'viewer', 'key': 'hs_my_own'}   | /key",
                    "{'name': 'k', 'role': 'viewer', 'rôle': 'admin'}      | /rôle",
                })
        void orderThatIsNotValid_isRefused(String order, String pointer) {
            Answer told = Key.ADMIN.post(KEYS, order);

            assertProblem(told, 400, "invalid-request");
            assertThat(told.text("/errors/0/pointer")).isEqualTo(pointer);
        }

        @Test
        void keyThatExpires_makesNoneThatOutlivesIt() {
            Key admin =
                    Key.ordered(
                            "'name': 'k', 'role': 'admin', 'namespace': '%s', 'expiresAt':"
                                            .formatted(namespace)
                                    + " '2999-01-01T00:00:00Z'");

            for (String end : List.of("", ", 'expiresAt': '2999-01-01T00:00:00.001Z'")) {
                assertProblem(
                        admin.post(KEYS, "{'name': 'k', 'role': 'viewer'%s}".formatted(end)),
                        403,
                        "forbidden");
            }
            assertThat(
                            admin.post(
                                            KEYS,
                                            "{'name': 'k', 'role': 'viewer', 'expiresAt':"
                                                    + " '2998-12-31T00:00:00Z'}")
                                    .status())
                    .isEqualTo(201);
        }

        @Test
        void anotherNamespacesKeys_areNeitherListedNorRevoked() {
            Key admin = Key.of(namespace, "admin");
            Key other = Key.of(Property.unheardOf(), "viewer");

            assertThat(ids(admin.get(KEYS))).containsExactly(admin.id());
            assertProblem(admin.send("DELETE", KEYS + "/" + other.id(), null), 404, "not-found");
            assertThat(other.get(EXECUTIONS).status()).isEqualTo(200);
        }
    }

    @Nested
    class Ending {

        @Test
        void revokedKey_opensNothing() {
            Key key = Key.of(namespace, "writer");
            assertThat(key.get(EXECUTIONS).status()).isEqualTo(200);

            assertThat(Key.ADMIN.send("DELETE", KEYS + "/" + key.id(), null).status())
                    .isEqualTo(204);

            assertProblem(key.get(EXECUTIONS), 401, "unauthenticated");
            assertThat(Key.ADMIN.send("DELETE", KEYS + "/" + key.id(), null).status())
                    .isEqualTo(204);
            JsonNode listed =
                    StreamSupport.stream(Key.ADMIN.get(KEYS).at("/items").spliterator(), false)
                            .filter(it -> it.get("id").asText().equals(key.id()))
                            .findFirst()
                            .orElseThrow();
            assertThat(listed.get("revokedAt").isNull()).isFalse();
        }

        @Test
        void unknownKey_isNotFound() {
            assertProblem(
                    Key.ADMIN.send("DELETE", KEYS + "/0123456789abcdef", null), 404, "not-found");
        }

        @Test
        void keyMadeElsewhere_opensAtOnce() {
            Key known = Key.of(namespace, "viewer");
            assertThat(known.get(EXECUTIONS).status()).isEqualTo(200);
            // As another replica does it, which cannot tell this one.
            Key moved = new Key("00000000" + known.id().substring(8), known.token());
            Rows.run("UPDATE api_key SET id = $1 WHERE id = $2", moved.id(), known.id());
            Key elsewhere = new Key(moved.id(), known.token().replace(known.id(), moved.id()));

            Answer told = elsewhere.get(EXECUTIONS);
            for (int i = 0; told.status() == 401 && i < 10_000; i++) {
                told = elsewhere.get(EXECUTIONS);
            }

            assertThat(told.status()).isEqualTo(200);
        }
    }

    @Nested
    class Gate {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/q/health",
                    "/q/health/live",
                    "/q/health/ready",
                    "/q/openapi",
                    "/ui/",
                    "/ui/compare"
                })
        void openPaths_takeNoKey(String path) {
            assertThat(Api.get(path).status()).isEqualTo(200);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/q/metrics",
                    "/q/swagger-ui",
                    "/q/swagger-ui/",
                    "/q/healthy",
                    "/q",
                    "/nowhere",
                    "/mcp",
                    "/v1/traces",
                    "/api/v1/live",
                    "/api/v1/live/",
                    "/api/v1/live/events",
                    "/api/v1/nowhere",
                    "/API/v1/executions",
                    "/api/v1/executions/"
                })
        void everyOtherPath_takesOne(String path) {
            assertProblem(Api.get(path), 401, "unauthenticated");
        }

        @Test
        void everyMethod_takesOne() {
            for (String method : List.of("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")) {
                assertThat(Api.send(method, EXECUTIONS, null).status()).isEqualTo(401);
            }
            assertThat(Api.send("HEAD", EXECUTIONS, null).status()).isEqualTo(401);
        }

        @Test
        void upgradeInNameOnly_isNoWayIn() {
            assertThat(
                            Api.send("POST", "/api/v1/live", null, "Sec-WebSocket-Version", "13")
                                    .status())
                    .isEqualTo(401);
        }

        @Test
        void refusals_areCounted() {
            double before = refused();

            Api.get(EXECUTIONS);

            assertThat(refused()).isGreaterThan(before);
        }

        private static double refused() {
            String name = "hindsight_access_refused_total{reason=\"unauthenticated\"} ";
            return Key.ADMIN
                    .get("/q/metrics")
                    .http()
                    .body()
                    .lines()
                    .filter(line -> line.startsWith(name))
                    .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                    .sum();
        }

        @Test
        void bodyIsNotReadBeforeTheKey() {
            assertProblem(
                    Api.post("/api/v1/ingest", "no JSON at all", "Authorization", "Bearer x"),
                    401,
                    "unauthenticated");
        }

        @Test
        void metrics_areForAdminsOfAllNamespaces() {
            assertProblem(Key.of(namespace, "admin").get("/q/metrics"), 403, "forbidden");
            assertThat(Key.ADMIN.get("/q/metrics").status()).isEqualTo(200);
        }

        /** By it browsers bring headers to the live channel, and to nothing else. */
        @Test
        void headersBroughtAsASubProtocol_areNotTaken() {
            Key writer = Key.of(namespace, "writer");
            String brought = "x, quarkus-http-upgrade%23";
            byte[] large = new byte[11 * 1024 * 1024];

            assertProblem(
                    writer.send(
                            "POST",
                            EXECUTIONS,
                            large,
                            "Sec-WebSocket-Protocol",
                            brought + "Content-Length%235"),
                    413,
                    "payload-too-large");
            assertThat(
                            Api.send(
                                            "GET",
                                            EXECUTIONS,
                                            null,
                                            "Sec-WebSocket-Protocol",
                                            brought + "Authorization%23Bearer%20" + writer.token())
                                    .status())
                    .isEqualTo(401);
        }

        @Test
        void upgradeThatIsNone_takesAKey() {
            String[] half = {"Sec-WebSocket-Version", "13", "Sec-WebSocket-Key", "eA=="};

            assertProblem(Api.send("GET", "/api/v1/live", null, half), 401, "unauthenticated");
        }

        @Test
        void everyAnswer_saysWhatTheCallerMay() {
            for (String role : List.of("viewer", "writer", "admin")) {
                Key key = Key.of(namespace, role);

                assertThat(key.get(EXECUTIONS).header("Hindsight-Role")).isEqualTo(role);
            }
            Answer refused = Key.of(namespace, "viewer").post(EXECUTIONS, "{}");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.header("Hindsight-Role")).isEqualTo("viewer");
        }

        @Test
        void scheme_isReadInAnyCase() {
            Key key = Key.of(namespace, "viewer");

            assertThat(Api.get(EXECUTIONS).status()).isEqualTo(401);
            assertThat(
                            Api.send(
                                            "GET",
                                            EXECUTIONS,
                                            null,
                                            "Authorization",
                                            "bearer  " + key.token())
                                    .status())
                    .isEqualTo(200);
        }
    }

    @Nested
    class Spaces {

        @Test
        void adminOfAll_selectsANamespace() {
            Key writer = Key.of(namespace, "writer");
            String external = Api.fresh();
            writer.post(EXECUTIONS, "{'externalId': '%s', 'workflowId': 'w'}".formatted(external));
            String path = EXECUTIONS + "/ext:" + external;

            assertThat(Key.ADMIN.get(path).status()).isEqualTo(404);
            assertThat(Key.ADMIN.get(path, "Hindsight-Namespace", namespace).status())
                    .isEqualTo(200);
            assertThat(writer.get(path, "Hindsight-Namespace", namespace).status()).isEqualTo(200);
        }

        @Test
        void namespaceThatIsNot_isSaidToTheAdminOfAll() {
            Answer told = Key.ADMIN.get(EXECUTIONS, "Hindsight-Namespace", Property.unheardOf());

            assertProblem(told, 404, "not-found");
            assertThat(told.text("/detail")).contains("PUT /api/v1/namespaces/");
        }

        @Test
        void anotherNamespace_isForbiddenWhetherThereIsOneOrNot() {
            Key viewer = Key.of(namespace, "viewer");

            Answer there = viewer.get(EXECUTIONS, "Hindsight-Namespace", "default");
            Answer nowhere = viewer.get(EXECUTIONS, "Hindsight-Namespace", Property.unheardOf());

            assertProblem(there, 403, "forbidden");
            assertThat(nowhere.http().body()).isEqualTo(there.http().body());
        }

        @Test
        void namespaces_areMadeAndTold() {
            String path = "/api/v1/namespaces/" + namespace;
            assertProblem(Key.ADMIN.get(path), 404, "not-found");

            Answer made = Key.ADMIN.put(path, "{'quotas': {'requestsPerSecond': 7}}");
            Answer again = Key.ADMIN.put(path, "{}");

            assertThat(made.status()).isEqualTo(201);
            assertThat(made.at("/quotas/requestsPerSecond").asInt()).isEqualTo(7);
            assertThat(again.status()).isEqualTo(200);
            assertThat(again.at("/quotas/requestsPerSecond").isNull()).isTrue();
            assertThat(Key.ADMIN.get("/api/v1/namespaces").http().body()).contains(namespace);
            Key admin = Key.of(namespace, "admin");
            assertThat(admin.get(path).text("/name")).isEqualTo(namespace);
            assertProblem(admin.get("/api/v1/namespaces/default"), 404, "not-found");
            assertProblem(admin.put(path, "{}"), 403, "forbidden");
            assertProblem(admin.get("/api/v1/namespaces"), 403, "forbidden");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{'quotas': {'requestsPerSecond': 0}}",
                    "{'quotas': {'requestsPerSecond': 'many'}}",
                    "{'quotas': {'requestsPerMinute': 1}}",
                    "{'quotas': {'bytesPerDay': 0}}",
                    "{'quotas': {'bytesPerDay': -1}}",
                    "{'quotas': {'bytesPerDay': 1.5}}",
                    "{'quotas': {'bytesPerDay': 1000000000000001}}",
                    "{'quotas': {'bytesPerDay': '1GiB'}}",
                    "{'quota': {}}",
                    "[]"
                })
        void quotasThatAreNotValid_areRefused(String body) {
            assertProblem(
                    Key.ADMIN.put("/api/v1/namespaces/" + namespace, body), 400, "invalid-request");
            assertThat(Key.ADMIN.get("/api/v1/namespaces/" + namespace).status()).isEqualTo(404);
        }

        @Test
        void nameThatIsNone_isRefused() {
            assertProblem(Key.ADMIN.put("/api/v1/namespaces/*", "{}"), 400, "invalid-request");
            assertProblem(Key.ADMIN.put("/api/v1/namespaces/a%20b", "{}"), 400, "invalid-request");
        }

        @Test
        void importOfAnothersExport_makesACopyOfOnesOwn() {
            Key theirs = Key.of(Property.unheardOf(), "admin");
            Key ours = Key.of(namespace, "writer");
            Answer made =
                    theirs.post(
                            EXECUTIONS,
                            "{'externalId': '%s', 'workflowId': 'w', 'note': 'theirs'}"
                                    .formatted(Api.fresh()));
            String path = EXECUTIONS + "/" + made.text("/id");
            String exported = theirs.get(path + "/export").http().body();

            Answer taken =
                    ours.send(
                            "POST",
                            EXECUTIONS + "/import",
                            exported.getBytes(UTF_8),
                            "Content-Type",
                            "application/x-ndjson");
            ours.send("PATCH", path, Api.json("{'note': 'ours'}"));

            assertThat(taken.status()).as(taken.http().body()).isEqualTo(200);
            assertThat(ours.get(path).text("/note")).isEqualTo("ours");
            assertThat(theirs.get(path).text("/note")).isEqualTo("theirs");
        }
    }

    @Nested
    class Rates {

        @Test
        void tooManyRequests_areToldWhenToAskAgain() {
            Key.ADMIN.put(
                    "/api/v1/namespaces/" + namespace, "{'quotas': {'requestsPerSecond': 2}}");
            Key hasty = Key.of(namespace, "viewer");
            Key elsewhere = Key.of(Property.unheardOf(), "viewer");

            Answer told = hasty.get(EXECUTIONS);
            int asked = 1;
            for (; told.status() == 200 && asked < 1_000; asked++) {
                told = hasty.get(EXECUTIONS);
            }

            assertProblem(told, 429, "overloaded");
            assertThat(asked).isGreaterThan(2);
            assertThat(told.header("Retry-After")).isEqualTo("1");
            assertThat(elsewhere.get(EXECUTIONS).status()).isEqualTo(200);
            assertThat(Key.ADMIN.get(EXECUTIONS).status()).isEqualTo(200);
        }

        /** However fast a machine is: what came within a time is less than its burst and refill. */
        @Test
        void callersOfANamespace_shareItsQuota() {
            int quota = 5;
            String path = "/api/v1/namespaces/" + namespace;
            Key.ADMIN.put(path, "{'quotas': {'requestsPerSecond': %d}}".formatted(quota));
            List<Key> keys =
                    List.of(
                            Key.of(namespace, "viewer"),
                            Key.of(namespace, "writer"),
                            Key.of(namespace, "admin"));
            Instant begun = Instant.now();

            long good =
                    IntStream.range(0, 90)
                            .mapToObj(i -> keys.get(i % keys.size()).get(EXECUTIONS))
                            .filter(answer -> answer.status() == 200)
                            .count();

            double seconds = Duration.between(begun, Instant.now()).toMillis() / 1_000.0;
            assertThat((double) good).isBetween(1.0 * quota, quota * (1 + seconds) + 1);
        }

        @Test
        void adminOfAllNamespaces_takesNothingOfTheQuota() {
            Key.ADMIN.put(
                    "/api/v1/namespaces/" + namespace, "{'quotas': {'requestsPerSecond': 1}}");
            Key own = Key.of(namespace, "viewer");

            for (int i = 0; i < 20; i++) {
                assertThat(Key.ADMIN.get(EXECUTIONS, "Hindsight-Namespace", namespace).status())
                        .isEqualTo(200);
            }

            assertThat(own.get(EXECUTIONS).status()).isEqualTo(200);
        }
    }
}
