package dev.hindsight.boot;

import io.quarkus.arc.All;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.ScheduledExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import org.jboss.logging.Logger;

/** Asks the features to check their settings and to prepare themselves, before the first request. */
@Singleton
final class Startup {

    private static final Logger LOG = Logger.getLogger(Startup.class);

    private final List<StartupCheck> checks;
    private final List<Preparation> preparations;
    private volatile boolean unfinished;
    private volatile boolean done;

    // Where the home is was read before there were beans. It is injected so that it is known, since
    // a setting that is not stops the start.
    Startup(@All List<StartupCheck> checks, @All List<Preparation> preparations, HomeConfig home) {
        this.checks = checks;
        this.preparations =
                preparations.stream().sorted(Comparator.comparingInt(Preparation::order)).toList();
    }

    /** Whether everything has been prepared. */
    boolean isDone() {
        return done;
    }

    void onStart(@Observes StartupEvent event) {
        checks.forEach(StartupCheck::check);
        // The one place that waits: nothing is served before, and this is no event loop. How long a
        // preparation may take is its own affair; a migration takes what it takes.
        if (!prepare(0).await().indefinitely()) {
            LOG.warn("Started, but not ready: preparations will be tried again");
            unfinished = true;
        }
    }

    /** Goes on where the start had to leave off, say at a schema that a job was still migrating. */
    @Scheduled(
            every = "5s",
            identity = "startup",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = UnlessUnfinished.class)
    Uni<Void> onSchedule() {
        return prepare(0)
                .onFailure(RuntimeException.class)
                .invoke(failure -> LOG.warnf("Not ready yet: %s", failure.getMessage()))
                .onFailure(RuntimeException.class)
                .recoverWithItem(false)
                .replaceWithVoid();
    }

    private Uni<Boolean> prepare(int next) {
        if (next == preparations.size()) {
            done = true;
            unfinished = false;
            return Uni.createFrom().item(true);
        }
        return preparations
                .get(next)
                .prepare()
                .chain(ready -> ready ? prepare(next + 1) : Uni.createFrom().item(false));
    }

    /** Nothing is to be done before the start, which the scheduler precedes, nor after its end. */
    @Singleton
    static final class UnlessUnfinished implements Scheduled.SkipPredicate {

        private final Startup startup;

        UnlessUnfinished(Startup startup) {
            this.startup = startup;
        }

        @Override
        public boolean test(ScheduledExecution execution) {
            return !startup.unfinished;
        }
    }
}
