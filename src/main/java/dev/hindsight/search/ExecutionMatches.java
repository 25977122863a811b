package dev.hindsight.search;

import dev.hindsight.access.Caller;
import dev.hindsight.change.Feed;
import dev.hindsight.db.Database;
import dev.hindsight.filter.ExecutionFilter;
import dev.hindsight.partition.DayWindow;
import dev.hindsight.partition.PartitionCatalogue;
import dev.hindsight.partition.PartitionDay;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/** Works on all executions that match a filter, a batch at a time. */
@ApplicationScoped
public class ExecutionMatches {

    /** Most executions of a batch: few enough that their locks are held for a moment only. */
    public static final int BATCH = 500;

    private static final UUID FIRST = new UUID(0, 0);

    private final Database database;
    private final ExecutionScopes scopes;
    private final ExecutionListStore store;
    private final PartitionCatalogue partitions;
    private final Feed feed;

    ExecutionMatches(
            Database database,
            ExecutionScopes scopes,
            ExecutionListStore store,
            PartitionCatalogue partitions,
            Feed feed) {
        this.database = database;
        this.scopes = scopes;
        this.store = store;
        this.partitions = partitions;
        this.feed = feed;
    }

    /** What is done with a batch. */
    @FunctionalInterface
    public interface Work {

        /**
         * Does it within the transaction of the batch, which is run again from its start if it loses
         * to another.
         *
         * @param ids at least one, of one day, sorted; their rows are locked
         * @return a number that is added up
         */
        Uni<Integer> on(SqlClient client, List<UUID> ids);
    }

    /**
     * Works on all matches, the oldest first, each batch in a transaction of its own. An execution
     * that matches from before the call until its turn is among them, whatever others write
     * meanwhile; one that does not match when it is locked is not. Where a batch fails, those before
     * it stay done.
     *
     * @return the sum of what the work answered
     */
    public Uni<Long> each(Caller caller, ExecutionFilter filter, Work work) {
        // A second's old knowledge of the days may miss what another replica just wrote.
        return partitions
                .refresh()
                .chain(() -> scopes.of(caller, filter))
                .onItem()
                .transformToMulti(
                        scope ->
                                Multi.createFrom()
                                        .iterable(days(scope))
                                        .onItem()
                                        .transformToMultiAndConcatenate(
                                                day -> batches(new Walk(scope, day, work))))
                .collect()
                .with(Collectors.summingLong(Batch::result));
    }

    /** The days that can hold a match, oldest first. */
    private static List<PartitionDay> days(ExecutionScope scope) {
        ExecutionFilter filter = scope.filter();
        return scope.days().stream()
                .filter(
                        day ->
                                !DayWindow.all(
                                                List.of(day),
                                                filter.startedAfter(),
                                                filter.startedBefore())
                                        .isEmpty())
                .sorted(Comparator.comparing(PartitionDay::day))
                .toList();
    }

    /** The way through one day. */
    private record Walk(ExecutionScope scope, PartitionDay day, Work work) {}

    /** A batch that is done: its last id, whether it was full, and what the work answered. */
    private record Batch(UUID last, boolean isFull, int result) {}

    private Multi<Batch> batches(Walk walk) {
        return Multi.createBy()
                .repeating()
                .uni(
                        () -> new AtomicReference<>(FIRST),
                        after -> batch(walk, after.get()).invoke(it -> after.set(it.last())))
                .whilst(Batch::isFull);
    }

    private Uni<Batch> batch(Walk walk, UUID after) {
        ExecutionScope scope = walk.scope();
        ExecutionMatchSql sql =
                new ExecutionMatchSql(scope.caller().namespaceId(), scope.filter(), scope.ids());
        return database.transaction(
                        client ->
                                store.lock(client, sql.lock(walk.day(), after, BATCH))
                                        .chain(
                                                ids ->
                                                        ids.isEmpty()
                                                                ? Uni.createFrom()
                                                                        .item(
                                                                                new Batch(
                                                                                        after,
                                                                                        false, 0))
                                                                : worked(walk, client, ids)))
                .invoke(
                        done -> {
                            if (done.result() > 0) {
                                feed.committed();
                            }
                        });
    }

    private static Uni<Batch> worked(Walk walk, SqlClient client, List<UUID> ids) {
        return walk.work()
                .on(client, ids)
                .map(result -> new Batch(ids.get(ids.size() - 1), ids.size() == BATCH, result));
    }
}
