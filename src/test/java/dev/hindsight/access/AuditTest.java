package dev.hindsight.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who did what is told to who administers the namespace. */
@QuarkusTest
@TestProfile(AuditTest.Profile.class)
class AuditTest {

    /** Reads are written down every two seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final String AUDIT = "/api/v1/audit";
    private static final String EXECUTIONS = "/api/v1/executions";

    private final String namespace = Property.unheardOf();
    private Key admin = Key.ADMIN;
    private Key writer = Key.ADMIN;

    /** Made by another administrator, whose audit is told elsewhere. */
    @BeforeEach
    void makeKeys() {
        admin = Key.of(namespace, "admin");
        writer = Key.of(namespace, "writer");
    }

    /** With the clock, which writes down what was read. */
    public static class Profile extends KeysProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
            settings.put("quarkus.scheduler.enabled", "true");
            return settings;
        }
    }

    private String reported() {
        return EXECUTIONS
                + "/"
                + writer.post(EXECUTIONS, "{'workflowId': 'w', 'input': 1}").text("/id");
    }

    private static List<String> entries(Answer audit) {
        return StreamSupport.stream(audit.at("/items").spliterator(), false)
                .map(AuditTest::entry)
                // The keys of the test itself.
                .filter(entry -> !entry.startsWith("admin-key key.created"))
                .toList();
    }

    private static String entry(JsonNode it) {
        return "%s %s %s x%d"
                .formatted(
                        it.get("actor").asText(),
                        it.get("action").asText(),
                        it.get("target").asText(),
                        it.get("times").asInt());
    }

    /** What the audit tells when it tells so many entries. */
    private Answer audit(String query, int size) {
        Answer told = admin.get(AUDIT + query);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (entries(told).size() < size && System.nanoTime() < end) {
            told = admin.get(AUDIT + query);
        }
        assertThat(entries(told)).as(told.http().body()).hasSize(size);
        return told;
    }

    @Test
    void deletions_areToldNewestFirst() {
        String one = reported();
        String other = reported();
        writer.send("DELETE", one, null);
        writer.send("DELETE", one, null);
        writer.send("POST", one + "/restore", null);
        writer.send("POST", one + "/restore", null);
        writer.send("DELETE", other + "?purge=true", null);
        admin.post(EXECUTIONS + "/delete", "{'filter': {'workflowId': ['w']}}");

        Answer told = audit("", 4);

        String id = one.substring(EXECUTIONS.length() + 1);
        assertThat(entries(told))
                .containsExactly(
                        admin.id() + " executions.deleted executions x1",
                        writer.id()
                                + " execution.purged "
                                + other.substring(EXECUTIONS.length() + 1)
                                + " x1",
                        writer.id() + " execution.restored " + id + " x1",
                        writer.id() + " execution.deleted " + id + " x1");
        assertThat(told.at("/items/0/detail/filter/workflowId/0").asText()).isEqualTo("w");
    }

    @Test
    void deletionThatChangesNothing_isNotTold() {
        writer.send("DELETE", EXECUTIONS + "/ext:nothing", null);
        admin.post(EXECUTIONS + "/delete", "{'filter': {}}");

        audit("", 0);
    }

    @Test
    void payloadsThatProgramsAreTold_areReads() {
        String success =
                writer.post(
                                EXECUTIONS,
                                "{'workflowId': 'w', 'status': 'completed', 'input': 1,"
                                        + " 'startedAt': '2026-11-01T00:00:00Z'}")
                        .text("/id");
        String failed =
                writer.post(EXECUTIONS, "{'workflowId': 'w', 'status': 'failed', 'input': 2}")
                        .text("/id");
        Key program = Key.of(namespace, "viewer");
        String one = "{'handle_id': '%s'}".formatted(failed);
        ask(program, "get_status", one);
        ask(program, "get_execution", one);
        ask(program, "get_stats", "{}");
        ask(program, "get_execution", one.replace("}", ", 'payloads': true}"));
        ask(program, "get_logs", one);
        ask(program, "explain_failure", one);
        ask(program, "compare_executions", "{'a': '%s', 'b': '%s'}".formatted(failed, success));

        Answer reads = audit("?actor=" + program.id() + "&action=payloads.read", 6);

        assertThat(reads.at("/items").findValuesAsText("target"))
                .allSatisfy(it -> assertThat(it).startsWith("/mcp/"))
                .map(it -> it.substring("/mcp/".length()))
                .containsExactlyInAnyOrder(
                        "get_execution/" + failed,
                        "get_logs/" + failed,
                        "explain_failure/" + failed,
                        "explain_failure/" + success,
                        "compare_executions/" + failed,
                        "compare_executions/" + success);
    }

    private static void ask(Key key, String tool, String arguments) {
        Answer told =
                key.post(
                        "/mcp",
                        ("{'jsonrpc': '2.0', 'id': 1, 'method': 'tools/call', 'params': {'name':"
                                        + " '%s', 'arguments': %s}}")
                                .formatted(tool, arguments));
        assertThat(told.at("/result/isError").asBoolean(true)).as(told.http().body()).isFalse();
    }

    @Test
    void readsOfPayloads_areCounted() {
        String execution = reported();
        for (int i = 0; i < 3; i++) {
            writer.get(execution);
        }
        writer.get(execution + "/timeline");
        writer.get(execution + "/nothing");
        admin.get(execution + "/export");

        Answer told = audit("?actor=" + admin.id(), 1);
        String path = execution.substring("/api/v1".length());

        assertThat(entries(told).get(0)).contains("executions.exported").contains(path + "/export");
        Answer reads = audit("?actor=" + writer.id() + "&action=payloads.read", 1);
        assertThat(reads.text("/items/0/target")).contains(path);
        int times =
                entries(reads).stream()
                        .mapToInt(it -> Integer.parseInt(it.replaceAll(".* x", "")))
                        .sum();
        assertThat(times).isBetween(1, 3);
    }

    @Test
    void wholeRecordsThatWritesAnswer_areReadsToo() {
        String execution = reported();
        String[] whole = {"Prefer", "return=representation"};

        writer.send("PATCH", execution, Api.json("{}"), whole);
        writer.put(execution + "/steps/s", "{'nodeId': 'n'}", whole);

        assertThat(entries(audit("?action=payloads.read", 2)))
                .anyMatch(entry -> entry.contains("/steps/s"));
    }

    @Test
    void keys_areToldToTheNamespaceTheyOpen() {
        Answer told = admin.get(AUDIT + "?actor=admin-key");

        assertThat(told.at("/items").size()).isEqualTo(2);
        assertThat(told.at("/items/0/detail/role").asText()).isEqualTo("writer");
        assertThat(told.at("/items/0/detail/namespace").asText()).isEqualTo(namespace);
        assertThat(told.at("/items/0/detail/expiresAt").isNull()).isTrue();
    }

    @Test
    void keys_areToldWhereTheyWereMade() {
        Answer made = admin.post("/api/v1/keys", "{'name': 'k', 'role': 'viewer'}");
        admin.send("DELETE", "/api/v1/keys/" + made.text("/id"), null);

        assertThat(entries(audit("", 2)))
                .containsExactly(
                        admin.id() + " key.revoked " + made.text("/id") + " x1",
                        admin.id() + " key.created " + made.text("/id") + " x1");
        assertThat(admin.get(AUDIT).http().body()).doesNotContain(made.text("/key").substring(20));
    }

    @Test
    void pages_areReadToTheEnd() {
        for (int i = 0; i < 5; i++) {
            admin.post("/api/v1/keys", "{'name': 'k', 'role': 'viewer'}");
        }
        Answer first = admin.get(AUDIT + "?limit=3");
        Answer second = admin.get(AUDIT + "?limit=3&cursor=" + first.text("/nextCursor"));
        Answer third = admin.get(AUDIT + "?limit=3&cursor=" + second.text("/nextCursor"));

        assertThat(first.at("/items").size()).isEqualTo(3);
        assertThat(second.at("/items").size()).isEqualTo(3);
        assertThat(third.at("/items").size()).isEqualTo(1);
        assertThat(third.at("/nextCursor").isNull()).isTrue();
        assertThat(
                        admin.get(AUDIT + "?action=key.created&cursor=" + first.text("/nextCursor"))
                                .status())
                .isEqualTo(400);
    }
}
