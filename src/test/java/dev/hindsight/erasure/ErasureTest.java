package dev.hindsight.erasure;

import static dev.hindsight.fixture.Api.segment;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.audit.Flushed;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.AtOnce;
import dev.hindsight.fixture.HeldExecution;
import dev.hindsight.fixture.Orphans;
import dev.hindsight.fixture.Rows;
import dev.hindsight.partition.Uuid7;
import dev.hindsight.search.ExecutionMatches;
import dev.hindsight.sweep.ArchiveProfile;
import dev.hindsight.sweep.House;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of a person who is erased nothing is left, anywhere; of everybody else everything is. */
@QuarkusTest
@TestProfile(ArchiveProfile.class)
class ErasureTest {

    private static final String ERASURES = "/api/v1/erasures";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject ErasureClerk clerk;

    private House house;

    /** Stands wherever something of the person can be, and nowhere else. */
    private final String person = "p" + UUID.randomUUID().toString().replace("-", "");

    /** Before the first test the address of the service is not known. */
    @BeforeEach
    void build() {
        house = new House();
    }

    /** A failed execution with everything that there can be, which names its creator everywhere. */
    private String rich(String creator) {
        String id =
                house.execution(
                        ("'externalId': '#/1', 'createdBy': '#', 'status': 'failed', 'runId': '#',"
                                        + " 'input': {'a': '#'}, 'output': '#', 'metadata': {'#': 1},"
                                        + " 'labels': {'user': '#'}, 'note': 'of #', 'scriptPath': '#',"
                                        + " 'trigger': {'type': 'webhook', 'data': {'from': '#'}},"
                                        + " 'error': {'message': 'no # here', 'stack': 'at #'},"
                                        + " 'dag': {'nodes': [{'id': '#'}], 'edges': []},"
                                        + " 'steps': [{'key': '#', 'nodeId': 'n', 'output': '#',"
                                        + " 'error': {'message': '#'}}],"
                                        + " 'logs': [{'message': '#', 'data': {'x': '#'}}]")
                                .replace("#", creator));
        String path = Api.EXECUTIONS + "/" + id;
        send("PUT", path + "/artifacts", "{\"n\": {\"k\": \"" + creator + "\"}}", "json");
        send("PUT", path + "/tree", "{\"root\": \"" + creator + "\"}", "json");
        send("PUT", path + "/state/active", noise(creator), "octet-stream");
        send("POST", path + "/snapshots", noise(creator), "octet-stream");
        return id;
    }

    /** Bytes that cannot be compressed, so that the name stays readable among them. */
    private static String noise(String name) {
        byte[] bytes = new byte[600];
        new Random(name.hashCode()).nextBytes(bytes);
        return new String(bytes, ISO_8859_1) + name;
    }

    private void send(String method, String path, String body, String type) {
        Answer told =
                Api.send(
                        method,
                        path,
                        body.getBytes(ISO_8859_1),
                        "Content-Type",
                        "application/" + type,
                        "Hindsight-Namespace",
                        house.name);
        assertThat(told.status()).as(told.http().body()).isLessThan(300);
    }

    private Answer begin(String createdBy, String... more) {
        return house.post(
                ERASURES, "{'createdBy': '%s'%s}".formatted(createdBy, String.join("", more)));
    }

    /** Erases; tells the erasure when it is completed. */
    private Answer erase(String createdBy, String... more) {
        Answer begun = begin(createdBy, more);
        assertThat(begun.status()).as(begun.http().body()).isEqualTo(202);
        assertThat(begun.header("Location")).isEqualTo(ERASURES + "/" + begun.text("/id"));
        return completed(begun.text("/id"));
    }

    private Answer completed(String id) {
        Instant patience = Instant.now().plus(PATIENCE);
        while (true) {
            Answer told = house.get(ERASURES + "/" + id);
            assertThat(told.status()).isEqualTo(200);
            if (!told.at("/completedAt").isNull()) {
                return told;
            }
            assertThat(Instant.now()).as(told.http().body()).isBefore(patience);
        }
    }

    /** The tables in which a text stands, in whichever column, also among bytes. */
    private static List<String> tablesWith(String text) {
        List<String> tables =
                Rows.texts(
                        """
                        SELECT c.oid::regclass::text
                        FROM pg_class c
                        WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
                          AND c.relnamespace = 'public'::regnamespace
                        ORDER BY 1
                        """);
        assertThat(tables).hasSizeGreaterThan(30);
        return tables.stream()
                .filter(
                        table ->
                                Rows.number(
                                                "SELECT count(*) FROM "
                                                        + table
                                                        + " AS t WHERE position($1 IN t::text) > 0"
                                                        + " OR position($2 IN t::text) > 0",
                                                text,
                                                HexFormat.of().formatHex(text.getBytes(UTF_8)))
                                        > 0)
                .toList();
    }

    /** Everything that the archive's files hold, decompressed, with their manifests. */
    private String archived() throws IOException {
        Map<String, byte[]> contents = new HashMap<>();
        try (Stream<Path> files = Files.walk(ArchiveProfile.folder().resolve(house.name))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(file.toString(), Files.readAllBytes(file));
            }
        }
        return Archived.text(contents);
    }

    /** What somebody leaves besides executions: webhooks, deliveries, entries of the audit. */
    private void leaveTraces(String execution) {
        String webhook = "'url': 'https://example.org/', 'events': ['execution.failed']";
        String filter = ", 'filter': {'createdBy': ['%s'%s]}";
        put("/api/v1/webhooks/alone", webhook + filter.formatted(person, ""));
        put("/api/v1/webhooks/two", webhook + filter.formatted(person, ", 'b'"));
        put("/api/v1/webhooks/all", webhook);
        Rows.run(
                """
                INSERT INTO delivery (namespace_id, webhook_id, id, event_id, kind, execution_id,
                  created_at, next_attempt_at, state, body)
                SELECT w.namespace_id, w.id, 900000001, 'e-' || $2, 'execution.failed', $2::text::uuid,
                  now(), now(), 2, $3
                FROM webhook w
                JOIN namespace n ON n.id = w.namespace_id
                WHERE n.name = $1 AND w.name = 'all'
                """,
                house.name,
                execution,
                "{\"createdBy\": \"" + person + "\"}");
        house.post(
                Api.EXECUTIONS + "/delete",
                "{'filter': {'createdBy': ['%s'], 'workflowId': ['none']}}".formatted(person));
        assertThat(house.get(Api.EXECUTIONS + "/export?createdBy=" + person).status())
                .isEqualTo(200);
        assertThat(house.get(Api.EXECUTIONS + "/ext:" + segment(person + "/1")).status())
                .isEqualTo(200);
        Flushed.now();
        assertThat(
                        Rows.texts(
                                "SELECT action FROM audit WHERE position($1 IN target) > 0"
                                        + " ORDER BY action",
                                person))
                .containsExactly("executions.exported", "payloads.read");
    }

    private void put(String path, String members) {
        Answer told = Api.put(path, "{" + members + "}", house.here());
        assertThat(told.status()).as(told.http().body()).isIn(200, 201);
    }

    @Test
    void person_isFoundNowhereAfterwards() {
        String id = rich(person);
        String other = rich("b");
        leaveTraces(id);
        Answer before = Api.settled("/api/v1/stats", house.here());
        Answer others = house.get(Api.EXECUTIONS + "/" + other + "?include=steps,logs,dag,tree");
        String graph = house.of(id).text("/dagHash");
        assertThat(tablesWith(person))
                .contains(
                        "execution",
                        "execution_payload",
                        "external_id",
                        "step",
                        "step_payload",
                        "log",
                        "artifact",
                        "chunk",
                        "dag",
                        "failure_group",
                        "delivery",
                        "webhook",
                        "audit");

        Answer told = erase(person);

        // The feed holds keys of steps, until it is cleared, within an hour.
        assertThat(tablesWith(person)).isSubsetOf("change");
        assertThat(told.at("/executions").asInt()).isEqualTo(1);
        assertThat(told.at("/webhooks").asInt()).isEqualTo(2);
        assertThat(told.at("/problem").isNull()).isTrue();
        assertThat(house.of(id).status()).isEqualTo(404);
        assertThat(house.get("/api/v1/dags/" + graph).status()).isEqualTo(404);
        assertThat(house.get("/api/v1/webhooks/alone").status()).isEqualTo(404);
        assertThat(house.get("/api/v1/webhooks/two").at("/filter/createdBy")).hasSize(1);
        assertThat(house.get("/api/v1/webhooks/all").status()).isEqualTo(200);
        assertThat(house.get(Api.EXECUTIONS + "/" + other + "?include=steps,logs,dag,tree").body())
                .isEqualTo(others.body());
        Answer after = Api.settled("/api/v1/stats", house.here());
        assertThat(after.at("/total")).isEqualTo(before.at("/total"));
        assertThat(after.at("/failed")).isEqualTo(before.at("/failed"));
        assertThat(house.get("/api/v1/audit?action=person.erased").at("/items/0/target").asText())
                .isEqualTo(told.text("/id"));
        assertThat(Rows.number(Orphans.COUNT)).isZero();
    }

    @Test
    void whoFollows_isToldOfTheRemoval() {
        house.execution("'createdBy': '%s'".formatted(person));
        house.execution("'createdBy': '%s'".formatted(person));

        erase(person);

        assertThat(
                        Rows.number(
                                """
                                SELECT sum((c.prev->>'count')::int)
                                FROM change c
                                JOIN namespace n ON n.id = c.namespace_id
                                WHERE n.name = $1 AND c.kind = 5
                                """,
                                house.name))
                .isEqualTo(2);
    }

    @Test
    void deletedSoftly_isErasedToo() {
        String id = house.execution("'createdBy': '%s'".formatted(person));
        assertThat(house.delete(Api.EXECUTIONS + "/" + id).status()).isEqualTo(204);

        assertThat(erase(person).at("/executions").asInt()).isEqualTo(1);

        assertThat(house.of(id).status()).isEqualTo(404);
    }

    @Test
    void sharedGraph_staysForTheOthers() {
        String dag = "'dag': {'nodes': [{'id': '%s'}], 'edges': []}".formatted(UUID.randomUUID());
        String id = house.execution("'createdBy': '%s', %s".formatted(person, dag));
        String graph = house.of(id).text("/dagHash");
        String other = house.execution("'createdBy': 'b', " + dag);

        erase(person);

        assertThat(house.get("/api/v1/dags/" + graph).status()).isEqualTo(200);
        assertThat(house.of(other).text("/dagHash")).isEqualTo(graph);
    }

    @Test
    void otherNamespaces_areNotTouched() {
        House elsewhere = new House();
        String id = elsewhere.execution("'createdBy': '%s'".formatted(person));
        house.execution("'createdBy': '%s'".formatted(person));

        Answer told = erase(person);

        assertThat(told.at("/executions").asInt()).isEqualTo(1);
        assertThat(elsewhere.of(id).text("/createdBy")).isEqualTo(person);
        assertThat(elsewhere.get(ERASURES + "/" + told.text("/id")).status()).isEqualTo(404);
    }

    @Test
    void archivedExecutions_leaveTheirFiles() throws IOException {
        house.policy("archive", "{'priority': 1, 'archive': true, 'maxAge': 'P30D'}");
        String members = "'createdBy': '%1$s', 'externalId': '%1$s', 'input': {'of': '%1$s'}";
        Duration old = Duration.ofDays(31);
        String first = house.completed(old, "'createdBy': 'a', 'input': {'of': 'first'}");
        String id = house.completed(old, members.formatted(person));
        String last =
                house.completed(
                        old,
                        "'createdBy': 'z', 'input': {'of': 'last'},"
                                + " 'logs': [{'message': 'one'}, {'message': 'two'}]");
        house.sweep();
        assertThat(house.of(id).at("/archived").asBoolean()).isTrue();
        assertThat(archived()).contains(person, "first", "last");

        Answer told = erase(person);

        assertThat(told.at("/executions").asInt()).isEqualTo(1);
        assertThat(told.at("/archiveFiles").asInt()).isEqualTo(1);
        assertThat(archived())
                .doesNotContain(person)
                .contains("first", "last", "\"executions\":2", "\"logs\":2");
        assertThat(tablesWith(person)).isEmpty();
        assertThat(house.of(id).status()).isEqualTo(404);
        assertThat(house.of(first).text("/input/of")).isEqualTo("first");
        assertThat(house.of(last).text("/input/of")).isEqualTo("last");
        assertThat(erase(person).at("/archiveFiles").asInt()).isZero();
        assertThat(
                        Rows.number(
                                "SELECT count(*) FROM archive_draft d JOIN namespace n ON n.id = d.namespace_id"
                                        + " WHERE n.name = $1",
                                house.name))
                .isZero();
    }

    @Test
    void removedExecution_leavesItsFileToo() throws IOException {
        house.policy("archive", "{'priority': 1, 'archive': true, 'maxAge': 'P30D'}");
        String id = house.completed(Duration.ofDays(31), "'createdBy': '%s'".formatted(person));
        house.sweep();
        assertThat(house.delete(Api.EXECUTIONS + "/" + id + "?purge=true").status()).isEqualTo(204);
        assertThat(archived()).contains(person);

        Answer told = erase(person);

        assertThat(told.at("/archiveFiles").asInt()).isEqualTo(1);
        assertThat(archived()).isEmpty();
    }

    /** Rows of what is in a file already wait for one that somebody holds; the person's are free. */
    @Test
    void sweepThatArchivesMeanwhile_leavesNothingInItsFile() throws IOException {
        house.policy("archive", "{'priority': 1, 'archive': true, 'maxAge': 'P30D'}");
        Duration old = Duration.ofDays(31);
        String held = Api.fresh();
        house.completed(old, "'externalId': '%s'".formatted(held));
        house.completed(old);
        house.completed(old);
        String id = house.completed(old, "'createdBy': '%1$s', 'input': '%1$s'".formatted(person));
        String last = house.completed(old, "'input': 'last'");

        CompletableFuture<Answer> sweep;
        try (HeldExecution row = HeldExecution.of(held)) {
            sweep = CompletableFuture.supplyAsync(house::sweep);
            row.awaitWaiters(1);
            assertThat(archived()).contains(person, "last");
            assertThat(erase(person).at("/executions").asInt()).isEqualTo(1);
            assertThat(archived()).contains(person);
            row.commit();
        }
        sweep.join();
        // Who waits for a sweep does not wait for what clears up behind it.
        clerk.work().await().atMost(PATIENCE);

        assertThat(archived()).doesNotContain(person).contains("last", "\"executions\":4");
        assertThat(house.of(id).status()).isEqualTo(404);
        assertThat(house.of(last).text("/input")).isEqualTo("last");
        assertThat(house.of(last).at("/archived").asBoolean()).isTrue();
        assertThat(tablesWith(person)).isEmpty();
    }

    @Test
    void moreThanABatch_isErased() {
        int count = 2 * ExecutionMatches.BATCH + 1;
        Rows.run(
                """
                INSERT INTO execution (namespace_id, id, version, created_at, updated_at, started_at,
                  completed_at, status, workflow_id, created_by)
                SELECT n.id, u.id, 1, now(), now(), now(), now(), 2, 'w', $3
                FROM namespace n, unnest($2::text[]::uuid[]) AS u (id)
                WHERE n.name = $1
                """,
                house.name,
                Stream.generate(Uuid7::mint)
                        .limit(count)
                        .map(UUID::toString)
                        .toArray(String[]::new),
                person);
        String other = house.execution("'createdBy': 'b'");

        Answer told = erase(person);

        assertThat(told.at("/executions").asInt()).isEqualTo(count);
        assertThat(tablesWith(person)).isEmpty();
        assertThat(house.listed()).containsExactly(other);
    }

    @Test
    void pinnedExecutions_areErasedOnlyWhereTheyAreMeant() {
        String pinned = house.execution("'createdBy': '%s', 'pinned': true".formatted(person));
        String other = house.execution("'createdBy': '%s'".formatted(person));

        Answer refused = begin(person);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("/detail")).contains("1 are pinned").doesNotContain(person);
        assertThat(house.of(other).status()).isEqualTo(200);
        assertThat(erase(person, ", 'includePinned': true").at("/executions").asInt()).isEqualTo(2);
        assertThat(house.of(pinned).status()).isEqualTo(404);
    }

    @Test
    void erasureLeftOff_isTakenOverWhenNobodyIsAtIt() {
        String id = house.execution("'createdBy': '%s'".formatted(person));
        String erasure = UUID.randomUUID().toString();
        Rows.run(
                """
                INSERT INTO erasure (namespace_id, id, started_at, leased_until, include_pinned,
                  created_by, executions)
                SELECT n.id, $2::text::uuid, now(), now() + interval '10m', false, $3, 7
                FROM namespace n
                WHERE n.name = $1
                """,
                house.name,
                erasure,
                person);

        clerk.work().await().atMost(PATIENCE);
        assertThat(house.of(id).status()).isEqualTo(200);
        // Who asks again meanwhile is told of the same one.
        assertThat(begin(person).text("/id")).isEqualTo(erasure);
        Rows.run(
                "UPDATE erasure SET leased_until = now() - interval '1s' WHERE id = $1::text::uuid",
                erasure);
        clerk.work().await().atMost(PATIENCE);

        assertThat(completed(erasure).at("/executions").asInt()).isEqualTo(8);
        assertThat(house.of(id).status()).isEqualTo(404);
        assertThat(tablesWith(person)).isEmpty();
    }

    @Test
    void reportsMeanwhile_leaveNothingHalf() throws Exception {
        List<String> ids = new ArrayList<>();
        IntStream.range(0, 20)
                .forEach(i -> ids.add(house.execution("'createdBy': '%s'".formatted(person))));

        List<Integer> statuses =
                AtOnce.ask(
                        5,
                        n ->
                                n == 0
                                        ? erase(person).status()
                                        : ids.stream()
                                                .mapToInt(id -> step(id, n))
                                                .max()
                                                .orElseThrow());

        assertThat(statuses).isSubsetOf(200, 201, 404);
        assertThat(ids).allSatisfy(id -> assertThat(house.of(id).status()).isEqualTo(404));
        assertThat(Rows.number(Orphans.COUNT)).isZero();
        assertThat(tablesWith(person)).isEmpty();
    }

    private int step(String id, int n) {
        return house.post(
                        Api.EXECUTIONS + "/" + id + "/steps",
                        "{'key': 'k%d', 'nodeId': 'n'}".formatted(n))
                .status();
    }

    @Test
    void requestThatNamesNobody_isRefused() {
        assertThat(house.post(ERASURES, "{}").at("/errors/0/pointer").asText())
                .isEqualTo("/createdBy");
        assertThat(house.post(ERASURES, "{'createdBy': 'a', 'all': true}").status()).isEqualTo(400);
        assertThat(house.get(ERASURES + "/nonsense").status()).isEqualTo(404);
    }
}
