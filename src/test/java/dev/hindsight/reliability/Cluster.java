package dev.hindsight.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Artifact;
import dev.hindsight.fixture.Gate;
import dev.hindsight.fixture.OwnPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Three replicas before one PostgreSQL, each behind a gate that keeps its address. */
final class Cluster implements Site, AutoCloseable {

    static final int REPLICAS = 3;

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** A replica, which may be gone for a while. */
    private final class Replica implements AutoCloseable {

        private final Gate gate;
        private Artifact service;
        private volatile int port;

        Replica() throws IOException {
            gate = new Gate(() -> port);
            service = Artifact.start(environment);
            listen();
        }

        private void listen() throws IOException {
            port = URI.create(service.url()).getPort();
        }

        void kill() throws IOException {
            port = 0;
            service.kill();
            service = Artifact.start(environment);
            listen();
        }

        void restart() throws IOException, InterruptedException {
            service.terminate();
            service.exitCode();
            port = 0;
            service = Artifact.start(environment);
            listen();
        }

        boolean isReady() {
            try {
                return Api.sendTo(gate.url(), "GET", "/q/health/ready", null).status() == 200;
            } catch (UncheckedIOException cut) {
                return false;
            }
        }

        @Override
        public void close() {
            service.close();
            try {
                gate.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final OwnPostgres postgres = new OwnPostgres();
    private final Map<String, String> environment;
    private final List<Replica> replicas = new ArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final Semaphore acknowledged = new Semaphore(0);
    private final CountDownLatch end = new CountDownLatch(1);

    Cluster(Map<String, String> settings) throws IOException {
        environment = new HashMap<>(settings);
        environment.put("HINDSIGHT_DATABASE_URL", postgres.start().values().iterator().next());
        for (int i = 0; i < REPLICAS; i++) {
            replicas.add(new Replica());
        }
    }

    /** Replicas by turns, as behind a balancer that notices nothing. */
    @Override
    public String url() {
        return url(turn.getAndIncrement());
    }

    String url(int replica) {
        return replicas.get(Math.floorMod(replica, REPLICAS)).gate.url();
    }

    @Override
    public void acknowledge() {
        acknowledged.release();
    }

    /** Waits until so many more reports are acknowledged. */
    void awaitReports(int number) throws InterruptedException {
        acknowledged.drainPermits();
        assertThat(acknowledged.tryAcquire(number, PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("reports are acknowledged")
                .isTrue();
    }

    @Override
    public void awaitReturn() {
        await(1);
    }

    /** Waits until all are ready. */
    void awaitAll() {
        await(REPLICAS);
    }

    private void await(int ready) {
        long begin = System.nanoTime();
        while (replicas.stream().filter(Replica::isReady).count() < ready) {
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(PATIENCE);
        }
    }

    void end() {
        end.countDown();
    }

    @Override
    public boolean isOver() {
        return end.getCount() == 0;
    }

    /** Waits that long, or until all is over. */
    boolean isOverWithin(Duration time) {
        try {
            return end.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    void killReplica(int replica) throws IOException {
        replicas.get(replica).kill();
    }

    /** As a rollout does. */
    void restartReplica(int replica) throws IOException, InterruptedException {
        replicas.get(replica).restart();
    }

    void killDatabase() {
        postgres.kill();
        postgres.goUp();
    }

    void stopDatabase() {
        postgres.goDown();
        postgres.goUp();
    }

    void cut() {
        replicas.forEach(it -> it.gate.cut());
    }

    String jdbc() {
        return "jdbc:"
                + environment.get("HINDSIGHT_DATABASE_URL").replace("postgres:postgres@", "")
                + "?user=postgres";
    }

    @Override
    public void close() {
        replicas.forEach(Replica::close);
        postgres.stop();
    }
}
