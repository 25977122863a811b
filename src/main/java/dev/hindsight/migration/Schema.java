package dev.hindsight.migration;

import dev.hindsight.boot.Preparation;
import dev.hindsight.problem.StartFailure;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.ScheduledExecution;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Locale;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.jboss.logging.Logger;

/** The database's schema: brought up to date, or checked. */
@Singleton
public final class Schema implements Preparation {

    private static final Logger LOG = Logger.getLogger(Schema.class);

    private final Provider<Flyway> flyway;
    private final HistoryStore history;
    private final SchemaConfig config;
    private volatile State state = State.UNKNOWN;

    /**
     * The schema, not looked at yet.
     *
     * @param flyway made when it is needed
     */
    Schema(Provider<Flyway> flyway, HistoryStore history, SchemaConfig config) {
        this.flyway = flyway;
        this.history = history;
        this.config = config;
    }

    /** How the schema relates to what this release knows. */
    public enum State {
        /** Not looked at yet, or not to be looked at. */
        UNKNOWN,
        /** As this release wants it. */
        CURRENT,
        /** A later release has been here, and left it so that this one can work on it too. */
        LATER,
        /** Migrations of this release are missing, or one failed. */
        BEHIND,
        /** A later release has been here, and this one may not know what it meets. */
        AHEAD;

        /** For people. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How the schema stood when it was last looked at. */
    public State state() {
        return state;
    }

    /** Whether this replica may serve on the schema as it stands. */
    public boolean isUsable() {
        return state == State.CURRENT
                || state == State.LATER
                || (state == State.UNKNOWN && config.migrate() == SchemaConfig.Mode.OFF);
    }

    @Override
    public int order() {
        return 10;
    }

    /**
     * Does what the mode says; done when the schema is usable. Replicas that migrate at once wait for
     * each other.
     */
    @Override
    public Uni<Boolean> prepare() {
        if (config.migrate() == SchemaConfig.Mode.OFF) {
            return Uni.createFrom().item(true);
        }
        return history.isComplete()
                .chain(
                        isComplete ->
                                isComplete
                                        ? Uni.createFrom().item(this::takeAsCurrent)
                                        : Uni.createFrom()
                                                .item(this::see)
                                                .runSubscriptionOn(
                                                        Infrastructure.getDefaultWorkerPool()))
                .onFailure(FlywayException.class)
                .transform(Schema::explain);
    }

    private boolean takeAsCurrent() {
        state = State.CURRENT;
        return true;
    }

    /** Applies the migrations that are missing, unless a later release has been here. Blocks. */
    public void migrate() {
        State seen = look();
        if (seen == State.BEHIND) {
            flyway.get().migrate();
            seen = look();
        }
        state = seen;
    }

    private boolean see() {
        State seen = look();
        if (seen == State.BEHIND && config.migrate() == SchemaConfig.Mode.MIGRATE) {
            flyway.get().migrate();
            seen = look();
        }
        if (seen != state) {
            tell(seen);
        }
        state = seen;
        return isUsable();
    }

    private State look() {
        MigrationInfo[] migrations = flyway.get().info().all();
        LaterMigrations later = new LaterMigrations(migrations);
        boolean isBehind =
                Arrays.stream(migrations)
                        .filter(migration -> !LaterMigrations.isLater(migration))
                        .map(MigrationInfo::getState)
                        .anyMatch(found -> !found.isApplied() || found.isFailed());
        if (later.isPresent()) {
            return isBehind || !later.suitsThisRelease() ? State.AHEAD : State.LATER;
        }
        return isBehind ? State.BEHIND : State.CURRENT;
    }

    private static void tell(State seen) {
        if (seen == State.LATER) {
            LOG.info("The schema is of a later release, and suits this one too");
        } else if (seen == State.AHEAD) {
            LOG.error(
                    "The schema is newer than this release can work on: this replica will not be"
                            + " ready. Start the release that migrated it, or the one before.");
        } else if (seen == State.BEHIND) {
            LOG.error(
                    "The schema is older than this release needs: this replica will not be ready"
                            + " until it is migrated. Set HINDSIGHT_MIGRATE=migrate to do so at the"
                            + " start.");
        }
    }

    private static StartFailure explain(Throwable failure) {
        String said = String.valueOf(failure.getMessage()).strip();
        return new StartFailure(
                "the schema cannot be seen to: %s"
                        .formatted(said.lines().findFirst().orElse("").strip()));
    }

    /** Passes over what the clock would do before there are tables to do it on. */
    @Singleton
    public static final class NotUsable implements Scheduled.SkipPredicate {

        private final Schema schema;

        NotUsable(Schema schema) {
            this.schema = schema;
        }

        @Override
        public boolean test(ScheduledExecution execution) {
            return !schema.isUsable();
        }
    }
}
