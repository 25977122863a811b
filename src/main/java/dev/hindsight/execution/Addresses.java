package dev.hindsight.execution;

import dev.hindsight.field.FieldContext;
import dev.hindsight.partition.PartitionCatalogue;
import dev.hindsight.partition.Uuid7;
import dev.hindsight.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which execution each report of a batch is about: looks external ids up, claims those of executions
 * that are to begin, and gives back what was claimed in vain. One per batch and transaction.
 */
final class Addresses {

    private final ExternalIdStore store;
    private final SqlClient client;
    private final int namespaceId;
    private final List<ExecutionReport> reports;
    private final @Nullable UUID[] ids;

    /** What the external ids of this batch led to when they were last looked up. */
    private Map<String, ExternalIdStore.Known> known = Map.of();

    /** External ids that this batch took, and for which executions. */
    private final Map<String, UUID> claims = new TreeMap<>();

    /** Tombstones among them. */
    private final Map<String, ExternalIdStore.Known> tombstones = new TreeMap<>();

    /** External ids whose execution turned out not to exist. */
    private final Map<String, UUID> dangling = new HashMap<>();

    Addresses(
            ExternalIdStore store,
            SqlClient client,
            int namespaceId,
            List<ExecutionReport> reports) {
        this.store = store;
        this.client = client;
        this.namespaceId = namespaceId;
        this.reports = reports;
        this.ids = new UUID[reports.size()];
    }

    /** Told of a report that is about no execution, and why. */
    @FunctionalInterface
    interface Refusal {
        void refuse(int report, ProblemException problem);
    }

    /** Whether a report may begin an execution. */
    static boolean begins(ExecutionReport report) {
        return report.workflowId() != null && report.mode() == FieldContext.Mode.MERGE;
    }

    /** The execution of a report; {@code null} while another may be faster, until the next look. */
    @Nullable UUID id(int report) {
        return ids[report];
    }

    /** Finds or mints the id of every open report. */
    Uni<Void> find(List<Integer> open, Refusal refusal) {
        Set<String> names = new TreeSet<>();
        for (int i : open) {
            ids[i] = reports.get(i).id();
            if (reports.get(i).externalId() != null) {
                names.add(reports.get(i).externalId());
            }
        }
        return store.resolve(client, namespaceId, List.copyOf(names))
                .invoke(found -> known = found)
                .chain(() -> claim(open, refusal));
    }

    /**
     * Notes that the execution of a report does not exist; tells whether an external id leads to it
     * nevertheless, which the next look will give to another.
     */
    boolean isLost(int report) {
        String name = reports.get(report).externalId();
        ExternalIdStore.Known found = name == null ? null : known.get(name);
        if (found == null || found.removedAt() != null || !found.id().equals(ids[report])) {
            return false;
        }
        dangling.put(name, found.id());
        ids[report] = null;
        return true;
    }

    private Uni<Void> claim(List<Integer> open, Refusal refusal) {
        dangling.entrySet().removeIf(it -> !isDangling(it.getKey(), known.get(it.getKey())));
        Map<String, UUID> wanted = new TreeMap<>();
        for (int i : open) {
            ExecutionReport report = reports.get(i);
            String name = report.externalId();
            ExternalIdStore.Known found = name == null ? null : known.get(name);
            if (found != null && found.removedAt() == null && !isDangling(name, found)) {
                follow(i, found.id(), refusal);
            } else if (found != null && found.removedAt() != null && isUnwelcome(report)) {
                refusal.refuse(i, PartitionCatalogue.gone(found.removedAt(), found.removedBy()));
            } else if (report.id() == null && !begins(report)) {
                refusal.refuse(i, Verdicts.unknown(report));
            } else if (report.id() == null && report.ifVersion() != null) {
                refusal.refuse(i, Verdicts.unversioned(report));
            } else if (name != null) {
                wanted.putIfAbsent(name, report.id() == null ? Uuid7.mint() : report.id());
            } else if (report.id() == null) {
                ids[i] = Uuid7.mint();
            }
        }
        return wanted.isEmpty()
                ? Uni.createFrom().voidItem()
                : take(wanted).invoke(taken -> assign(open, wanted, taken)).replaceWithVoid();
    }

    private boolean isDangling(String name, ExternalIdStore.@Nullable Known found) {
        return found != null && found.id().equals(dangling.get(name));
    }

    /** Only a report of the execution itself begins anew what retention removed. */
    private static boolean isUnwelcome(ExecutionReport report) {
        return !begins(report) || report.onlyTouches();
    }

    private void follow(int i, UUID found, Refusal refusal) {
        UUID sent = reports.get(i).id();
        if (sent != null && !sent.equals(found)) {
            refusal.refuse(i, Verdicts.twoExecutions());
        } else {
            ids[i] = found;
        }
    }

    private Uni<Map<String, UUID>> take(Map<String, UUID> wanted) {
        Map<String, UUID> free = new TreeMap<>();
        Map<String, UUID> held = new TreeMap<>();
        wanted.forEach((name, id) -> (dangling.containsKey(name) ? held : free).put(name, id));
        Map<String, UUID> taken = new HashMap<>();
        return (free.isEmpty()
                        ? Uni.createFrom().item(Map.<String, UUID>of())
                        : store.claim(client, namespaceId, free))
                .invoke(taken::putAll)
                .chain(
                        () ->
                                held.isEmpty()
                                        ? Uni.createFrom().item(Map.<String, UUID>of())
                                        : store.takeOver(client, namespaceId, dangling, held))
                .invoke(taken::putAll)
                .replaceWith(taken);
    }

    private void assign(List<Integer> open, Map<String, UUID> wanted, Map<String, UUID> taken) {
        claims.putAll(taken);
        taken.keySet().forEach(dangling::remove);
        for (String name : taken.keySet()) {
            ExternalIdStore.Known before = known.get(name);
            if (before != null && before.removedAt() != null) {
                tombstones.put(name, before);
            }
        }
        for (int i : open) {
            String name = reports.get(i).externalId();
            if (name != null && wanted.containsKey(name)) {
                UUID sent = reports.get(i).id();
                UUID id = taken.get(name);
                // Another was faster, or another report of this batch claims it: the next look will
                // find whose it is.
                ids[i] = sent == null || sent.equals(id) ? id : null;
            }
        }
    }

    /**
     * Gives external ids back: those claimed for executions that did not come to be, and those that
     * were taken away from theirs.
     *
     * @param kept external ids of the executions as they stand now
     * @param dropped external ids that executions had until now, with those
     */
    Uni<Void> release(Set<String> kept, Map<String, UUID> dropped) {
        Map<String, UUID> free = new TreeMap<>(claims);
        free.keySet().removeAll(kept);
        tombstones.keySet().retainAll(free.keySet());
        free.putAll(dropped);
        return free.isEmpty()
                ? Uni.createFrom().voidItem()
                : store.release(client, namespaceId, free)
                        .chain(
                                () ->
                                        tombstones.isEmpty()
                                                ? Uni.createFrom().voidItem()
                                                : store.bury(client, namespaceId, tombstones));
    }
}
