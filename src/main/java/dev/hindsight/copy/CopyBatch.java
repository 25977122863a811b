package dev.hindsight.copy;

import dev.hindsight.dag.DagService;
import dev.hindsight.execution.ExecutionRecorder;
import dev.hindsight.log.LogRecorder;
import dev.hindsight.naming.Address;
import dev.hindsight.naming.Addressing;
import dev.hindsight.naming.ExternalIds;
import dev.hindsight.naming.Known;
import dev.hindsight.partition.PartitionCatalogue;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Pieces of executions on their way, within one transaction. */
final class CopyBatch {

    /** Rounds that a copy may need: one to lose each race, one to win. */
    private static final int MAX_ROUNDS = 6;

    /** What a batch is written with. */
    record Desk(
            CopyStore store,
            ExternalIds externalIds,
            PartitionCatalogue partitions,
            ExecutionRecorder executions,
            LogRecorder logs,
            DagService dags) {}

    private final Desk desk;
    private final SqlClient client;
    private final int namespaceId;
    private final OffsetDateTime now;
    private final List<Piece> pieces;
    private final Addressing addressing;
    private final Map<Integer, String> dagHashes = new HashMap<>();

    /** By position, of those pieces that were not taken, and of those that were. */
    private final Map<Integer, ProblemException> problems = new HashMap<>();

    private final Map<Integer, CopyStore.Taken> taken = new HashMap<>();

    CopyBatch(Desk desk, SqlClient client, int namespaceId, List<Piece> pieces) {
        this.desk = desk;
        this.client = client;
        this.namespaceId = namespaceId;
        this.now = desk.executions().now();
        this.pieces = pieces;
        this.addressing =
                desk.externalIds()
                        .addressing(
                                client,
                                namespaceId,
                                pieces.stream().map(CopyBatch::address).toList());
    }

    /** Only a first piece may take an external id. */
    private static Address address(Piece piece) {
        return new Address(
                piece.execution().id(),
                piece.isFirst() ? piece.execution().externalId() : null,
                true,
                true,
                true);
    }

    Uni<Optional<CopyRecorder.Refusal>> record() {
        return storeGraphs()
                .chain(() -> takeExecutions(MAX_ROUNDS))
                .chain(() -> parts().take(followed()::contains))
                .chain(this::finish)
                .chain(this::settle)
                .map(
                        done ->
                                problems.keySet().stream()
                                        .min(Integer::compare)
                                        .map(i -> new CopyRecorder.Refusal(i, problems.get(i))));
    }

    private Uni<Void> storeGraphs() {
        List<Integer> places =
                IntStream.range(0, pieces.size())
                        .filter(i -> pieces.get(i).graph() != null)
                        .boxed()
                        .toList();
        return desk.dags()
                .record(
                        client,
                        namespaceId,
                        places.stream().map(i -> pieces.get(i).graph()).toList())
                .invoke(
                        hashes -> {
                            for (int i = 0; i < places.size(); i++) {
                                dagHashes.put(places.get(i), hashes.get(i));
                            }
                        })
                .replaceWithVoid();
    }

    /** Locks the executions, and stores or merges those whose first pieces these are. */
    private Uni<Void> takeExecutions(int left) {
        List<Integer> open =
                IntStream.range(0, pieces.size())
                        .filter(i -> !problems.containsKey(i) && !taken.containsKey(i))
                        .filter(i -> left == MAX_ROUNDS || pieces.get(i).isFirst())
                        .boxed()
                        .toList();
        if (open.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        if (left == 0) {
            open.forEach(i -> problems.put(i, contended()));
            return Uni.createFrom().voidItem();
        }
        return addressing
                .find(open, new Refusals())
                .chain(
                        () ->
                                desk.store()
                                        .lock(
                                                client,
                                                namespaceId,
                                                open.stream().map(this::id).distinct().toList()))
                .invoke(there -> missLater(open, there.keySet()))
                .chain(there -> take(open, archived(there)))
                .chain(() -> takeExecutions(left - 1));
    }

    private static Set<UUID> archived(Map<UUID, Boolean> there) {
        return there.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    private UUID id(int i) {
        return pieces.get(i).execution().id();
    }

    /** A later piece of an execution that is not there any more has no place. */
    private void missLater(List<Integer> open, Set<UUID> there) {
        for (int i : open) {
            if (!pieces.get(i).isFirst() && !there.contains(id(i))) {
                problems.put(
                        i,
                        new ProblemException(
                                ProblemType.CONFLICT,
                                "The execution was removed while it was imported."));
            }
        }
    }

    private final class Refusals implements Addressing.Refusal {

        @Override
        public void unknown(int i) {
            problems.put(i, contended());
        }

        @Override
        public void removed(int i, Known known) {
            problems.put(i, PartitionCatalogue.gone(known.removedAt(), known.removedBy()));
        }

        @Override
        public void contradictory(int i) {
            problems.put(
                    i,
                    new ProblemException(
                            ProblemType.CONFLICT,
                            "The externalId belongs to another execution than the id."));
        }
    }

    private Uni<Void> take(List<Integer> open, Set<UUID> archived) {
        Map<UUID, Integer> turn = new HashMap<>();
        List<CopyStore.Bound> batch = new ArrayList<>();
        for (int i : open) {
            Piece piece = pieces.get(i);
            // Without an id it waits for another who claims its external id at this moment.
            boolean isReady = piece.isFirst() && addressing.id(i) != null;
            if (isReady && !problems.containsKey(i) && turn.putIfAbsent(id(i), i) == null) {
                batch.add(new CopyStore.Bound(piece.execution(), dagHashes.get(i), piece.isLast()));
            }
        }
        if (batch.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<CopyStore.Bound> returning =
                batch.stream().filter(it -> archived.contains(it.copy().id())).toList();
        // The row of an archived one lacks its payloads: they come first, or they would seem
        // cleared.
        return (returning.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : desk.store().reopen(client, namespaceId, now, returning))
                .chain(() -> desk.store().take(client, namespaceId, now, batch))
                .invoke(
                        all ->
                                all.forEach(
                                        it -> {
                                            int i = turn.get(it.id());
                                            ProblemException problem = it.problem();
                                            if (problem == null) {
                                                taken.put(i, it);
                                            } else {
                                                problems.put(i, problem);
                                            }
                                        }))
                .replaceWithVoid();
    }

    private CopyParts parts() {
        return new CopyParts(
                desk,
                client,
                namespaceId,
                now,
                IntStream.range(0, pieces.size())
                        .filter(i -> !problems.containsKey(i))
                        .mapToObj(pieces::get)
                        .toList());
    }

    /** Pieces of executions that somebody may follow, so that their steps are told. */
    private Set<Piece> followed() {
        Set<Piece> followed = Collections.newSetFromMap(new IdentityHashMap<>());
        taken.forEach(
                (i, it) -> {
                    if (!it.isNew()) {
                        followed.add(pieces.get(i));
                    }
                });
        return followed;
    }

    private Uni<Void> finish() {
        List<ExecutionCopy> whole =
                IntStream.range(0, pieces.size())
                        .filter(i -> pieces.get(i).isLast() && !problems.containsKey(i))
                        .mapToObj(i -> pieces.get(i).execution())
                        .toList();
        return whole.isEmpty()
                ? Uni.createFrom().voidItem()
                : desk.store().finish(client, namespaceId, now, whole, false);
    }

    /** Notes what else is kept of executions, and gives back what was claimed in vain. */
    private Uni<Void> settle() {
        Map<UUID, OffsetDateTime> starts = new HashMap<>();
        List<String> workflows = new ArrayList<>();
        List<String> names = new ArrayList<>();
        Set<String> kept = new HashSet<>();
        Set<String> seen = new HashSet<>();
        taken.forEach(
                (i, it) -> {
                    starts.put(it.id(), it.startedAt());
                    String name = it.workflowName() == null ? "" : it.workflowName();
                    String workflow = pieces.get(i).execution().workflowId();
                    if (seen.add(workflow + '\0' + name)) {
                        workflows.add(workflow);
                        names.add(name);
                    }
                    if (it.externalId() != null) {
                        kept.add(it.externalId());
                    }
                });
        return desk.partitions()
                .widen(client, starts)
                .chain(
                        () ->
                                workflows.isEmpty()
                                        ? Uni.createFrom().voidItem()
                                        : desk.executions()
                                                .rememberWorkflows(
                                                        client, namespaceId, workflows, names))
                .chain(() -> addressing.release(kept, Map.of()));
    }

    private static ProblemException contended() {
        return new ProblemException(
                ProblemType.UNAVAILABLE, "Too many writers of this execution at once. Try again.");
    }
}
