package dev.hindsight.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.access.Key;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.TokenIssuer;
import dev.hindsight.live.LiveClient;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens, where keys are taken as well: whom they let in, and to what. */
@QuarkusTest
@TestProfile(OidcProfile.class)
class TokensTest {

    private static final String EXECUTIONS = "/api/v1/executions";
    private static final String NAMESPACE = "https://id.example/namespace";

    private final TokenIssuer issuer = TokenIssuer.shared();
    private final String namespace = "n-" + UUID.randomUUID();

    @BeforeEach
    void makeNamespace() {
        assertThat(Key.ADMIN.put("/api/v1/namespaces/" + namespace, "{}").status()).isEqualTo(201);
    }

    /** Claims of somebody who has a role in the namespace, and reads payloads. */
    private Map<String, Object> claims(String role, Object... others) {
        Map<String, Object> claims = issuer.claims(role, others);
        claims.remove("roles");
        claims.putIfAbsent(
                "resource", Map.of("roles", List.of("offline_access", "hindsight-" + role)));
        claims.putIfAbsent(NAMESPACE, namespace);
        claims.putIfAbsent("payloads", true);
        for (int i = 0; i < others.length; i += 2) {
            if (others[i + 1].equals("")) {
                claims.remove((String) others[i]);
            }
        }
        return claims;
    }

    private Key signed(Map<String, Object> claims) {
        return new Key("oidc", issuer.sign(issuer.header("RS256"), claims));
    }

    private Key bearer(String role, Object... others) {
        return signed(claims(role, others));
    }

    private static void assertProblem(Answer told, int status, String slug, String detail) {
        assertThat(told.status()).as(told.http().body()).isEqualTo(status);
        assertThat(told.text("/type")).isEqualTo("/problems/" + slug);
        assertThat(told.text("/detail")).contains(detail);
    }

    private static void assertInvalid(String token, String detail) {
        assertProblem(new Key("oidc", token).get(EXECUTIONS), 401, "unauthenticated", detail);
    }

    @Nested
    class Letting {

        @ParameterizedTest
        @CsvSource({"viewer, 200, 403, 403", "writer, 200, 201, 403", "admin, 200, 201, 200"})
        void role_isWhatTheClaimSays(String role, int reading, int writing, int administering) {
            Key bearer = bearer(role);

            assertThat(bearer.get(EXECUTIONS).status()).isEqualTo(reading);
            assertThat(bearer.post(EXECUTIONS, "{'workflowId': 'w'}").status()).isEqualTo(writing);
            assertThat(bearer.get("/api/v1/audit").status()).isEqualTo(administering);
            assertThat(bearer.get("/q/metrics").status()).isEqualTo(403);
        }

        @Test
        void role_isTheHighestOfSeveral() {
            Key bearer =
                    bearer(
                            "viewer",
                            "resource",
                            Map.of("roles", List.of("engines", "hindsight-viewer")));

            assertThat(bearer.post(EXECUTIONS, "{'workflowId': 'w'}").status()).isEqualTo(201);
            assertThat(bearer.get("/api/v1/audit").status()).isEqualTo(403);
        }

        @Test
        void quotas_ofTheNamespaceHold() {
            String little = "little-" + namespace;
            Key.ADMIN.put("/api/v1/namespaces/" + little, "{'quotas': {'requestsPerSecond': 2}}");
            Key bearer = bearer("viewer", NAMESPACE, little, "sub", "hurried");

            List<Integer> answers =
                    IntStream.range(0, 20).mapToObj(i -> bearer.get(EXECUTIONS).status()).toList();

            assertThat(answers).contains(200, 429);
            assertThat(bearer("viewer").get(EXECUTIONS).status()).isEqualTo(200);
        }

        @Test
        void role_mayBeAWordOfAText() {
            Key bearer = bearer("viewer", "resource", Map.of("roles", "openid engines"));

            assertThat(bearer.post(EXECUTIONS, "{'workflowId': 'w'}").status()).isEqualTo(201);
        }

        @Test
        void whatIsInAnotherNamespace_isAsWhatIsNowhere() {
            String id = bearer("writer").post(EXECUTIONS, "{'workflowId': 'w'}").text("/id");
            Key stranger = bearer("admin", NAMESPACE, "default");

            Answer theirs = stranger.get(EXECUTIONS + "/" + id);
            Answer nobodys = stranger.get(EXECUTIONS + "/ext:" + Api.fresh());

            assertThat(theirs.status()).isEqualTo(404);
            assertThat(theirs.text("/detail")).isEqualTo(nobodys.text("/detail"));
            assertThat(bearer("viewer").get(EXECUTIONS + "/" + id).status()).isEqualTo(200);
        }

        @Test
        void adminOfAll_selectsANamespace() {
            String id = bearer("writer").post(EXECUTIONS, "{'workflowId': 'w'}").text("/id");
            Key admin = bearer("admin", NAMESPACE, "*");

            assertThat(admin.get(EXECUTIONS + "/" + id).status()).isEqualTo(404);
            assertThat(admin.get(EXECUTIONS + "/" + id, "Hindsight-Namespace", namespace).status())
                    .isEqualTo(200);
            assertThat(admin.get("/q/metrics").status()).isEqualTo(200);
        }

        @Test
        void anothersNamespace_cannotBeSelected() {
            assertThat(bearer("admin").get(EXECUTIONS, "Hindsight-Namespace", "default").status())
                    .isEqualTo(403);
        }

        @Test
        void payloads_areReadOnlyWhereTheClaimSaysSo() {
            String path =
                    EXECUTIONS
                            + "/"
                            + bearer("writer")
                                    .post(EXECUTIONS, "{'workflowId': 'w', 'input': 'x'}")
                                    .text("/id");

            assertThat(bearer("viewer").get(path).text("/input")).isEqualTo("x");
            assertThat(bearer("viewer", "payloads", "true").get(path).text("/input"))
                    .isEqualTo("x");
            for (Object no : List.of("", false, "false", 1, List.of(true))) {
                Answer told = bearer("viewer", "payloads", no).get(path);
                assertThat(told.at("/payloadWithheld").asBoolean()).as("%s", no).isTrue();
                assertThat(told.at("/input").isMissingNode()).as("%s", no).isTrue();
            }
        }

        @Test
        void audit_namesTheSubject() {
            Key admin = bearer("admin", "sub", "f:42:jane");
            admin.put("/api/v1/retention/policies/p-x", "{'maxAge': 'P9D'}");

            Answer audit = admin.get("/api/v1/audit");

            assertThat(audit.http().body()).contains("\"oidc:f:42:jane\"");
        }

        @Test
        void admin_makesKeysThatGoOn() {
            Answer made =
                    bearer("admin")
                            .post(
                                    "/api/v1/keys",
                                    "{'name': 'k', 'role': 'writer', 'namespace': '%s'}"
                                            .formatted(namespace));

            assertThat(made.status()).isEqualTo(201);
            assertThat(made.text("/createdBy")).isEqualTo("oidc:somebody");
        }

        @Test
        void keys_goOnOpening() {
            assertThat(Key.ADMIN.get(EXECUTIONS).status()).isEqualTo(200);
            assertThat(Key.of(namespace, "viewer").get(EXECUTIONS).status()).isEqualTo(200);
            assertThat(Key.revoked(namespace).get(EXECUTIONS).status()).isEqualTo(401);
        }

        @Test
        void otherDoors_areOpenedByTheSame() {
            assertThat(
                            bearer("viewer")
                                    .post(
                                            "/mcp",
                                            "{'jsonrpc': '2.0', 'id': 1, 'method': 'tools/list'}")
                                    .status())
                    .isEqualTo(200);
            assertThat(bearer("writer").post("/v1/traces", "{'resourceSpans': []}").status())
                    .isEqualTo(200);
            assertThat(bearer("viewer").post("/v1/traces", "{'resourceSpans': []}").status())
                    .isEqualTo(403);
        }

        @Test
        void audience_isAnyOfTheSettings() {
            assertThat(bearer("viewer", "aud", List.of("x", "hindsight-api")).get(EXECUTIONS))
                    .extracting(Answer::status)
                    .isEqualTo(200);
        }

        @Test
        void tokenWithoutAKeyId_isHeldAgainstTheKeysThereAre() {
            Map<String, Object> header = issuer.header("RS256");
            header.remove("kid");

            Key bearer = new Key("oidc", issuer.sign(header, claims("viewer")));

            assertThat(bearer.get(EXECUTIONS).status()).isEqualTo(200);
        }

        @Test
        void clocks_mayDifferByTheLeeway() {
            long now = Instant.now().getEpochSecond();
            assertThat(bearer("viewer", "nbf", now + 1).get(EXECUTIONS).status()).isEqualTo(200);
        }
    }

    @Nested
    class Refusing {

        @Test
        void times_count() {
            long now = Instant.now().getEpochSecond();

            assertInvalid(bearer("viewer", "exp", now - 60).token(), "expired");
            assertInvalid(bearer("viewer", "nbf", now + 60).token(), "not valid yet");
            assertInvalid(bearer("viewer", "exp", "").token(), "not valid");
            assertInvalid(bearer("viewer", "exp", "tomorrow").token(), "not valid");
        }

        @Test
        void issuerAndAudience_count() {
            assertInvalid(bearer("viewer", "iss", "https://id.example").token(), "another issuer");
            assertInvalid(bearer("viewer", "iss", issuer.issuer() + "/").token(), "another issuer");
            assertInvalid(bearer("viewer", "iss", "").token(), "not valid");
            assertInvalid(bearer("viewer", "aud", "account").token(), "another audience");
            assertInvalid(bearer("viewer", "aud", List.of("a", "b")).token(), "another audience");
            assertInvalid(bearer("viewer", "aud", "").token(), "no audience");
        }

        @Test
        void signature_counts() {
            String good = bearer("viewer").token();
            String claims = good.substring(0, good.lastIndexOf('.'));
            try (TokenIssuer other = TokenIssuer.start()) {
                other.rotate();
                String another = other.sign(issuer.header("RS256"), claims("viewer"));

                assertInvalid(another, "not valid");
            }
            assertInvalid(issuer.unsigned(claims("admin")), "not valid");
            assertInvalid(issuer.signedWithThePublicKey(claims("admin")), "not valid");
            assertInvalid(claims + ".", "not valid");
            assertInvalid(good.substring(0, good.length() - 8), "not valid");
            assertInvalid(issuer.sign(issuer.header("RS512"), claims("viewer")), "not valid");
            assertInvalid(issuer.sign(issuer.header("ES256"), claims("viewer")), "not valid");
        }

        @Test
        void headers_areNotBelieved() {
            Map<String, Object> withKey = issuer.header("RS256");
            withKey.put("jwk", Map.of("kty", "oct", "k", "AAAA"));
            withKey.put("jku", "http://localhost:1/keys");
            assertThat(
                            new Key("oidc", issuer.sign(withKey, claims("viewer")))
                                    .get(EXECUTIONS)
                                    .status())
                    .isEqualTo(200);
            Map<String, Object> critical = issuer.header("RS256");
            critical.put("crit", List.of("x"));
            assertInvalid(issuer.sign(critical, claims("viewer")), "not valid");
            Map<String, Object> logout = issuer.header("RS256");
            logout.put("typ", "logout+jwt");
            assertInvalid(issuer.sign(logout, claims("viewer")), "not valid");
            for (String member : List.of("kid", "alg", "typ", "crit")) {
                Map<String, Object> numbered = issuer.header("RS256");
                numbered.put(member, 7);
                assertInvalid(issuer.sign(numbered, claims("viewer")), "not valid");
            }
            for (String member : List.of("x5t", "x5t#S256", "x5c", "cty", "b64", "jku", "jwk")) {
                Map<String, Object> odd = issuer.header("RS256");
                odd.put(member, 7);
                odd.remove("kid");
                assertThat(
                                new Key("oidc", issuer.sign(odd, claims("viewer")))
                                        .get(EXECUTIONS)
                                        .status())
                        .as(member)
                        .isIn(200, 401);
            }
        }

        @Test
        void subject_isNeeded() {
            assertInvalid(bearer("viewer", "sub", "").token(), "not valid");
            assertInvalid(bearer("viewer", "sub", 7).token(), "not valid");
            assertInvalid(bearer("viewer", "sub", "x".repeat(256)).token(), "no subject");
        }

        @Test
        void tokenThatIsBoundToAKey_isNotGoodAlone() {
            assertInvalid(bearer("viewer", "cnf", Map.of("jkt", "x")).token(), "cnf");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"a.b.c", "e30.e30.e30", "..", "a.b.c.d.e", "eyJhbGciOiJSUzI1NiJ9..x"})
        void nonsense_isNoToken(String token) {
            assertInvalid(token, "");
        }

        @Test
        void tokenThatIsTooLong_isNotLookedAt() {
            assertInvalid(bearer("viewer", "x", "x".repeat(16 * 1024)).token(), "is needed");
        }

        @Test
        void nothing_isToldWhatIsTaken() {
            Answer told = Api.get(EXECUTIONS);

            assertProblem(told, 401, "unauthenticated", "key or token");
        }

        @Test
        void tokenWithoutARole_isToldSo() {
            for (Object roles :
                    List.of("", Map.of(), Map.of("roles", List.of("admin", "viewer")))) {
                assertProblem(
                        bearer("viewer", "resource", roles.equals("") ? List.of() : roles)
                                .get(EXECUTIONS),
                        403,
                        "forbidden",
                        "has none of engines, hindsight-admin, hindsight-viewer, hindsight-writer");
            }
            for (Object roles : List.of(7, true, Map.of("hindsight-admin", 1), List.of(1))) {
                assertProblem(
                        bearer("viewer", "resource", Map.of("roles", roles)).get(EXECUTIONS),
                        403,
                        "forbidden",
                        "neither a text");
            }
        }

        @Test
        void tokenWithoutANamespace_isToldSo() {
            for (Object name : List.of("", 7, List.of("default", namespace), Map.of())) {
                assertProblem(
                        bearer("viewer", NAMESPACE, name).get(EXECUTIONS),
                        403,
                        "forbidden",
                        "must be one text");
            }
            assertProblem(
                    bearer("viewer", NAMESPACE, "n-" + UUID.randomUUID()).get(EXECUTIONS),
                    403,
                    "forbidden",
                    "is not there");
            assertProblem(
                    bearer("viewer", NAMESPACE, "a b").get(EXECUTIONS),
                    403,
                    "forbidden",
                    "is not there");
            assertProblem(
                    bearer("writer", NAMESPACE, "*").get(EXECUTIONS),
                    403,
                    "forbidden",
                    "takes an admin");
        }
    }

    @Nested
    class Watching {

        @Test
        void socket_endsWithItsToken() {
            Key bearer = bearer("viewer", "exp", Instant.now().getEpochSecond() + 1);
            try (LiveClient said = LiveClient.open();
                    LiveClient other = LiveClient.open()) {
                other.say("{'type': 'hello', 'token': '%s'}".formatted(bearer("viewer").token()));
                other.next("welcome");
                said.say("{'type': 'hello', 'token': '%s'}".formatted(bearer.token()));
                said.next("welcome");

                assertThat(said.closing().code()).isEqualTo(4401);

                other.say("{'type': 'subscribe', 'id': 's', 'topic': 'executions'}");
                other.next("snapshot");
            }
        }

        @Test
        void socketOfNobody_isRefused() {
            Map<String, String> codes =
                    Map.of(
                            issuer.unsigned(claims("viewer")), "4401",
                            bearer("viewer", "resource", Map.of()).token(), "4403");
            codes.forEach(
                    (token, code) -> {
                        try (LiveClient client = LiveClient.open()) {
                            client.say("{'type': 'hello', 'token': '%s'}".formatted(token));
                            assertThat(client.closing().code()).isEqualTo(Integer.parseInt(code));
                        }
                    });
        }
    }
}
