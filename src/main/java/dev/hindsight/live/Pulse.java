package dev.hindsight.live;

import dev.hindsight.db.EventLoops;
import dev.hindsight.subscription.Stage;
import dev.hindsight.watch.Hub;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.shutdown.ShutdownConfig;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** All connections of the live channel: how many there are, what time it is, and when it is over. */
@Singleton
class Pulse implements MeterBinder {

    private static final Duration BEAT = Duration.ofSeconds(1);

    /** Clients that are told to go come back within so long, each at a moment of its own. */
    private static final int LONGEST_RETRY_MS = 10_000;

    /** For so long the service waits for clients that do not take their leave. */
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(3);

    /** A connection. It belongs to the stage. */
    interface Beating {

        /** Time passes. */
        void tick(Instant now);

        /** Sends the client away, to come back after so long; ends when it was told. */
        Uni<Void> drain(int retryMs);
    }

    private final LiveConfig config;
    private final Hub hub;
    private final Stage stage;
    private final Clock clock;
    private final ShutdownConfig shutdown;
    private final Set<Beating> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger number = new AtomicInteger();
    private volatile boolean leaving;
    private @Nullable Cancellable timer;

    Pulse(LiveConfig config, Hub hub, Stage stage, Clock clock, ShutdownConfig shutdown) {
        this.config = config;
        this.hub = hub;
        this.stage = stage;
        this.clock = clock;
        this.shutdown = shutdown;
    }

    /** Tells how many there are, from the start on. */
    @Override
    public void bindTo(MeterRegistry metrics) {
        Gauge.builder("hindsight_live_connections", number, AtomicInteger::get)
                .description("Connections of the live channel")
                .register(metrics);
        Gauge.builder("hindsight_live_connections_limit", config::maxConnections)
                .description("Connections at which no more are let in")
                .register(metrics);
    }

    /** Whether there is no room for another one. */
    boolean isFull() {
        return number.get() >= config.maxConnections();
    }

    /** Takes a connection in, if there is room. From whatever thread. */
    boolean add(Beating connection) {
        if (number.incrementAndGet() > config.maxConnections()) {
            number.decrementAndGet();
            return false;
        }
        connections.add(connection);
        stage.execute(this::beatOn);
        if (leaving) {
            // Led here by a router that has not heard of the end. A second word would not be sent.
            stage.execute(
                    () -> connection.drain(retryMs()).subscribe().with(done -> {}, gone -> {}));
        }
        return true;
    }

    /** Lets it go, if it was taken in. From whatever thread. */
    void remove(Beating connection) {
        if (connections.remove(connection)) {
            number.decrementAndGet();
        }
    }

    private void beatOn() {
        if (timer == null && !connections.isEmpty()) {
            timer = EventLoops.after(stage, BEAT, this::beat);
        }
    }

    private void beat() {
        timer = null;
        Instant now = clock.instant();
        try {
            connections.forEach(connection -> connection.tick(now));
            hub.tick();
        } finally {
            beatOn();
        }
    }

    /**
     * The end begins, with a delay if one is set, in which the service is no longer ready and goes on
     * serving: who watches is sent away late in it, when nobody is led here any more.
     */
    void drain(@Observes ShutdownDelayInitiatedEvent ending) {
        Duration rest = rest(shutdown.delay().orElse(Duration.ZERO));
        if (rest.toMillis() < 1) {
            drain();
        } else {
            ending(rest);
        }
    }

    /** How much of a delay passes before anybody is sent away: what leaves time to go, at least half. */
    static Duration rest(Duration delay) {
        Duration half = delay.dividedBy(2);
        Duration early = delay.minus(DRAIN_LIMIT);
        return early.compareTo(half) > 0 ? early : half;
    }

    private void ending(Duration rest) {
        Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(rest)
                .chain(() -> Uni.createFrom().completionStage(this::sendAway))
                .subscribe()
                .with(done -> {}, gone -> {});
    }

    /** Waits, on the thread that ends the service, until everybody was told. */
    private void drain() {
        sendAway()
                .completeOnTimeout(null, DRAIN_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(gone -> null)
                .join();
    }

    private CompletableFuture<Void> sendAway() {
        leaving = true;
        return CompletableFuture.allOf(
                connections.stream().map(this::sendAway).toArray(CompletableFuture<?>[]::new));
    }

    private CompletableFuture<Void> sendAway(Beating connection) {
        return CompletableFuture.supplyAsync(() -> connection.drain(retryMs()), stage)
                .thenCompose(Uni::subscribeAsCompletionStage);
    }

    private static int retryMs() {
        return ThreadLocalRandom.current().nextInt(LONGEST_RETRY_MS);
    }
}
