package dev.hindsight.db;

import dev.hindsight.boot.Preparation;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.StartFailure;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Whether the database can be used at all: looked at before anything is asked of it, so that a wrong
 * address or password is one line for the operator and not the failure of a migration.
 */
@Singleton
final class Reachability implements Preparation {

    private static final Logger LOG = Logger.getLogger(Reachability.class);

    /** For so long a starting replica waits for a database that does not answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Database database;
    private final DatabaseConfig config;

    Reachability(Database database, DatabaseConfig config) {
        this.database = database;
        this.config = config;
    }

    @Override
    public int order() {
        return 0;
    }

    /** Waits for a database that is away; fails at once where waiting would not help. */
    @Override
    public Uni<Boolean> prepare() {
        return prepare(PATIENCE);
    }

    Uni<Boolean> prepare(Duration patience) {
        AtomicBoolean told = new AtomicBoolean();
        return database.ping()
                .onFailure(ProblemException.class)
                .invoke(
                        away -> {
                            if (told.compareAndSet(false, true)) {
                                LOG.info("Waiting for the database, which does not answer yet");
                            }
                        })
                .onFailure(ProblemException.class)
                .retry()
                .withBackOff(Duration.ofMillis(250), Duration.ofSeconds(2))
                .expireIn(patience.toMillis())
                .replaceWith(true)
                .onFailure(failure -> !(failure instanceof StartFailure))
                .transform(this::explain);
    }

    private StartFailure explain(Throwable failure) {
        return new StartFailure(
                "the database cannot be used (%s): %s"
                        .formatted(
                                Troubles.reason(failure),
                                config.url().isPresent()
                                        ? "see to it, or check HINDSIGHT_DATABASE_URL"
                                        : "set HINDSIGHT_DATABASE_URL"));
    }
}
