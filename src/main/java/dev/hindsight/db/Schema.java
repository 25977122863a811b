package dev.hindsight.db;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.jboss.logging.Logger;

/** The database's schema: brought up to date, or checked. */
@ApplicationScoped
public class Schema {

    private static final Logger LOG = Logger.getLogger(Schema.class);

    private final Flyway flyway;
    private final Database database;
    private final SchemaConfig config;
    private volatile State state = State.UNKNOWN;

    Schema(Flyway flyway, Database database, SchemaConfig config) {
        this.flyway = flyway;
        this.database = database;
        this.config = config;
    }

    /** How the schema relates to what this release knows. */
    public enum State {
        /** Not looked at yet, or not to be looked at. */
        UNKNOWN,
        /** As this release wants it. */
        CURRENT,
        /** Migrations of this release are missing. */
        BEHIND,
        /** A later release has been here. */
        AHEAD;

        /** For people and health answers. */
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
                || (state == State.UNKNOWN && config.migrate() == SchemaConfig.Mode.OFF);
    }

    /** Does what the mode says. Blocks; called once, at start. */
    public void prepare() {
        switch (config.migrate()) {
            case MIGRATE -> migrate();
            case VALIDATE -> look();
            case OFF -> LOG.debug("The schema is taken as it is");
        }
        if (state == State.AHEAD) {
            LOG.error(
                    "The schema is newer than this release knows: this replica will not be ready."
                            + " Start the release that migrated it.");
        } else if (state == State.BEHIND) {
            LOG.error(
                    "The schema is older than this release needs: this replica will not be ready."
                            + " Run the command 'migrate', or set HINDSIGHT_MIGRATE=migrate.");
        }
    }

    /** Applies the migrations that are missing, unless a later release has been here. Blocks. */
    public void migrate() {
        if (look() != State.AHEAD) {
            flyway.migrate();
            look();
        }
    }

    /** Whether the database answers; fails if it does not. */
    public Uni<Void> ping() {
        return database.ask("SELECT 1", Args.of().tuple()).replaceWithVoid();
    }

    private State look() {
        MigrationInfoService info = flyway.info();
        State seen = State.CURRENT;
        for (MigrationInfo migration : info.all()) {
            MigrationState found = migration.getState();
            if (found == MigrationState.FUTURE_SUCCESS || found == MigrationState.FUTURE_FAILED) {
                seen = State.AHEAD;
            } else if (found == MigrationState.PENDING && seen == State.CURRENT) {
                seen = State.BEHIND;
            }
        }
        state = seen;
        return seen;
    }
}
