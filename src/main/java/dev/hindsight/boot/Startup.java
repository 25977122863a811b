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
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Asks the features to check their settings and to prepare themselves, before the first request. */
@Singleton
final class Startup {

    private static final Logger LOG = Logger.getLogger(Startup.class);

    private final List<StartupCheck> checks;
    private final List<Preparation> preparations;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile boolean done;

    // Where the home is was read before there was a container. It is injected so that the setting
    // is
    // known, since one that is not stops the start.
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
        if (!proceed().await().indefinitely()) {
            LOG.warn("Started, but not ready: preparations will be tried again");
        }
    }

    /** Goes on where the start had to leave off, say at a schema that a job was still migrating. */
    @Scheduled(every = "5s", identity = "startup", skipExecutionIf = WhenDone.class)
    Uni<Void> onSchedule() {
        return proceed()
                .onFailure(RuntimeException.class)
                .invoke(failure -> LOG.warnf("Not ready yet: %s", failure.getMessage()))
                .onFailure(RuntimeException.class)
                .recoverWithItem(false)
                .replaceWithVoid();
    }

    /** Never twice at once: the scheduler begins while the start still waits. */
    private Uni<Boolean> proceed() {
        if (!busy.compareAndSet(false, true)) {
            return Uni.createFrom().item(false);
        }
        return prepare(0).onTermination().invoke(() -> busy.set(false));
    }

    private Uni<Boolean> prepare(int next) {
        if (next == preparations.size()) {
            done = true;
            return Uni.createFrom().item(true);
        }
        return preparations
                .get(next)
                .prepare()
                .chain(ready -> ready ? prepare(next + 1) : Uni.createFrom().item(false));
    }

    /** Nothing is left to do once everything has been prepared. */
    @Singleton
    static final class WhenDone implements Scheduled.SkipPredicate {

        private final Startup startup;

        WhenDone(Startup startup) {
            this.startup = startup;
        }

        @Override
        public boolean test(ScheduledExecution execution) {
            return startup.isDone();
        }
    }
}
