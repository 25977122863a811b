package dev.hindsight.erasure;

import dev.hindsight.access.Caller;
import dev.hindsight.access.Grant;
import dev.hindsight.archival.Rewriting;
import dev.hindsight.audit.Redaction;
import dev.hindsight.db.Database;
import dev.hindsight.erasure.Erasure.Open;
import dev.hindsight.filter.ExecutionFilter;
import dev.hindsight.partition.DayRange;
import dev.hindsight.partition.PartitionCatalogue;
import dev.hindsight.removal.Removal;
import dev.hindsight.removal.Trace;
import dev.hindsight.search.ExecutionMatches;
import dev.hindsight.webhook.Webhooks;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What an erasure does, step by step. Each step goes by the rows as they stand, and is done once more
 * without harm: by whoever takes over, or by two at once.
 */
@ApplicationScoped
class Erasing {

    /** For so long nobody else takes over; renewed with every batch. */
    static final Duration LEASE = Duration.ofMinutes(2);

    /** Those who keep reporting for a person are not waited for without end. */
    private static final int MAX_PASSES = 20;

    private final Database database;
    private final PartitionCatalogue partitions;
    private final ExecutionMatches matches;
    private final Removal removal;
    private final List<Trace> traces;
    private final Redaction audit;
    private final Webhooks webhooks;
    private final Rewriting archive;
    private final Graphs graphs;
    private final ErasureStore store;
    private final Clock clock;

    Erasing(
            Database database,
            PartitionCatalogue partitions,
            ExecutionMatches matches,
            Removal removal,
            @All List<Trace> traces,
            Redaction audit,
            Webhooks webhooks,
            Rewriting archive,
            Graphs graphs,
            ErasureStore store,
            Clock clock) {
        this.database = database;
        this.partitions = partitions;
        this.matches = matches;
        this.removal = removal;
        this.traces = List.copyOf(traces);
        this.audit = audit;
        this.webhooks = webhooks;
        this.archive = archive;
        this.graphs = graphs;
        this.store = store;
        this.clock = clock;
    }

    /** Erases what there is of a person, from wherever it was left off. */
    Uni<Void> work(Open erasure) {
        return until(() -> executions(erasure))
                .chain(() -> names(erasure))
                .chain(() -> graphs.erase(erasure))
                .chain(() -> files(erasure))
                .chain(() -> complete(erasure))
                .chain(() -> store.open(database.client(), erasure.namespaceId(), erasure.id()))
                .chain(more -> more.isPresent() ? work(more.get()) : Uni.createFrom().voidItem());
    }

    /** For so long whoever begins now has nobody else at it. */
    OffsetDateTime lease() {
        return OffsetDateTime.now(clock).plus(LEASE);
    }

    private interface Pass {
        Uni<Long> run();
    }

    /** Again and again, until there was nothing left to do. */
    private static Uni<Void> until(Pass pass) {
        return Multi.createBy()
                .repeating()
                .uni(pass::run)
                .whilst(done -> done > 0)
                .select()
                .first(MAX_PASSES)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Long> executions(Open erasure) {
        Caller everybody = new Caller(erasure.namespaceId(), Grant.everything("erasure"));
        ExecutionFilter filter =
                ExecutionFilter.ofCreator(
                        erasure.createdBy(), erasure.includePinned() ? null : false);
        return matches.each(everybody, filter, (client, ids) -> erase(client, erasure, ids));
    }

    private Uni<Integer> erase(SqlClient client, Open erasure, List<UUID> ids) {
        int namespaceId = erasure.namespaceId();
        return store.patience(client)
                .chain(() -> store.leads(client, namespaceId, ids))
                .call(() -> traces(client, namespaceId, ids))
                .call(leads -> audit.forgetExternalIds(client, namespaceId, leads.externalIds()))
                .call(() -> removal.remove(client, namespaceId, ids))
                .call(leads -> store.advance(client, erasure, ids.size(), leads, lease()))
                .replaceWith(ids.size());
    }

    private Uni<Void> traces(SqlClient client, int namespaceId, List<UUID> ids) {
        return Multi.createFrom()
                .iterable(traces)
                .onItem()
                .transformToUniAndConcatenate(trace -> trace.erase(client, namespaceId, ids))
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Void> names(Open erasure) {
        int namespaceId = erasure.namespaceId();
        return database.transaction(
                client ->
                        store.patience(client)
                                .chain(
                                        () ->
                                                webhooks.forgetCreator(
                                                        client, namespaceId, erasure.createdBy()))
                                .chain(named -> store.addWebhooks(client, erasure, named))
                                .chain(
                                        () ->
                                                audit.forgetName(
                                                        client, namespaceId, erasure.createdBy())));
    }

    private Uni<Void> files(Open erasure) {
        return until(
                () ->
                        archive.rewrite(erasure.namespaceId())
                                .call(
                                        files ->
                                                store.addFiles(
                                                        database.client(), erasure, files, lease()))
                                .map(Integer::longValue));
    }

    private Uni<Void> complete(Open erasure) {
        return pinned(erasure.namespaceId(), erasure.createdBy())
                .chain(
                        pinned ->
                                store.complete(
                                        database.client(),
                                        erasure,
                                        OffsetDateTime.now(clock),
                                        pinned));
    }

    /** How many executions of a person are pinned. */
    Uni<Long> pinned(int namespaceId, String createdBy) {
        return partitions
                .refresh()
                .onItem()
                .transformToMulti(days -> Multi.createFrom().iterable(DayRange.covering(days)))
                .onItem()
                .transformToUniAndConcatenate(
                        days -> store.countPinned(database.client(), days, namespaceId, createdBy))
                .collect()
                .with(Collectors.summingLong(Long::longValue));
    }
}
