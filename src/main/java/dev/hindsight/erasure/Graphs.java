package dev.hindsight.erasure;

import dev.hindsight.dag.DagService;
import dev.hindsight.db.Database;
import dev.hindsight.erasure.Erasure.Open;
import dev.hindsight.partition.DayRange;
import dev.hindsight.partition.PartitionCatalogue;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Erases graphs of erased executions, unless others use them. Who does is looked up in all days first,
 * while nobody is held up, and then, for a moment in which nobody can begin to, among what changed since.
 */
@ApplicationScoped
class Graphs {

    /** Clocks of replicas may differ, and a report may be written for a while. */
    private static final Duration SLACK = Duration.ofMinutes(5);

    private final Database database;
    private final PartitionCatalogue partitions;
    private final ErasureStore store;
    private final DagService dags;
    private final Clock clock;

    Graphs(
            Database database,
            PartitionCatalogue partitions,
            ErasureStore store,
            DagService dags,
            Clock clock) {
        this.database = database;
        this.partitions = partitions;
        this.store = store;
        this.dags = dags;
        this.clock = clock;
    }

    Uni<Void> erase(Open erasure) {
        OffsetDateTime since = OffsetDateTime.now(clock).minus(SLACK);
        return store.graphs(database.client(), erasure)
                .chain(
                        graphs ->
                                graphs.isEmpty()
                                        ? Uni.createFrom().voidItem()
                                        : unused(erasure, graphs)
                                                .chain(rest -> erase(erasure, rest, since)));
    }

    private Uni<Set<String>> unused(Open erasure, Set<String> graphs) {
        return partitions
                .refresh()
                .map(DayRange::covering)
                .chain(
                        ranges ->
                                without(
                                        ranges,
                                        graphs,
                                        range ->
                                                database.transaction(
                                                        client ->
                                                                store.patience(client)
                                                                        .chain(
                                                                                () ->
                                                                                        store.used(
                                                                                                client,
                                                                                                range,
                                                                                                erasure
                                                                                                        .namespaceId(),
                                                                                                graphs)))));
    }

    private Uni<Void> erase(Open erasure, Set<String> graphs, OffsetDateTime since) {
        return graphs.isEmpty()
                ? Uni.createFrom().voidItem()
                : partitions
                        .refresh()
                        .map(DayRange::covering)
                        .chain(
                                ranges ->
                                        database.transaction(
                                                client ->
                                                        erase(
                                                                client, erasure, graphs, since,
                                                                ranges)));
    }

    private Uni<Void> erase(
            SqlClient client,
            Open erasure,
            Set<String> graphs,
            OffsetDateTime since,
            List<DayRange> ranges) {
        int namespaceId = erasure.namespaceId();
        return dags.hold(client)
                .chain(
                        () ->
                                without(
                                        ranges,
                                        graphs,
                                        range ->
                                                store.usedSince(
                                                        client, range, namespaceId, graphs, since)))
                .chain(rest -> dags.erase(client, namespaceId, List.copyOf(rest)));
    }

    private static Uni<Set<String>> without(
            List<DayRange> ranges, Set<String> graphs, Function<DayRange, Uni<Set<String>>> used) {
        return Multi.createFrom()
                .iterable(ranges)
                .onItem()
                .transformToUniAndConcatenate(used::apply)
                .collect()
                .<Set<String>>in(() -> new HashSet<>(graphs), Set::removeAll);
    }
}
