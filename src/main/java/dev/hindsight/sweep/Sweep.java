package dev.hindsight.sweep;

import dev.hindsight.boot.Chore;
import dev.hindsight.db.Database;
import dev.hindsight.partition.PartitionCatalogue;
import dev.hindsight.partition.PartitionDay;
import dev.hindsight.partition.Uuid7;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.retention.Planner;
import io.quarkus.arc.All;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One pass of forgetting: everything that is due by the policies, day by day, the oldest first, and the
 * other chores before and after.
 *
 * <p>Any number of replicas may sweep at once; see {@link SweepLock}. One that is killed leaves what it
 * did done and recorded, and the rest to the next one.
 */
@ApplicationScoped
public class Sweep {

    private static final Logger LOG = Logger.getLogger(Sweep.class);

    /** One replica in so long is enough, of those that sweep by schedule. */
    private static final Duration PERIOD = Duration.ofMinutes(50);

    /** For so long runs are told. */
    private static final Duration REMEMBERED = Duration.ofDays(400);

    private final Database database;
    private final Planner planner;
    private final PartitionCatalogue partitions;
    private final DaySweep days;
    private final SweepStore runs;
    private final SweepMeters meters;
    private final List<Chore> chores;
    private final SweepConfig config;
    private final Clock clock;

    Sweep(
            Database database,
            Planner planner,
            PartitionCatalogue partitions,
            DaySweep days,
            SweepStore runs,
            SweepMeters meters,
            @All List<Chore> chores,
            SweepConfig config,
            Clock clock) {
        this.database = database;
        this.planner = planner;
        this.partitions = partitions;
        this.days = days;
        this.runs = runs;
        this.meters = meters;
        this.chores = chores.stream().sorted(Comparator.comparingInt(Chore::order)).toList();
        this.config = config;
        this.clock = clock;
    }

    /** Every hour, by the first replica whose turn it is. */
    @Scheduled(
            every = "1h",
            delayed = "5m",
            identity = "retention-sweep",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> onSchedule() {
        return Database.unattended(
                LOG,
                "The sweep failed",
                runs.isRecent(now().minus(PERIOD))
                        .call(this::look)
                        .chain(
                                isRecent ->
                                        isRecent
                                                ? Uni.createFrom().voidItem()
                                                : begin(database.client())
                                                        .chain(this::work)
                                                        .chain(this::clearUp)));
    }

    /** Looks when the last sweep ended, which others may have done. */
    private Uni<Void> look() {
        return runs.last().invoke(last -> last.ifPresent(meters::saw)).replaceWithVoid();
    }

    /** Records that a sweep begins; tells its id. */
    Uni<UUID> begin(SqlClient client) {
        UUID id = Uuid7.mint();
        return runs.begin(client, id, now()).replaceWith(id);
    }

    /**
     * Does what is due, in a sweep that has begun, and records its end. Whoever called for it calls
     * {@link #clearUp} afterwards.
     */
    Uni<UUID> work(UUID id) {
        Instant deadline = clock.instant().plus(config.timeBox());
        return chores(chore -> chore.order() < Chore.RETENTION)
                .chain(planner::plan)
                .map(plan -> new SweepRun(id, plan, deadline, clock))
                .call(this::sweep)
                .call(this::end)
                .onFailure(RuntimeException.class)
                .call(failure -> fail(id, failure))
                .replaceWith(id);
    }

    /** Does the chores that come behind a sweep; nobody need wait for them. */
    Uni<Void> clearUp() {
        return Database.unattended(
                LOG,
                "Past sweeps could not be forgotten",
                chores(chore -> chore.order() > Chore.RETENTION)
                        .chain(() -> runs.forget(now().minus(REMEMBERED))));
    }

    private Uni<Void> sweep(SweepRun run) {
        return partitions
                .refresh()
                .onItem()
                .transformToMulti(
                        all ->
                                Multi.createFrom()
                                        .iterable(
                                                all.stream()
                                                        .filter(day -> isOf(run, day))
                                                        .sorted(
                                                                Comparator.comparing(
                                                                        PartitionDay::day))
                                                        .toList()))
                .onItem()
                .transformToUniAndConcatenate(
                        day -> run.isOver() ? Uni.createFrom().voidItem() : sweep(run, day))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static boolean isOf(SweepRun run, PartitionDay day) {
        return !day.isDropped() && run.plan().mayConcern(day);
    }

    /** What cannot be done in one day does not keep the others from it. */
    private Uni<Void> sweep(SweepRun run, PartitionDay day) {
        return days.sweep(run, day)
                .onFailure(RuntimeException.class)
                .recoverWithUni(
                        failure -> {
                            String what = "The day %s could not be swept".formatted(day.day());
                            Database.tell(LOG, what, failure);
                            run.note(what + ": " + inWords(failure));
                            return Uni.createFrom().voidItem();
                        });
    }

    private Uni<Void> chores(Predicate<Chore> which) {
        return Multi.createFrom()
                .iterable(chores)
                .filter(which)
                .onItem()
                .transformToUniAndConcatenate(Sweep::work)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static Uni<Void> work(Chore chore) {
        return Database.unattended(LOG, chore.title() + ": it failed", chore.work());
    }

    private Uni<Void> end(SweepRun run) {
        String problem = run.problems().isEmpty() ? null : String.join("; ", run.problems());
        return end(run.id(), run.isPartial(), problem)
                .invoke(() -> meters.ended(run.outcome()))
                .invoke(
                        () -> {
                            if (run.isArchiveAway()) {
                                meters.archiveFailed();
                            }
                        });
    }

    private Uni<Void> fail(UUID id, Throwable failure) {
        meters.ended(SweepMeters.Outcome.FAILED);
        return end(id, true, inWords(failure));
    }

    private Uni<Void> end(UUID id, boolean isPartial, @Nullable String problem) {
        OffsetDateTime at = now();
        return runs.end(id, at, isPartial, problem)
                .invoke(() -> meters.saw(new SweepStore.Last(at, problem != null)))
                .chain(() -> runs.done(id))
                .invoke(meters::did)
                .replaceWithVoid();
    }

    private static @Nullable String inWords(Throwable failure) {
        return failure instanceof ProblemException problem
                ? problem.detail()
                : "An internal fault, which the log tells of.";
    }

    private OffsetDateTime now() {
        return OffsetDateTime.now(clock).truncatedTo(ChronoUnit.MILLIS);
    }
}
