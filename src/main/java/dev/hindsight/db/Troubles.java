package dev.hindsight.db;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/**
 * Tells the log when the database cannot do what it is asked, and when it can again: once for every
 * kind of trouble, however many requests meet it. How many did is told to whoever scrapes.
 */
final class Troubles {

    private static final Logger LOG = Logger.getLogger(Troubles.class);

    /**
     * For so long nothing must have failed before the trouble counts as over: a full disk refuses
     * writes and answers the questions between them.
     */
    private static final Duration QUIET = Duration.ofSeconds(3);

    private final Map<Trouble, LongAdder> failures = new EnumMap<>(Trouble.class);
    private final LongAdder timeouts = new LongAdder();
    private final Set<Trouble> told = ConcurrentHashMap.newKeySet();
    private volatile boolean isTrouble;
    private volatile boolean isOver;
    private volatile long lastAt;

    Troubles() {
        for (Trouble trouble : Trouble.values()) {
            failures.put(trouble, new LongAdder());
        }
    }

    /** Tells what was counted. */
    @Singleton
    static final class Meters implements MeterBinder {

        @Override
        public void bindTo(MeterRegistry metrics) {
            Failures.TROUBLES.bindTo(metrics);
        }

        void onStop(@Observes ShutdownEvent ending) {
            Failures.TROUBLES.end();
        }
    }

    private void bindTo(MeterRegistry metrics) {
        failures.forEach(
                (trouble, number) ->
                        FunctionCounter.builder(
                                        "hindsight_database_failures", number, LongAdder::sum)
                                .description("Work that the database could not do, and why")
                                .tag("trouble", trouble.name().toLowerCase(Locale.ROOT))
                                .register(metrics));
        FunctionCounter.builder("hindsight_database_timeouts", timeouts, LongAdder::sum)
                .description("Statements that ran into their time limit")
                .register(metrics);
        Gauge.builder("hindsight_database_troubled", this, it -> it.isTrouble ? 1 : 0)
                .description("1 while the database does not do what it is asked, else 0")
                .register(metrics);
    }

    /** The service ends, and lets the database go: what meets that is no news, and only counted. */
    void end() {
        isOver = true;
    }

    /** Notes that a statement ran into its time limit. */
    void timedOut() {
        timeouts.increment();
    }

    /** Notes that something failed. */
    void begins(Trouble trouble, Throwable cause) {
        lastAt = System.nanoTime();
        LongAdder number = failures.get(trouble);
        if (number != null) {
            number.increment();
        }
        if (!isOver && told.add(trouble)) {
            isTrouble = true;
            LOG.warnf("The database %s: %s", trouble.word(), reason(cause));
        }
    }

    /** Notes that something succeeded. */
    void mayBeOver() {
        if (isTrouble && System.nanoTime() - lastAt > QUIET.toNanos()) {
            isTrouble = false;
            told.clear();
            LOG.info("The database answers again");
        }
    }

    /** The innermost reason, on one line: the server's own words where there are some. */
    static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof PgException)) {
            cause = cause.getCause();
        }
        String said = cause instanceof PgException refused ? refused.getErrorMessage() : null;
        if (said == null) {
            said = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        }
        return said.lines().findFirst().orElse("");
    }
}
