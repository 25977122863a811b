package dev.hindsight.audit;

import dev.hindsight.boot.Chore;
import dev.hindsight.db.Database;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Forgets entries of long ago, in batches that each commit by themselves. */
@ApplicationScoped
class AuditChore implements Chore {

    private static final Logger LOG = Logger.getLogger(AuditChore.class);

    /** Entries forgotten in one transaction. */
    static final int BATCH = 5_000;

    private final Database database;
    private final AuditStore store;
    private final AuditConfig config;
    private final Clock clock;

    AuditChore(Database database, AuditStore store, AuditConfig config, Clock clock) {
        this.database = database;
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public int order() {
        return RETENTION + 50;
    }

    @Override
    public String title() {
        return "Forget entries of the audit of long ago";
    }

    @Override
    public Uni<Void> work() {
        if (config.retention().isZero()) {
            return Uni.createFrom().voidItem();
        }
        Instant before = clock.instant().minus(config.retention());
        return store.namespaces(database.client())
                .onItem()
                .transformToMulti(all -> Multi.createFrom().iterable(all))
                .onItem()
                .transformToMultiAndConcatenate(
                        namespaceId ->
                                Multi.createBy()
                                        .repeating()
                                        .uni(
                                                () ->
                                                        database.transaction(
                                                                client ->
                                                                        store.forget(
                                                                                client,
                                                                                namespaceId,
                                                                                before,
                                                                                BATCH)))
                                        .whilst(forgotten -> forgotten == BATCH))
                .collect()
                .with(Collectors.summingInt(Integer::intValue))
                .invoke(
                        forgotten -> {
                            if (forgotten > 0) {
                                LOG.infof("Forgot %d entries of the audit", forgotten);
                            }
                        })
                .replaceWithVoid();
    }
}
