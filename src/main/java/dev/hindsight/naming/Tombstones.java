package dev.hindsight.naming;

import dev.hindsight.partition.PartitionCatalogue;
import dev.hindsight.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Ids of executions that retention removed: one by one, or with their whole day. */
@ApplicationScoped
public class Tombstones {

    private final PartitionCatalogue partitions;
    private final TombstoneStore store;
    private final Clock clock;

    Tombstones(PartitionCatalogue partitions, TombstoneStore store, Clock clock) {
        this.partitions = partitions;
        this.store = store;
        this.clock = clock;
    }

    /** Notes that a policy removes executions, within the transaction that does. */
    public Uni<Void> bury(
            SqlClient client, int namespaceId, List<UUID> ids, OffsetDateTime now, String policy) {
        return store.bury(client, namespaceId, ids, now, policy);
    }

    /**
     * The problems of asking for ids that are not there; an id that never was, or whose removal is
     * longer ago than is remembered, is absent.
     */
    public Uni<Map<UUID, ProblemException>> find(
            SqlClient client, int namespaceId, Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return store.find(client, namespaceId, ids, since())
                .map(
                        known -> {
                            Map<UUID, ProblemException> problems = new HashMap<>();
                            for (UUID id : ids) {
                                Known found = known.get(id);
                                if (found != null) {
                                    problems.put(
                                            id,
                                            PartitionCatalogue.gone(
                                                    found.removedAt(), found.removedBy()));
                                } else {
                                    partitions
                                            .removal(id)
                                            .ifPresent(problem -> problems.put(id, problem));
                                }
                            }
                            return problems;
                        });
    }

    /** Forgets some of those that nobody remembers any more; tells how many. */
    public Uni<Integer> forgetOld(SqlClient client, int limit) {
        return store.forgetOld(client, since(), limit);
    }

    private OffsetDateTime since() {
        return OffsetDateTime.now(clock).minus(PartitionCatalogue.REMEMBERED);
    }
}
