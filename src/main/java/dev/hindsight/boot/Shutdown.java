package dev.hindsight.boot;

import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/** Lets the features end what they began, after the last request. */
@Singleton
final class Shutdown {

    private static final Logger LOG = Logger.getLogger(Shutdown.class);

    /** Well below the ten seconds that whoever ends processes grants at the least. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final List<Farewell> farewells;

    Shutdown(@All List<Farewell> farewells) {
        this.farewells = farewells;
    }

    void onStop(@Observes ShutdownEvent event) {
        if (farewells.isEmpty()) {
            return;
        }
        // No event loop, and the last thing that is waited for.
        Uni.join()
                .all(farewells.stream().map(Shutdown::end).toList())
                .andCollectFailures()
                .await()
                .atMost(PATIENCE.plusSeconds(1));
    }

    private static Uni<Void> end(Farewell farewell) {
        return farewell.end()
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure()
                .invoke(failure -> LOG.warnf("Not ended in order: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }
}
