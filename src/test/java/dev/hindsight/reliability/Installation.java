package dev.hindsight.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Artifact;
import dev.hindsight.fixture.OwnPostgres;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The service and a PostgreSQL, either of which may be killed while engines report. */
final class Installation implements Site, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Which processes are killed, both of them in either order. */
    enum Victim {
        SERVICE,
        DATABASE,
        SERVICE_FIRST,
        DATABASE_FIRST
    }

    private final OwnPostgres postgres = new OwnPostgres();
    private final Map<String, String> environment;
    private final Semaphore acknowledged = new Semaphore(0);
    private Artifact service;
    private volatile String url;
    private volatile CountDownLatch back = new CountDownLatch(0);
    private volatile boolean over;

    Installation() throws IOException {
        environment = Map.of("HINDSIGHT_DATABASE_URL", postgres.start().values().iterator().next());
        service = Artifact.start(environment);
        url = service.url();
    }

    /** Where the service is: elsewhere after each of its starts. */
    @Override
    public String url() {
        return url;
    }

    /** Says that a report was acknowledged. */
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

    /** Waits, after a failure, until all processes run again. */
    @Override
    public void awaitReturn() {
        try {
            assertThat(back.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Tells the engines that what they are at is the last that they report. */
    void end() {
        over = true;
        back.countDown();
    }

    @Override
    public boolean isOver() {
        return over;
    }

    /**
     * Kills and starts again.
     *
     * @return how long it took until the service was ready and took a report, since the database
     * answered and the service's process was started
     */
    Duration kill(Victim victim) throws IOException {
        back = new CountDownLatch(1);
        boolean restarts = victim != Victim.DATABASE;
        if (victim == Victim.DATABASE_FIRST) {
            postgres.kill();
        }
        if (restarts) {
            service.kill();
        }
        if (victim == Victim.DATABASE || victim == Victim.SERVICE_FIRST) {
            postgres.kill();
        }
        // Where both are gone, it has to wait for its database.
        if (restarts) {
            service = Artifact.start(environment);
        }
        if (victim != Victim.SERVICE) {
            postgres.goUp();
        }
        long start = System.nanoTime();
        if (restarts) {
            url = service.url();
        }
        while (!isReady()) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
            Thread.onSpinWait();
        }
        back.countDown();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private boolean isReady() {
        return Api.sendTo(url, "GET", "/q/health/ready", null).status() == 200
                && Api.sendTo(url, "POST", Api.EXECUTIONS, Api.json("{'workflowId': 'probe'}"))
                                .status()
                        == 201;
    }

    /** Where the database is, for JDBC. */
    String jdbc() {
        return "jdbc:"
                + environment.get("HINDSIGHT_DATABASE_URL").replace("postgres:postgres@", "")
                + "?user=postgres";
    }

    @Override
    public void close() {
        service.close();
        postgres.stop();
    }
}
