package dev.hindsight.fold;

import dev.hindsight.boot.Chore;
import dev.hindsight.db.Database;
import dev.hindsight.migration.Schema;
import io.quarkus.arc.All;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Rolls up what was reported: takes deltas out and has every {@link Folding} add them up, in one
 * transaction. Any number of replicas may do so at once: one waits for the other.
 */
@ApplicationScoped
public class Fold implements Chore {

    private static final Logger LOG = Logger.getLogger(Fold.class);

    /** Deltas of one transaction: those of a second of much work, and a fraction of a second's work. */
    private static final int BATCH = 2_000;

    /** Who asks waits no longer than this for what others have reported, and is told how old it is. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Database database;
    private final DeltaStore store;
    private final List<Folding> foldings;
    private final Schema schema;
    private final FoldMeters meters;
    private final Clock clock;

    /** What is under way in this replica: whoever comes in the meantime waits for the next one. */
    private final AtomicReference<@Nullable Uni<Void>> running = new AtomicReference<>();

    Fold(
            Database database,
            DeltaStore store,
            @All List<Folding> foldings,
            Schema schema,
            FoldMeters meters,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.foldings = foldings;
        this.schema = schema;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Every few seconds, so that who asks has little to wait for; as soon as there are tables, which the
     * scheduler does not wait for.
     */
    @Scheduled(
            every = "3s",
            delayed = "3s",
            identity = "statistics-fold",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> onSchedule() {
        Uni<Void> work = schema.isUsable() ? work() : Uni.createFrom().voidItem();
        return work.onFailure(RuntimeException.class)
                .invoke(failure -> Database.tell(LOG, "Statistics could not be rolled up", failure))
                .onFailure(RuntimeException.class)
                .recoverWithNull();
    }

    @Override
    public int order() {
        return 40;
    }

    @Override
    public String title() {
        return "Roll up statistics";
    }

    /** Rolls up everything that waits. */
    @Override
    public Uni<Void> work() {
        return look().chain(
                        waiting ->
                                waiting.isEmpty()
                                        ? Uni.createFrom().voidItem()
                                        : joined().chain(this::work));
    }

    /**
     * Sees to it that all is rolled up that was reported before it is asked to, and tells of which
     * moment the statistics are then. Where that takes too long, they are of an earlier moment.
     */
    public Uni<Instant> settle() {
        Instant now = clock.instant();
        return look().chain(
                        waiting ->
                                waiting.isEmpty()
                                        ? Uni.createFrom().item(now)
                                        : settle(now, waiting.get().last())
                                                .ifNoItem()
                                                .after(PATIENCE)
                                                .recoverWithUni(this::oldest));
    }

    private Uni<Instant> settle(Instant asked, long last) {
        return joined().chain(this::look)
                .chain(
                        waiting ->
                                waiting.isEmpty() || waiting.get().first() > last
                                        ? Uni.createFrom().item(asked)
                                        : settle(asked, last));
    }

    private Uni<Instant> oldest() {
        return look().map(
                        waiting ->
                                waiting.map(DeltaStore.Waiting::since).orElseGet(clock::instant));
    }

    private Uni<Optional<DeltaStore.Waiting>> look() {
        return store.waiting().invoke(meters::saw);
    }

    /** Rolls a batch up; who asks while one is under way waits for that one. */
    private Uni<Void> joined() {
        return Uni.createFrom()
                .deferred(
                        () -> {
                            Uni<Void> other = running.get();
                            if (other != null) {
                                return other;
                            }
                            Uni<Void> mine =
                                    batch().eventually(() -> running.set(null))
                                            .memoize()
                                            .indefinitely();
                            return running.compareAndSet(null, mine) ? mine : joined();
                        });
    }

    private Uni<Void> batch() {
        return database.transaction(
                client ->
                        store.begin(client)
                                .chain(() -> store.take(client, BATCH))
                                .chain(deltas -> fold(client, deltas)));
    }

    private Uni<Void> fold(SqlClient client, List<Delta> deltas) {
        return deltas.isEmpty()
                ? Uni.createFrom().voidItem()
                : Multi.createFrom()
                        .iterable(foldings)
                        .onItem()
                        .transformToUniAndConcatenate(
                                it -> it.fold(client, deltas, deltas.size() < BATCH))
                        .collect()
                        .asList()
                        .replaceWithVoid();
    }
}
