package dev.hindsight.sweep;

import dev.hindsight.archival.Archiving;
import dev.hindsight.archival.Filed;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.retention.Due;
import dev.hindsight.retention.Judge;
import dev.hindsight.retention.Judge.DueExecution;
import dev.hindsight.sweep.SweepRun.Turn;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Archives what policies want archived, file by file. An archive that cannot be written keeps the rows
 * where they are, and the sweep tells of it and goes on with the rest.
 */
@ApplicationScoped
class ArchiveSweep {

    private static final UUID FIRST = new UUID(0, 0);

    /** Executions of one file. */
    private static final int FILE = 2_000;

    private final SweepLock lock;
    private final Judge judge;
    private final Archiving archiving;
    private final SweepStore runs;
    private final SweepConfig config;

    ArchiveSweep(
            SweepLock lock, Judge judge, Archiving archiving, SweepStore runs, SweepConfig config) {
        this.lock = lock;
        this.judge = judge;
        this.archiving = archiving;
        this.runs = runs;
        this.config = config;
    }

    /** Archives all of a day that is due, until the time of the sweep is over. */
    Uni<Void> work(SweepRun run, Look look) {
        long due = look.found().count(Due.ARCHIVING);
        if (due == 0 || run.isArchiveAway()) {
            return Uni.createFrom().voidItem();
        }
        if (!archiving.isPossible()) {
            run.archiveIsAway(
                    "Policies want executions archived, and there is no archive: they stay. Set"
                            + " hindsight.archive.dir.");
            return Uni.createFrom().voidItem();
        }
        return Multi.createFrom()
                .iterable(look.found().namespaces(Due.ARCHIVING))
                .onItem()
                .transformToUniAndConcatenate(
                        namespaceId -> walk(Turn.of(run, look, namespaceId, Due.ARCHIVING)))
                .onItem()
                .ignoreAsUni()
                .onFailure(ArchiveSweep::isAway)
                .recoverWithUni(
                        failure -> {
                            run.archiveIsAway(((ProblemException) failure).detail());
                            return Uni.createFrom().voidItem();
                        });
    }

    private static boolean isAway(Throwable failure) {
        // The database's own trouble is the sweep's as a whole.
        return failure instanceof ProblemException problem
                && problem.type() == ProblemType.UNAVAILABLE
                && !problem.isCommon();
    }

    private Uni<Void> walk(Turn turn) {
        return Multi.createBy()
                .repeating()
                .uni(
                        () -> new AtomicReference<>(FIRST),
                        after ->
                                lock.stubbornly(
                                                client ->
                                                        judge.find(
                                                                client,
                                                                turn.batch(),
                                                                after.get(),
                                                                FILE))
                                        .call(due -> archive(turn, due))
                                        .invoke(due -> due.forEach(it -> after.set(it.id()))))
                .whilst(due -> due.size() == FILE && !turn.run().isOver())
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Void> archive(Turn turn, List<DueExecution> due) {
        Map<String, List<DueExecution>> byPolicy =
                due.stream()
                        .collect(
                                Collectors.groupingBy(
                                        DueExecution::policy, TreeMap::new, Collectors.toList()));
        return Multi.createFrom()
                .iterable(byPolicy.entrySet())
                .onItem()
                .transformToUniAndConcatenate(
                        it ->
                                archiving
                                        .write(
                                                turn.batch().namespaceId(),
                                                turn.batch().day(),
                                                it.getKey(),
                                                it.getValue())
                                        .chain(filed -> remove(turn, filed)))
                .onItem()
                .ignoreAsUni();
    }

    /** Removes the rows of what is in a file, in batches; a file of which nothing comes is deleted. */
    private Uni<Void> remove(Turn turn, Filed filed) {
        List<UUID> ids = new ArrayList<>(filed.digests().keySet());
        ids.sort(null);
        return Multi.createFrom()
                .iterable(parts(ids))
                .onItem()
                .transformToUniAndConcatenate(
                        part -> lock.stubbornly(client -> remove(client, turn, filed, part)))
                .collect()
                .with(Collectors.summingInt(Integer::intValue))
                .chain(
                        removed ->
                                removed == 0
                                        ? archiving.discard(turn.batch().namespaceId(), filed)
                                        : Uni.createFrom().voidItem());
    }

    private List<List<UUID>> parts(List<UUID> ids) {
        int size = config.batchSize();
        return IntStream.rangeClosed(0, (ids.size() - 1) / size)
                .mapToObj(i -> ids.subList(i * size, Math.min((i + 1) * size, ids.size())))
                .toList();
    }

    private Uni<Integer> remove(SqlClient client, Turn turn, Filed filed, List<UUID> ids) {
        return judge.lockAll(client, turn.batch(), ids)
                .map(due -> due.stream().map(DueExecution::id).toList())
                .chain(
                        locked ->
                                locked.isEmpty()
                                        ? Uni.createFrom().item(List.<UUID>of())
                                        : archiving.remove(
                                                client, turn.batch().namespaceId(), filed, locked))
                .call(
                        removed ->
                                removed.isEmpty()
                                        ? Uni.createFrom().voidItem()
                                        : runs.add(
                                                client,
                                                turn.run().id(),
                                                turn.tally(filed.policy(), removed.size())))
                .map(List::size);
    }
}
