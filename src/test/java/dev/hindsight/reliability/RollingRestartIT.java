package dev.hindsight.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Artifact;
import dev.hindsight.fixture.Postgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two replicas are replaced one after the other, each when its successor is ready, while clients report,
 * ask and watch. No request is lost, though none of the clients sends one twice. How long it took is
 * printed, and is no test. With {@code -Dtest.delay=PT0S} it has to fail.
 *
 * <p>With {@code -Dtest.previous=<the target folder of the release before>} the two are of that one: they
 * are replaced by this one, and then, as on the way back, these by that one again.
 */
@Timeout(300)
class RollingRestartIT {

    private static final Map<String, String> SETTINGS =
            Map.of(
                    "QUARKUS_SHUTDOWN_DELAY",
                    System.getProperty("test.delay", "PT2S"),
                    "QUARKUS_SHUTDOWN_TIMEOUT",
                    "PT15S");

    /** Where the first replicas come from. */
    private static final Path PREVIOUS =
            Path.of(System.getProperty("test.previous", Artifact.TARGET.toString()));

    /** Where those come from that replace them, one after the other. */
    private static final List<Path> SUCCESSORS =
            PREVIOUS.equals(Artifact.TARGET)
                    ? List.of(Artifact.TARGET, Artifact.TARGET)
                    : List.of(Artifact.TARGET, Artifact.TARGET, PREVIOUS, PREVIOUS);

    private static final int BUSY = 8;
    private static final int POOLED = 4;
    private static final int WATCHERS = 6;

    /** Executions of an export, nearly 200 KB each. */
    private static final int LARGE = 25;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Milliseconds that clients think between two requests: some of them longer than the delay. */
    private static final List<Integer> THOUGHTS = List.of(300, 900, 2500);

    /** Milliseconds that all think at the least while a replica starts, which has two processors to share. */
    private static final int CALM_MS = 250;

    private final CountDownLatch over = new CountDownLatch(1);
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Queue<Account> accounts = new ConcurrentLinkedQueue<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger bodies = new AtomicInteger();
    private final AtomicInteger exports = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();

    private volatile boolean calm;

    /** What is done with a connection of one's own. */
    private interface Turn {

        void take(KeepAlive connection) throws IOException;
    }

    @Test
    void replicasThatAreReplaced_loseNoRequest() throws Exception {
        Map<String, String> environment = new HashMap<>(SETTINGS);
        environment.put("HINDSIGHT_DATABASE_URL", Postgres.NEWEST.freshDatabase());
        List<Artifact> replicas = new ArrayList<>();
        ExecutorService threads = Executors.newCachedThreadPool();
        try (Switchboard switchboard = new Switchboard()) {
            Queue<Replica> serving = new ArrayDeque<>();
            for (int i = 0; i < 2; i++) {
                serving.add(start(PREVIOUS, environment, switchboard, replicas));
            }
            String url = switchboard.url();
            fill(url);
            List<Subscriber> subscribers =
                    IntStream.range(0, WATCHERS).mapToObj(i -> new Subscriber(url)).toList();
            await(() -> subscribers.stream().allMatch(Subscriber::isWatching));
            long begun = System.nanoTime();
            List<CompletableFuture<Void>> clients = new ArrayList<>();
            clients.addAll(run(BUSY, threads, () -> work(url, 10, this::execution)));
            THOUGHTS.forEach(
                    ms -> clients.addAll(run(1, threads, () -> work(url, ms, this::oneReport))));
            clients.addAll(run(POOLED, threads, () -> pooled(url)));
            clients.addAll(run(3, threads, () -> work(url, 5, this::body)));
            clients.addAll(run(2, threads, () -> work(url, 5, this::export)));

            for (Path successor : SUCCESSORS) {
                calm = true;
                serving.add(start(successor, environment, switchboard, replicas));
                calm = false;
                Replica old = serving.remove();
                long told = System.nanoTime();
                old.process().terminate();
                assertThat(old.process().exitCode()).isEqualTo(143);
                System.out.printf("RollingRestartIT: ended within %s%n", since(told));
                switchboard.forget(old.url());
            }

            over.countDown();
            clients.forEach(CompletableFuture::join);
            System.out.printf(
                    "RollingRestartIT: %d requests on %d connections, of them %d streamed bodies and %d exports, %d failed, in %s%n",
                    requests.get(),
                    connections.get(),
                    bodies.get(),
                    exports.get(),
                    failures.size(),
                    since(begun));
            assertThat(failures).isEmpty();
            accounts.forEach(account -> account.check(url));
            Map<String, Integer> stored = stored(url);
            for (Subscriber subscriber : subscribers) {
                await(() -> subscriber.held().equals(stored));
                subscriber.leave();
                assertThat(subscriber.failures()).isEmpty();
            }
            List<Integer> retries =
                    subscribers.stream().flatMap(it -> it.retries().stream()).toList();
            // Each was with one of the two; who came back to the other one was sent away again.
            assertThat(retries).hasSizeGreaterThanOrEqualTo(WATCHERS);
            assertThat(new HashSet<>(retries)).hasSizeGreaterThan(WATCHERS / 2);
        } finally {
            over.countDown();
            threads.shutdown();
            replicas.forEach(Artifact::close);
        }
        assertThat(replicas).flatExtracting(Artifact::complaints).isEmpty();
    }

    private record Replica(Artifact process, String url) {}

    private static Replica start(
            Path target,
            Map<String, String> environment,
            Switchboard switchboard,
            List<Artifact> all)
            throws IOException, InterruptedException {
        Artifact process = Artifact.start(target, environment);
        all.add(process);
        String url = process.url();
        switchboard.add(url);
        await(() -> switchboard.isReady(url));
        return new Replica(process, url);
    }

    /** Enough that telling it takes a while, which a client that reads slowly prolongs. */
    private static void fill(String url) throws IOException {
        String text = "0123456789abcdef".repeat(1500);
        String value =
                IntStream.range(0, 8)
                        .mapToObj(i -> "\"k%d\": \"%s\"".formatted(i, text))
                        .reduce((one, other) -> one + ", " + other)
                        .orElseThrow();
        try (KeepAlive connection = new KeepAlive(url)) {
            KeepAlive.Reply reply =
                    connection.stream(
                            "/api/v1/ingest",
                            out -> {
                                for (int i = 0; i < LARGE; i++) {
                                    String line =
                                            "{'execution': {'externalId': 'big-%d', 'workflowId': 'big', 'status': 'completed', 'input': {%s}}}\n";
                                    out.write(Api.json(line.formatted(i, value)));
                                }
                            });
            assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        }
    }

    private static List<CompletableFuture<Void>> run(
            int number, ExecutorService threads, Runnable client) {
        return IntStream.range(0, number)
                .mapToObj(i -> CompletableFuture.runAsync(client, threads))
                .toList();
    }

    /** Takes turns until it is over, all on one connection, for as long as it may keep it. */
    private void work(String url, int thoughtMs, Turn turn) {
        try (KeepAlive connection = new KeepAlive(url)) {
            while (!isOver(calm ? Math.max(thoughtMs, CALM_MS) : thoughtMs)) {
                try {
                    turn.take(connection);
                } catch (IOException lost) {
                    failures.add(lost.toString());
                }
            }
            connections.addAndGet(connection.connections());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isOver(long ms) {
        try {
            return over.await(ms, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private KeepAlive.Reply answered(String what, KeepAlive.Reply reply) {
        requests.incrementAndGet();
        if (reply.status() >= 400) {
            failures.add("%s: %d %s".formatted(what, reply.status(), reply.text()));
        }
        return reply;
    }

    private void ask(KeepAlive connection, String method, String path, String json)
            throws IOException {
        answered(
                method + " " + path,
                connection.ask(method, path, json.isEmpty() ? null : Api.json(json)));
    }

    /** One execution, from its begin to its end, and what one asks about it. */
    private void execution(KeepAlive connection) throws IOException {
        Account account = new Account(2, 2, false);
        accounts.add(account);
        String path = Api.ext(account.id());
        ask(connection, "POST", Api.EXECUTIONS, account.execution(""));
        account.begun();
        ask(connection, "POST", path + "/steps", Account.array(0, 2, i -> account.step(i, "")));
        account.steps(2);
        ask(connection, "PATCH", path, "{'note': 'on its way'}");
        ask(connection, "POST", path + "/logs", Account.array(0, 2, i -> account.line(i, "")));
        account.lines(2);
        ask(connection, "GET", Api.EXECUTIONS + "?limit=20", "");
        ask(connection, "POST", Api.EXECUTIONS, account.execution(", 'status': 'completed'"));
        account.ended();
        ask(connection, "GET", path + "?include=steps", "");
    }

    private void oneReport(KeepAlive connection) throws IOException {
        Account account = new Account(0, 0, false);
        accounts.add(account);
        ask(connection, "POST", Api.EXECUTIONS, account.execution(""));
        account.begun();
    }

    /** A body that takes seconds, so that some outlast the delay. */
    private void body(KeepAlive connection) throws IOException {
        Account account = new Account(0, 60, false);
        accounts.add(account);
        String of = ", 'execution': 'ext:%s'".formatted(account.id());
        KeepAlive.Reply reply =
                connection.stream(
                        "/api/v1/ingest",
                        out -> {
                            out.write(Api.json("{'execution': " + account.execution("") + "}\n"));
                            for (int i = 0; i < account.allLines(); i++) {
                                isOver(40);
                                out.write(Api.json("{'log': " + account.line(i, of) + "}\n"));
                            }
                        });
        answered("bulk", reply);
        bodies.incrementAndGet();
        if (!reply.text().contains("\"accepted\":61,")) {
            failures.add("bulk: " + reply.text());
        }
        account.begun();
        account.lines(account.allLines());
    }

    private void export(KeepAlive connection) throws IOException {
        KeepAlive.Reply reply =
                answered(
                        "export",
                        connection.ask(
                                "GET",
                                Api.EXECUTIONS + "/export?workflowId=big",
                                null,
                                bytes -> isOver(bytes / 2000)));
        exports.incrementAndGet();
        long told =
                IntStream.range(0, LARGE)
                        .filter(i -> reply.text().contains("\"big-" + i + '"'))
                        .count();
        if (told != LARGE) {
            failures.add("export: %d executions".formatted(told));
        }
    }

    /** A client with a pool of connections, which sends nothing again that is not only a question. */
    private void pooled(String url) {
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        while (!isOver(calm ? CALM_MS : 10)) {
            Account account = new Account(0, 0, false);
            accounts.add(account);
            try {
                HttpResponse<String> answer =
                        http.send(
                                HttpRequest.newBuilder(URI.create(url + Api.EXECUTIONS))
                                        .header("Content-Type", "application/json")
                                        .POST(
                                                HttpRequest.BodyPublishers.ofByteArray(
                                                        Api.json(account.execution(""))))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
                requests.incrementAndGet();
                if (answer.statusCode() != 201) {
                    failures.add("pooled: " + answer.statusCode() + " " + answer.body());
                }
                account.begun();
            } catch (IOException lost) {
                failures.add("pooled: " + lost);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** The version of every execution that was reported since somebody watches. */
    private static Map<String, Integer> stored(String url) {
        Map<String, Integer> stored = new HashMap<>();
        String after = "";
        do {
            Api.Answer page =
                    Api.sendTo(
                            url,
                            "GET",
                            Api.EXECUTIONS
                                    + "?limit=200&workflowId=w"
                                    + (after.isEmpty() ? "" : "&cursor=" + Api.segment(after)),
                            null);
            for (JsonNode item : page.at("/items")) {
                stored.put(item.path("id").asText(), item.path("version").asInt());
            }
            after = page.at("/nextCursor").asText("");
        } while (!after.isEmpty() && !after.equals("null"));
        return stored;
    }

    private interface Condition {

        boolean holds();
    }

    private static void await(Condition condition) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).isLessThan(end);
            never.await(20, TimeUnit.MILLISECONDS);
        }
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos).truncatedTo(ChronoUnit.MILLIS);
    }
}
