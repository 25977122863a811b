package dev.hindsight.sweep;

import dev.hindsight.execution.ExecutionRecorder;
import dev.hindsight.removal.Removal;
import dev.hindsight.retention.Due;
import dev.hindsight.retention.Judge;
import dev.hindsight.retention.Judge.DueExecution;
import dev.hindsight.sweep.SweepRun.Turn;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Does what is due of executions whose day stays: batch by batch, each in a transaction of its own, in
 * the order of ids. The last id of a batch is the watermark behind which the next one begins, so that
 * no row is looked at twice. As many are done as were found: who looked for another one would look
 * through the rest of the day, with the last ones locked.
 */
@ApplicationScoped
class BatchSweep {

    private static final UUID FIRST = new UUID(0, 0);

    private final SweepLock lock;
    private final Judge judge;
    private final Removal removal;
    private final ExecutionRecorder executions;
    private final SweepStore runs;
    private final SweepConfig config;

    BatchSweep(
            SweepLock lock,
            Judge judge,
            Removal removal,
            ExecutionRecorder executions,
            SweepStore runs,
            SweepConfig config) {
        this.lock = lock;
        this.judge = judge;
        this.removal = removal;
        this.executions = executions;
        this.runs = runs;
        this.config = config;
    }

    /** Does all of a day that is due in one way, until the time of the sweep is over. */
    Uni<Void> work(SweepRun run, Look look, Due due) {
        return Multi.createFrom()
                .iterable(look.found().namespaces(due))
                .onItem()
                .transformToUniAndConcatenate(
                        namespaceId -> walk(Turn.of(run, look, namespaceId, due)))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> walk(Turn turn) {
        Judge.Batch batch = turn.batch();
        Watermark mark = new Watermark(turn.look().found().count(batch.due(), batch.namespaceId()));
        return Multi.createBy()
                .repeating()
                .uni(
                        () -> mark,
                        it -> lock.stubbornly(client -> batch(client, turn, it)).invoke(it::note))
                .whilst(
                        done ->
                                done.size() == config.batchSize()
                                        && mark.left.get() > 0
                                        && !turn.run().isOver())
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** How far it has come, and how many are left of those that were found. */
    private static final class Watermark {

        private volatile UUID after = FIRST;
        private final AtomicLong left;

        Watermark(long left) {
            this.left = new AtomicLong(left);
        }

        void note(List<DueExecution> done) {
            done.forEach(it -> after = it.id());
            left.addAndGet(-done.size());
        }
    }

    private Uni<List<DueExecution>> batch(SqlClient client, Turn turn, Watermark mark) {
        int limit = (int) Math.min(config.batchSize(), mark.left.get());
        return judge.lock(client, turn.batch(), mark.after, limit)
                .call(
                        due ->
                                Multi.createFrom()
                                        .iterable(byPolicy(due).entrySet())
                                        .onItem()
                                        .transformToUniAndConcatenate(
                                                it ->
                                                        work(
                                                                client,
                                                                turn,
                                                                it.getKey(),
                                                                it.getValue()))
                                        .collect()
                                        .last());
    }

    private static Map<String, List<UUID>> byPolicy(List<DueExecution> due) {
        return due.stream()
                .collect(
                        Collectors.groupingBy(
                                DueExecution::policy,
                                TreeMap::new,
                                Collectors.mapping(DueExecution::id, Collectors.toList())));
    }

    private Uni<Void> work(SqlClient client, Turn turn, String policy, List<UUID> ids) {
        int namespaceId = turn.batch().namespaceId();
        Uni<Void> done =
                switch (turn.batch().due()) {
                    case REMOVAL ->
                            removal.remove(client, namespaceId, ids, policy).replaceWithVoid();
                    case PAYLOADS -> expire(client, turn, ids);
                    case LOGS -> removal.dropLogs(client, namespaceId, ids);
                    case SNAPSHOTS -> trim(client, turn, policy, ids);
                    case ARCHIVING ->
                            throw new IllegalArgumentException("What is archived is read first");
                };
        return done.chain(() -> runs.add(client, turn.run().id(), turn.tally(policy, ids.size())));
    }

    private Uni<Void> trim(SqlClient client, Turn turn, String policy, List<UUID> ids) {
        int keep = Objects.requireNonNull(turn.batch().policy(policy).maxSnapshots());
        return removal.trimSnapshots(client, turn.batch().namespaceId(), ids, keep);
    }

    /** Where all payloads of the day go, their tables are emptied afterwards. */
    private Uni<Void> expire(SqlClient client, Turn turn, List<UUID> ids) {
        int namespaceId = turn.batch().namespaceId();
        Uni<Void> marked = executions.expirePayloads(client, namespaceId, ids);
        return turn.look().losesAllPayloads()
                ? marked
                : marked.chain(() -> removal.dropPayloads(client, namespaceId, ids));
    }
}
