package dev.hindsight.sweep;

import dev.hindsight.partition.DayTables;
import dev.hindsight.partition.PartitionDay;
import dev.hindsight.removal.Removal;
import dev.hindsight.retention.Assessment;
import dev.hindsight.retention.DayBytes;
import dev.hindsight.retention.Due;
import dev.hindsight.retention.Judge;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Does what is due of a day: drops it, thins it, or works through it; and empties those of its tables
 * in which nothing is left.
 *
 * <p>What is done to whole tables is decided on once more when all writers of the day are kept away.
 */
@ApplicationScoped
class DaySweep {

    private final SweepLock lock;
    private final Judge judge;
    private final DayTables tables;
    private final BatchSweep batches;
    private final ArchiveSweep archive;
    private final Removal removal;
    private final SweepStore store;

    DaySweep(
            SweepLock lock,
            Judge judge,
            DayTables tables,
            BatchSweep batches,
            ArchiveSweep archive,
            Removal removal,
            SweepStore store) {
        this.lock = lock;
        this.judge = judge;
        this.tables = tables;
        this.batches = batches;
        this.archive = archive;
        this.removal = removal;
        this.store = store;
    }

    /** Does it, until the time of the sweep is over. */
    Uni<Void> sweep(SweepRun run, PartitionDay day) {
        return Look.isOver(day, run.plan().now()) && run.plan().hasOutlived(day)
                ? outlived(run, day)
                : lock.stubbornly(client -> look(client, run, day))
                        .chain(look -> remove(run, look).chain(() -> rest(run, look)));
    }

    /**
     * A day that outlived everything it may hold is most likely dropped: it is held from the beginning,
     * and so looked through only once.
     */
    private Uni<Void> outlived(SweepRun run, PartitionDay day) {
        return lock.stubbornly(client -> ifThere(client, day, () -> lookAndGo(client, run, day)))
                .chain(
                        look ->
                                look.filter(it -> !isDropped(run, it))
                                        .map(it -> stay(run, it))
                                        .orElseGet(DaySweep::nothing));
    }

    /** What was found; if it goes as a whole, it went. */
    private Uni<Look> lookAndGo(SqlClient client, SweepRun run, PartitionDay day) {
        return look(client, run, day)
                .call(look -> isWhole(run, look) ? go(client, run, look) : nothing());
    }

    private static boolean isDropped(SweepRun run, Look look) {
        return look.way(run.plan().now()) == Look.Way.DROP;
    }

    private Uni<Void> stay(SweepRun run, Look look) {
        Uni<Void> removed =
                look.way(run.plan().now()) == Look.Way.BATCHES
                        ? batches.work(run, look, Due.REMOVAL)
                        : Uni.createFrom().voidItem();
        return removed.chain(() -> rest(run, look));
    }

    private Uni<Void> rest(SweepRun run, Look look) {
        return batches(run, look).chain(() -> tidy(run, look));
    }

    private Uni<Look> look(SqlClient client, SweepRun run, PartitionDay day) {
        return judge.assess(client, run.plan(), day.day())
                .chain(
                        found ->
                                tables.sizes(client, day.day())
                                        .map(sizes -> new DayBytes(sizes, found.total()))
                                        .map(bytes -> new Look(day, found, bytes)));
    }

    private Uni<Void> remove(SweepRun run, Look look) {
        return switch (look.way(run.plan().now())) {
            case NOT_AT_ALL -> Uni.createFrom().voidItem();
            case BATCHES -> batches.work(run, look, Due.REMOVAL);
            case DROP, THIN ->
                    whole(run, look, it -> isWhole(run, it), (client, it) -> go(client, run, it))
                            .chain(
                                    done ->
                                            done
                                                    ? Uni.createFrom().voidItem()
                                                    : batches.work(run, look, Due.REMOVAL));
        };
    }

    private static boolean isWhole(SweepRun run, Look look) {
        Look.Way way = look.way(run.plan().now());
        return way == Look.Way.DROP || way == Look.Way.THIN;
    }

    /** Something that is done to tables as a whole, of a day that nobody writes to meanwhile. */
    @FunctionalInterface
    private interface Deed {
        Uni<Void> on(SqlClient client, Look look);
    }

    /** Does it if that is right still when the day is held; tells whether it was. */
    private Uni<Boolean> whole(SweepRun run, Look look, Predicate<Look> isRight, Deed deed) {
        PartitionDay day = look.day();
        return lock.stubbornly(
                client ->
                        ifThere(client, day, () -> look(client, run, day))
                                .chain(
                                        now ->
                                                now.isEmpty()
                                                        ? Uni.createFrom().item(true)
                                                        : ifRight(
                                                                client, now.get(), isRight, deed)));
    }

    private static Uni<Boolean> ifRight(
            SqlClient client, Look now, Predicate<Look> isRight, Deed deed) {
        return isRight.test(now)
                ? deed.on(client, now).replaceWith(true)
                : Uni.createFrom().item(false);
    }

    /** What is found when a day is held; empty if it is gone. */
    private <T> Uni<Optional<T>> ifThere(
            SqlClient client, PartitionDay day, Supplier<Uni<T>> work) {
        return tables.hold(client, day.day())
                .chain(
                        isThere ->
                                isThere
                                        ? work.get().map(Optional::of)
                                        : Uni.createFrom().item(Optional.<T>empty()));
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }

    /** Drops a day, or leaves of it what stays; notes and tells what went. */
    private Uni<Void> go(SqlClient client, SweepRun run, Look look) {
        PartitionDay day = look.day();
        String policy = look.found().mainPolicy();
        Uni<Void> gone =
                isDropped(run, look)
                        ? tables.drop(client, day.day(), run.plan().now(), policy)
                        : judge.kept(client, run.plan(), day.day())
                                .chain(
                                        kept ->
                                                tables.keepOnly(
                                                        client,
                                                        day.day(),
                                                        kept,
                                                        run.plan().now(),
                                                        policy));
        return each(
                        List.copyOf(look.found().byPolicy(Due.REMOVAL).entrySet()),
                        it -> note(client, run, look, it))
                .chain(() -> gone);
    }

    private Uni<Void> note(
            SqlClient client, SweepRun run, Look look, Map.Entry<Assessment.Key, Long> it) {
        long count = it.getValue();
        SweepStore.Tally tally =
                new SweepStore.Tally(
                        it.getKey(), Due.REMOVAL, count, look.bytes().share(Due.REMOVAL, count));
        return removal.tell(client, it.getKey().namespaceId(), count, it.getKey().policy())
                .chain(() -> store.add(client, run.id(), tally));
    }

    private Uni<Void> batches(SweepRun run, Look look) {
        return archive.work(run, look)
                .chain(() -> batches.work(run, look, Due.PAYLOADS))
                .chain(() -> batches.work(run, look, Due.LOGS))
                .chain(() -> batches.work(run, look, Due.SNAPSHOTS));
    }

    /** Drops a day without executions; empties tables that hold nothing any more. */
    private Uni<Void> tidy(SweepRun run, Look before) {
        return lock.stubbornly(client -> store.hasNoLog(client, before.day().day()))
                .chain(
                        hasNoLog ->
                                before.mayNeedTidying(run.plan().now(), hasNoLog)
                                        ? whole(
                                                        run,
                                                        before,
                                                        any -> true,
                                                        (client, look) -> tidy(client, run, look))
                                                .replaceWithVoid()
                                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> tidy(SqlClient client, SweepRun run, Look look) {
        LocalDate day = look.day().day();
        if (look.isEmpty(run.plan().now())) {
            return tables.dropEmpty(client, day, run.plan().now());
        }
        return store.hasNoLog(client, day)
                .map(look::spent)
                .chain(
                        spent ->
                                spent.isEmpty()
                                        ? Uni.createFrom().voidItem()
                                        : tables.truncate(client, day, spent));
    }

    private static <T> Uni<Void> each(List<T> all, Function<T, Uni<Void>> work) {
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUniAndConcatenate(work::apply)
                .collect()
                .last()
                .replaceWithVoid();
    }
}
