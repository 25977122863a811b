package dev.hindsight.erasure;

import dev.hindsight.archival.Rewriting;
import dev.hindsight.boot.Chore;
import dev.hindsight.db.Database;
import dev.hindsight.erasure.Erasure.Open;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Sees to it that what was begun is done: at once where it was asked for, and from wherever it was left
 * off, when whoever was at it is not heard of any more.
 *
 * <p>A sweep that was archiving while executions were erased may bring a file into the archive that holds
 * them: what it leaves loose is written anew behind it, in the same sweep.
 */
@ApplicationScoped
public class ErasureClerk implements Chore {

    private static final Logger LOG = Logger.getLogger(ErasureClerk.class);

    /** No sweep goes on for longer. */
    private static final Duration LATELY = Duration.ofDays(2);

    private static final String AWAY =
            "Something that it needs, the archive or the database, does not answer: it is tried again"
                    + " every few minutes.";

    private final Database database;
    private final ErasureStore store;
    private final Erasing erasing;
    private final Rewriting archive;
    private final Clock clock;

    ErasureClerk(
            Database database,
            ErasureStore store,
            Erasing erasing,
            Rewriting archive,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.erasing = erasing;
        this.archive = archive;
        this.clock = clock;
    }

    @Override
    public int order() {
        return RETENTION + 9;
    }

    @Override
    public String title() {
        return "Complete erasures of persons";
    }

    @Override
    public Uni<Void> work() {
        return resume().chain(this::tidy);
    }

    /** Every minute. */
    @Scheduled(
            every = "1m",
            delayed = "30s",
            identity = "erasure",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> onSchedule() {
        return resume().onFailure(RuntimeException.class)
                .invoke(failure -> Database.tell(LOG, "Erasures were not resumed", failure))
                .onFailure(RuntimeException.class)
                .recoverWithNull();
    }

    /** Does what was begun here, without having anybody wait for it. */
    void goOn(int namespaceId, UUID id, boolean isNew) {
        if (isNew) {
            store.open(database.client(), namespaceId, id)
                    .chain(
                            found ->
                                    found.isPresent()
                                            ? done(found.get())
                                            : Uni.createFrom().voidItem())
                    .subscribe()
                    .with(
                            done -> {},
                            failure -> Database.tell(LOG, "The erasure was not done", failure));
        }
    }

    /** Completes, one after the other, what nobody is at. */
    private Uni<Void> resume() {
        return Multi.createBy()
                .repeating()
                .uni(
                        () ->
                                store.claim(
                                        database.client(),
                                        OffsetDateTime.now(clock),
                                        erasing.lease()))
                .whilst(found -> found.isPresent())
                .onItem()
                .transformToUniAndConcatenate(
                        found ->
                                found.isPresent() ? done(found.get()) : Uni.createFrom().voidItem())
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Void> done(Open erasure) {
        return erasing.work(erasure)
                .onFailure(ErasureClerk::isAway)
                .recoverWithUni(
                        failure -> {
                            LOG.warnf(
                                    "An erasure has to wait: %s",
                                    ((ProblemException) failure).detail());
                            return store.putOff(database.client(), erasure, AWAY, erasing.lease());
                        });
    }

    private static boolean isAway(Throwable failure) {
        return failure instanceof ProblemException problem
                && problem.type() == ProblemType.UNAVAILABLE;
    }

    private Uni<Void> tidy() {
        return store.lately(database.client(), OffsetDateTime.now(clock).minus(LATELY))
                .onItem()
                .transformToMulti(namespaces -> Multi.createFrom().iterable(namespaces))
                .onItem()
                .transformToUniAndConcatenate(archive::rewrite)
                .onItem()
                .ignoreAsUni()
                .onFailure(ErasureClerk::isAway)
                .recoverWithNull();
    }
}
