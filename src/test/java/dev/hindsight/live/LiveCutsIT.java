package dev.hindsight.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Artifact;
import dev.hindsight.fixture.Postgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A client that keeps its cursor, is cut off again and again and comes back to one replica or the
 * other, while transactions of any length commit in any order.
 */
@Timeout(180)
class LiveCutsIT {

    private static final int EXECUTIONS = 40;
    private static final int WRITERS = 40;
    private static final int CUTS = 100;

    /** Moves an execution on, and says so, as the service's own statements do. */
    private static final String WRITE =
            """
            WITH moved AS (
              UPDATE execution SET version = version + 1, note = ?, updated_at = now()
              WHERE id = ?
              RETURNING id, namespace_id, version
            )
            INSERT INTO change (changed_at, execution_id, namespace_id, version, kind)
            SELECT now(), id, namespace_id, version, 1 FROM moved
            """;

    private static final List<Artifact> REPLICAS = new ArrayList<>();
    private static final List<String> URLS = new ArrayList<>();
    private static String database = "";

    private final String run = Api.fresh();
    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final Map<String, Integer> held = new HashMap<>();
    private final AtomicInteger written = new AtomicInteger();
    private volatile boolean over;
    private String cursor = "";
    private int applied;

    @BeforeAll
    static void start() throws IOException {
        database = Postgres.NEWEST.freshDatabase();
        for (int i = 0; i < 2; i++) {
            Artifact replica = Artifact.start(Map.of("HINDSIGHT_DATABASE_URL", database));
            REPLICAS.add(replica);
            URLS.add(replica.url());
        }
    }

    @AfterAll
    static void stop() {
        REPLICAS.forEach(Artifact::close);
        assertThat(REPLICAS).flatExtracting(Artifact::complaints).isEmpty();
    }

    private String url() {
        return URLS.get(random.nextInt(URLS.size()));
    }

    @Test
    void aClientThatIsCutOff_seesEveryChangeOnce() {
        System.out.printf("LiveCutsIT: seed %d%n", seed);
        List<UUID> ids = IntStream.range(0, EXECUTIONS).mapToObj(i -> begin("-" + i)).toList();
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 2);
        List<CompletableFuture<Void>> writers = new ArrayList<>();
        UUID slow = begin("-slow");
        writers.add(CompletableFuture.runAsync(() -> write(List.of(slow), 5, 5, 0), threads));
        for (int i = 0; i < WRITERS; i++) {
            int writer = i;
            writers.add(CompletableFuture.runAsync(() -> write(ids, 0, 0.1, writer), threads));
        }

        // Whoever reports to a replica wakes them all; what is written past them is found when they
        // look.
        writers.add(CompletableFuture.runAsync(this::report, threads));

        for (int cut = 0; cut < CUTS; cut++) {
            try (LiveClient client = connect()) {
                for (int frames = random.nextInt(6); frames > 0; frames--) {
                    hear(client.next());
                }
            }
        }
        over = true;
        writers.forEach(CompletableFuture::join);
        threads.shutdown();
        Map<String, Integer> stored = stored();
        try (LiveClient client = connect()) {
            while (!held.equals(stored)) {
                hear(client.next());
            }
        }

        assertThat(held.values().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(EXECUTIONS + 1 + written.get());
        System.out.printf(
                "LiveCutsIT: %d changes, folded into %d, by %d cuts%n",
                written.get(), applied, CUTS);
    }

    private UUID begin(String name) {
        return UUID.fromString(
                Api.sendTo(
                                url(),
                                "POST",
                                Api.EXECUTIONS,
                                Api.json(
                                        "{'externalId': '%s', 'workflowId': 'w', 'createdBy': '%s'}"
                                                .formatted(run + name, run)))
                        .text("/id"));
    }

    private LiveClient connect() {
        LiveClient client =
                LiveClient.openAt(
                        url().replaceFirst("^http", "ws"),
                        LiveClient.builder().subprotocols("hindsight.live.v1"));
        client.say("{'type': 'hello'}");
        client.next("welcome");
        client.say(
                "{'type': 'subscribe', 'id': 's', 'topic': 'executions', 'snapshot': 200, 'filter': {'createdBy': '%s'}%s}"
                        .formatted(run, cursor.isEmpty() ? "" : ", 'resume': '" + cursor + "'"));
        JsonNode first = client.next(cursor.isEmpty() ? "snapshot" : "resumed");
        first.path("items")
                .forEach(item -> held.put(item.path("id").asText(), item.path("version").asInt()));
        note(first);
        return client;
    }

    /** What a client does with a frame. */
    private void hear(JsonNode frame) {
        assertThat(frame.path("type").asText()).isEqualTo("events");
        for (JsonNode event : frame.path("events")) {
            String id = event.path("execution").asText();
            int version = event.path("version").asInt();
            assertThat(event.at("/item/version").asInt()).isEqualTo(version);
            if (version > held.getOrDefault(id, 0)) {
                held.put(id, version);
                applied++;
            }
        }
        note(frame);
    }

    private void note(JsonNode frame) {
        if (frame.has("cursor")) {
            cursor = frame.path("cursor").asText();
        }
    }

    private Map<String, Integer> stored() {
        Map<String, Integer> stored = new HashMap<>();
        Api.sendTo(URLS.get(0), "GET", Api.EXECUTIONS + "?limit=200&createdBy=" + run, null)
                .at("/items")
                .forEach(it -> stored.put(it.path("id").asText(), it.path("version").asInt()));
        return stored;
    }

    /** Writes until it is over, at least once; holds each transaction for some seconds. */
    private void write(List<UUID> ids, double least, double most, long writer) {
        Random order = new Random(seed + writer);
        try (Connection connection = jdbc();
                PreparedStatement write = connection.prepareStatement(WRITE);
                PreparedStatement hold = connection.prepareStatement("SELECT pg_sleep(?)")) {
            connection.setAutoCommit(false);
            do {
                write.setString(1, "by " + writer);
                write.setObject(2, ids.get(order.nextInt(ids.size())));
                write.executeUpdate();
                hold.setDouble(1, least + order.nextDouble() * (most - least));
                hold.execute();
                connection.commit();
                written.incrementAndGet();
            } while (!over);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reports until it is over. */
    private void report() {
        for (int i = 0; !over; i++) {
            Api.Answer answer =
                    Api.sendTo(
                            URLS.get(i % URLS.size()),
                            "PATCH",
                            Api.ext(run + "-" + i % EXECUTIONS),
                            Api.json("{'note': 'report %d'}".formatted(i)));
            assertThat(answer.status()).isEqualTo(200);
            written.incrementAndGet();
        }
    }

    private static Connection jdbc() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:" + database.replaceFirst("//[^@]*@", "//"), "postgres", "postgres");
    }
}
