package dev.hindsight.search;

import dev.hindsight.access.Caller;
import dev.hindsight.content.ContentStore;
import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import dev.hindsight.filter.ExecutionFilter;
import dev.hindsight.naming.ExternalIds;
import dev.hindsight.naming.Known;
import dev.hindsight.partition.PartitionCatalogue;
import dev.hindsight.partition.PartitionDay;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Finds out which executions a filter can mean, before statements are written. */
@ApplicationScoped
public class ExecutionScopes {

    /** By so much a client's clock, or another replica's, may be ahead. */
    private static final Duration AHEAD = Duration.ofMinutes(10);

    private final Database database;
    private final ExecutionListStore store;
    private final ContentStore contents;
    private final ExternalIds externalIds;
    private final PartitionCatalogue partitions;
    private final Clock clock;

    ExecutionScopes(
            Database database,
            ExecutionListStore store,
            ContentStore contents,
            ExternalIds externalIds,
            PartitionCatalogue partitions,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.contents = contents;
        this.externalIds = externalIds;
        this.partitions = partitions;
        this.clock = clock;
    }

    /** Looks up the names of a filter, and the days that have begun. */
    public Uni<ExecutionScope> of(Caller caller, ExecutionFilter filter) {
        if (!filter.content().payloads().isEmpty()) {
            caller.requirePayloads();
        }
        return contents.check(filter.content())
                .chain(() -> within(database.client(), caller, filter));
    }

    /**
     * The same in a transaction, of a filter without conditions on payloads: what is wrong with one of
     * those can only be told outside.
     */
    Uni<ExecutionScope> within(SqlClient client, Caller caller, ExecutionFilter filter) {
        if (filter.workflowName() == null) {
            return identify(client, caller, filter);
        }
        return store.workflowsNamed(
                        client, caller.namespaceId(), Args.containing(filter.workflowName()))
                .map(ids -> ofWorkflows(filter, ids))
                .chain(
                        named ->
                                named.workflowIds().isEmpty()
                                        ? Uni.createFrom()
                                                .item(
                                                        new ExecutionScope(
                                                                caller, named, null, List.of()))
                                        : identify(client, caller, named));
    }

    private Uni<ExecutionScope> identify(SqlClient client, Caller caller, ExecutionFilter filter) {
        if (filter.externalIds().isEmpty()) {
            return days(client).map(days -> new ExecutionScope(caller, filter, null, days));
        }
        return externalIds
                .find(client, caller.namespaceId(), filter.externalIds())
                .map(ExecutionScopes::present)
                .chain(
                        ids ->
                                days(client)
                                        .map(
                                                days ->
                                                        new ExecutionScope(
                                                                caller,
                                                                filter,
                                                                ids,
                                                                of(ids, days))));
    }

    /** Those that were not removed. */
    private static List<UUID> present(Map<String, Known> known) {
        return known.values().stream()
                .filter(found -> found.removedAt() == null)
                .map(Known::id)
                .toList();
    }

    /** The days that have begun: those made ahead hold nothing yet. */
    private Uni<List<PartitionDay>> days(SqlClient client) {
        LocalDate last = PartitionDay.dayOf(clock.instant().plus(AHEAD));
        return partitions
                .days(client)
                .map(days -> days.stream().filter(day -> !day.day().isAfter(last)).toList());
    }

    private static List<PartitionDay> of(List<UUID> ids, List<PartitionDay> days) {
        Set<LocalDate> wanted = ids.stream().map(PartitionDay::dayOf).collect(Collectors.toSet());
        return days.stream().filter(day -> wanted.contains(day.day())).toList();
    }

    private static ExecutionFilter ofWorkflows(ExecutionFilter filter, List<String> named) {
        Set<String> asked = Set.copyOf(filter.workflowIds());
        return filter.withWorkflowIds(
                asked.isEmpty() ? named : named.stream().filter(asked::contains).toList());
    }
}
