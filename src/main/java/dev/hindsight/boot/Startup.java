package dev.hindsight.boot;

import dev.hindsight.db.DatabaseConfig;
import dev.hindsight.db.Schema;
import dev.hindsight.partition.Partitions;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/** What must be done before the first request: the schema, and tables for the coming days. */
@Singleton
final class Startup {

    private static final Logger LOG = Logger.getLogger(Startup.class);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Schema schema;
    private final Partitions partitions;
    private volatile boolean done;

    // The settings of the database and of its home were read before the container was there; they
    // are
    // injected so that they are known, since a setting that is not known stops the start.
    Startup(Schema schema, Partitions partitions, DatabaseConfig database, HomeConfig home) {
        this.schema = schema;
        this.partitions = partitions;
    }

    /** Whether everything has been done. */
    boolean isDone() {
        return done;
    }

    void onStart(@Observes StartupEvent event) {
        schema.prepare();
        if (schema.isUsable()) {
            // The one place that waits: nothing is served before, and this is no event loop.
            partitions.makeAhead().await().atMost(PATIENCE);
            done = true;
        } else {
            LOG.warn("Started without a usable schema");
        }
    }
}
