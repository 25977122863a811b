package dev.hindsight.policy;

import static dev.hindsight.fixture.Api.segment;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies over HTTP: made, told, replaced, deleted. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class PolicyResourceTest {

    private static final String POLICIES = "/api/v1/retention/policies";

    private final String namespace = "n-" + UUID.randomUUID();

    @BeforeEach
    void makeNamespace() {
        assertThat(Api.put("/api/v1/namespaces/" + namespace, "{}").status()).isEqualTo(201);
    }

    private Answer list() {
        return Api.send("GET", POLICIES, null, in());
    }

    private Answer get(String name) {
        return Api.send("GET", POLICIES + "/" + segment(name), null, in());
    }

    private Answer put(String name, String json) {
        return Api.put(POLICIES + "/" + segment(name), json, in());
    }

    private Answer delete(String name) {
        return Api.send("DELETE", POLICIES + "/" + segment(name), null, in());
    }

    private String[] in() {
        return new String[] {"Hindsight-Namespace", namespace};
    }

    private List<String> names() {
        Answer all = list();
        assertThat(all.status()).isEqualTo(200);
        assertThat(all.body().size()).isEqualTo(1);
        return texts(all.at("/items"), "name");
    }

    private static List<String> texts(JsonNode items, String member) {
        return StreamSupport.stream(items.spliterator(), false)
                .map(it -> it.get(member).asText())
                .toList();
    }

    private static void assertProblem(Answer told, int status, String slug) {
        assertThat(told.status()).as(told.http().body()).isEqualTo(status);
        assertThat(told.text("/type")).isEqualTo("/problems/" + slug);
    }

    private static String json(JsonNode node) {
        return node.toString().replace('"', '\'');
    }

    @Nested
    class Telling {

        @Test
        void policy_isToldAsItWasSent() {
            Answer made =
                    put(
                            "all of it",
                            """
                            {'name': 'all of it', 'priority': 0, 'workflowId': ['a', 'b,c'],
                             'status': ['Success', 'TIMED-OUT'], 'label': {'team': 'x', 'a': 'b:c'},
                             'maxAge': 'P1Y2M3W4DT5H', 'payloadMaxAge': 'P4W', 'logMaxAge': 'PT36H',
                             'maxCount': 2147483647, 'countPer': 'policy', 'maxSnapshots': 1,
                             'archive': true, 'archiveMaxAge': 'P1000Y', 'enabled': false}
                            """);

            assertThat(made.status()).as(made.http().body()).isEqualTo(201);
            assertThat(made.header("Location")).isEqualTo(POLICIES + "/all%20of%20it");
            String told =
                    "{'name':'all of it','priority':0,'workflowId':['a','b,c'],"
                            + "'status':['completed','timed_out'],'label':{'team':'x','a':'b:c'},"
                            + "'maxAge':'P1Y2M3W4DT5H','payloadMaxAge':'P4W','logMaxAge':'PT36H',"
                            + "'maxCount':2147483647,'countPer':'policy','maxSnapshots':1,"
                            + "'archive':true,'archiveMaxAge':'P1000Y','enabled':false,'createdAt':";
            assertThat(json(made.body())).startsWith(told);
            assertThat(made.text("/createdAt")).matches("[-0-9]{10}T[:0-9]{8}\\.\\d{3}Z");
            assertThat(made.text("/updatedAt")).isEqualTo(made.text("/createdAt"));
            assertThat(get("all of it").body()).isEqualTo(made.body());
            assertThat(list().at("/items/0")).isEqualTo(made.body());
        }

        @Test
        void whatIsLeftOut_isToldAsDefaultOrNull() {
            String told =
                    "'priority':1000,'workflowId':null,'status':null,'label':null,'maxAge':null,"
                            + "'payloadMaxAge':null,'logMaxAge':null,'maxCount':null,"
                            + "'countPer':'workflow','maxSnapshots':null,'archive':false,"
                            + "'archiveMaxAge':null,'enabled':true,";

            assertThat(json(put("a", "{}").body())).contains(told);
            String nulls = told.substring(0, told.length() - 1).replaceAll(":[^,]+", ":null");
            assertThat(json(put("a", "{'name': null, " + nulls + "}").body())).contains(told);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "'workflowId':'a,b'",
                    "'workflowId':['a']",
                    "'status':'failed'",
                    "'status':['failed']",
                    "'label':'team:a:b'",
                    "'label':'team:'",
                    "'label':['team:a','other:']",
                    "'label':['team:a']",
                    "'label':{'team':'a'}",
                })
        void selection_keepsItsForm(String member) {
            Answer made = put("a", "{" + member + "}");

            assertThat(made.status()).as(made.http().body()).isEqualTo(201);
            assertThat(json(made.body())).contains(member);
            assertThat(json(get("a").body())).contains(member);
        }

        @Test
        void anyText_isTakenWhole() {
            String odd = "\\u0022 \\\\ \\n \\u2028 \\uD83D\\uDE00 é";
            Answer made =
                    put("a", "{'workflowId': ['%s'], 'label': {'k': '%s'}}".formatted(odd, odd));

            assertThat(made.status()).as(made.http().body()).isEqualTo(201);
            assertThat(made.text("/workflowId/0")).isEqualTo("\" \\ \n \u2028 😀 é");
            assertThat(made.text("/label/k")).isEqualTo(made.text("/workflowId/0"));
            assertThat(get("a").body()).isEqualTo(made.body());
        }

        @Test
        void policyThatIsNot_isNotFound() {
            for (String name : List.of("nothing", "a\u0001b", "DEFAULT", "x".repeat(300))) {
                assertProblem(get(name), 404, "not-found");
                assertProblem(delete(name), 404, "not-found");
            }
        }
    }

    @Nested
    class Replacing {

        @Test
        void policy_isReplacedWhole() {
            Answer made = put("a", "{'maxAge': 'P1D', 'status': 'failed', 'enabled': false}");
            Answer replaced = put("a", "{'maxCount': 3}");

            assertThat(replaced.status()).isEqualTo(200);
            assertThat(replaced.header("Location")).isEmpty();
            assertThat(replaced.at("/maxAge").isNull()).isTrue();
            assertThat(replaced.at("/status").isNull()).isTrue();
            assertThat(replaced.at("/enabled").asBoolean()).isTrue();
            assertThat(replaced.at("/maxCount").asInt()).isEqualTo(3);
            assertThat(replaced.text("/createdAt")).isEqualTo(made.text("/createdAt"));
            assertThat(get("a").body()).isEqualTo(replaced.body());
        }

        @Test
        void deletedPolicy_isGone() {
            put("a", "{}");

            assertThat(delete("a").status()).isEqualTo(204);
            assertProblem(get("a"), 404, "not-found");
            assertProblem(delete("a"), 404, "not-found");
            assertThat(names()).containsExactly("default");
            assertThat(put("a", "{}").status()).isEqualTo(201);
        }

        @ParameterizedTest
        @ValueSource(strings = {"a/b", "ä ö", "a%2Fb", "*", "a?b#c", "😀", " ", "null"})
        void name_mayBeAnyText(String name) {
            Answer made = put(name, "{}");

            assertThat(made.status()).as(made.http().body()).isEqualTo(201);
            assertThat(made.text("/name")).isEqualTo(name);
            Answer found = Api.send("GET", made.header("Location"), null, in());
            assertThat(found.body()).isEqualTo(made.body());
            assertThat(delete(name).status()).isEqualTo(204);
        }

        @Test
        void longestName_isTaken() {
            assertThat(put("😀".repeat(255), "{}").status()).isEqualTo(201);
            assertProblem(put("x".repeat(256), "{}"), 400, "invalid-request");
        }

        @ParameterizedTest
        @ValueSource(strings = {"%00", "a%0Ab", "%7F", "%C2%85"})
        void nameWithControlCharacters_isRefused(String name) {
            Answer told = Api.put(POLICIES + "/" + name, "{}", in());

            assertProblem(told, 400, "invalid-request");
        }

        @Test
        void version_isNotAskedFor() {
            Answer put =
                    Api.put(
                            POLICIES + "/a",
                            "{}",
                            "Hindsight-Namespace",
                            namespace,
                            "If-Match",
                            "\"1\"");
            Answer deleted =
                    Api.send(
                            "DELETE",
                            POLICIES + "/default",
                            null,
                            "Hindsight-Namespace",
                            namespace,
                            "If-Match",
                            "*");

            assertProblem(put, 400, "invalid-request");
            assertProblem(deleted, 400, "invalid-request");
            assertThat(names()).containsExactly("default");
        }

        @Test
        void namespace_hasRoomForAHundred() {
            IntStream.range(1, RetentionPolicies.MAX)
                    .forEach(i -> assertThat(put("p" + i, "{}").status()).isEqualTo(201));

            assertProblem(put("more", "{}"), 409, "conflict");
            assertThat(put("p1", "{'maxCount': 1}").status()).isEqualTo(200);
            assertThat(put("default", "{'maxAge': 'P1D'}").status()).isEqualTo(200);
            assertThat(delete("default").status()).isEqualTo(204);
            assertThat(put("more", "{}").status()).isEqualTo(201);
            assertProblem(put("default", "{}"), 409, "conflict");
            assertThat(names()).hasSize(RetentionPolicies.MAX);
        }
    }

    @Nested
    class ByDefault {

        private static final String UNWRITTEN =
                "{'name':'default','priority':1000,'workflowId':null,'status':null,'label':null,"
                        + "'maxAge':'P30D','payloadMaxAge':null,'logMaxAge':null,'maxCount':null,"
                        + "'countPer':'workflow','maxSnapshots':null,'archive':false,"
                        + "'archiveMaxAge':null,'enabled':true}";

        @Test
        void namespace_keepsThirtyDays() {
            assertThat(json(get("default").body())).isEqualTo(UNWRITTEN);
            assertThat(json(list().body())).isEqualTo("{'items':[" + UNWRITTEN + "]}");
            assertThat(rows()).isZero();
        }

        @Test
        void default_canBeReplaced() {
            Answer put = put("default", "{'priority': 5, 'maxAge': 'P1Y'}");

            assertThat(put.status()).isEqualTo(200);
            assertThat(put.text("/createdAt")).isNotEqualTo("null");
            assertThat(get("default").body()).isEqualTo(put.body());
            assertThat(names()).containsExactly("default");
        }

        @Test
        void default_staysDeletedUntilItIsPutAgain() {
            assertThat(delete("default").status()).isEqualTo(204);

            assertThat(names()).isEmpty();
            assertProblem(get("default"), 404, "not-found");
            assertProblem(delete("default"), 404, "not-found");
            Answer put = put("default", "{}");
            assertThat(put.status()).isEqualTo(201);
            assertThat(put.header("Location")).isEqualTo(POLICIES + "/default");
            assertThat(put.at("/maxAge").isNull()).isTrue();
            assertThat(put.text("/createdAt")).isEqualTo(put.text("/updatedAt"));
            assertThat(names()).containsExactly("default");
            assertThat(delete("default").status()).isEqualTo(204);
            assertThat(names()).isEmpty();
        }

        private long rows() {
            return Rows.number(
                    "SELECT count(*) FROM retention_policy p JOIN namespace n ON n.id ="
                            + " p.namespace_id WHERE n.name = $1",
                    namespace);
        }
    }

    @Test
    void policies_areListedInTheOrderOfDecision() {
        for (String name : List.of("z", "default", "aa", "Z", "a")) {
            put(name, "{'maxAge': 'P1D'}");
        }
        put("last", "{'priority': 2147483647}");
        put("first", "{'priority': 0, 'enabled': false}");

        assertThat(names()).containsExactly("first", "Z", "a", "aa", "z", "default", "last");
        put("default", "{'priority': 999}");
        assertThat(names()).containsExactly("first", "default", "Z", "a", "aa", "z", "last");
    }

    @Test
    void namespaces_doNotSeeEachOthers() {
        put("ours", "{}");
        delete("default");

        List<String> others = texts(Api.get(POLICIES).at("/items"), "name");

        assertThat(others).contains("default").doesNotContain("ours");
        assertProblem(Api.get(POLICIES + "/ours"), 404, "not-found");
        assertProblem(Api.send("DELETE", POLICIES + "/ours", null), 404, "not-found");
        assertThat(names()).containsExactly("ours");
    }

    @Test
    void changes_areAudited() {
        put("a", "{'maxAge': 'P1D'}");
        put("a", "{'maxAge': 'x'}");
        put("a", "{'workflowId': ['%s']}".formatted("x".repeat(255)));
        put("long", "{'maxAge': 'P1D'%s}".formatted(" ".repeat(9_000)));
        delete("a");
        delete("a");
        delete("default");

        JsonNode audit = Api.send("GET", "/api/v1/audit", null, in()).at("/items");
        List<String> told =
                StreamSupport.stream(audit.spliterator(), false)
                        .map(it -> it.get("action").asText() + " " + it.get("target").asText())
                        .toList();

        assertThat(told)
                .startsWith(
                        "policy.deleted default",
                        "policy.deleted a",
                        "policy.changed long",
                        "policy.changed a",
                        "policy.changed a")
                .filteredOn(it -> it.startsWith("policy."))
                .hasSize(5);
        assertThat(audit.at("/0/detail").isNull()).isTrue();
        assertThat(audit.at("/2/detail").isNull()).isTrue();
        assertThat(audit.at("/4/detail/maxAge").asText()).isEqualTo("P1D");
    }
}
