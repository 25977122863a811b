package dev.hindsight.workflow;

import dev.hindsight.access.Caller;
import dev.hindsight.execution.ExecutionService;
import dev.hindsight.execution.ExecutionSummary;
import dev.hindsight.page.Cursor;
import dev.hindsight.page.Limit;
import dev.hindsight.page.Page;
import dev.hindsight.page.Part;
import dev.hindsight.partition.DayWindow;
import dev.hindsight.partition.PartitionCatalogue;
import dev.hindsight.partition.PartitionDay;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.workflow.WorkflowStore.Latest;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds workflows and their latest executions. Soft-deleted executions do not count. */
@ApplicationScoped
public class WorkflowService {

    private final WorkflowStore store;
    private final ExecutionService executions;
    private final PartitionCatalogue partitions;

    WorkflowService(
            WorkflowStore store, ExecutionService executions, PartitionCatalogue partitions) {
        this.store = store;
        this.executions = executions;
        this.partitions = partitions;
    }

    /**
     * Where a workflow stands in the list: those that started last come first, ties by id; those of
     * which no execution is kept come last, by id.
     */
    private record Place(@Nullable Instant startedAt, String workflowId)
            implements Comparable<Place> {

        private static final Comparator<Place> ORDER =
                Comparator.comparing(
                                Place::startedAt,
                                Comparator.nullsLast(Comparator.<Instant>reverseOrder()))
                        .thenComparing(Place::workflowId);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    /** A workflow that was ever reported. */
    Uni<Workflow> get(Caller caller, String workflowId) {
        return latest(caller, workflowId)
                .chain(
                        last ->
                                last.isPresent()
                                        ? summaries(caller, List.of(last.get().executionId()))
                                                .map(found -> found.get(last.get().executionId()))
                                                .map(it -> Workflow.of(workflowId, it))
                                        : store.isKnown(caller.namespaceId(), workflowId)
                                                .map(known -> bare(workflowId, known)));
    }

    private static Workflow bare(String workflowId, boolean known) {
        if (!known) {
            throw new ProblemException(ProblemType.NOT_FOUND, "There is no such workflow.");
        }
        return Workflow.of(workflowId, null);
    }

    /**
     * The execution of a workflow that started last.
     *
     * @throws ProblemException {@code not-found}, as a failure of the answer, when none is kept
     */
    public Uni<UUID> getLatest(Caller caller, String workflowId) {
        return latest(caller, workflowId)
                .map(
                        last ->
                                last.map(Latest::executionId)
                                        .orElseThrow(
                                                () ->
                                                        new ProblemException(
                                                                ProblemType.NOT_FOUND,
                                                                "There is no execution of this"
                                                                        + " workflow.")));
    }

    private Uni<Optional<Latest>> latest(Caller caller, String workflowId) {
        return partitions
                .days()
                .chain(
                        days ->
                                new Search(caller.namespaceId(), List.of(workflowId), 1, null)
                                        .in(DayWindow.first(days, null, null, true)))
                .map(found -> Optional.ofNullable(found.get(workflowId)));
    }

    /** A page of the workflows that were ever reported, those that started last first. */
    Uni<Page<Workflow>> list(
            Caller caller, Limit limit, @Nullable String cursor, long fingerprint) {
        Place after =
                Cursor.decode(Optional.ofNullable(cursor), fingerprint)
                        .map(WorkflowService::place)
                        .orElse(null);
        int wanted = limit.value() + 1;
        return store.list(caller.namespaceId())
                .chain(
                        all ->
                                partitions
                                        .days()
                                        .chain(days -> found(caller, all, wanted, after, days)))
                .chain(places -> told(caller, places))
                .map(rows -> Page.of(rows, limit, last -> cursor(fingerprint, last)));
    }

    private Uni<List<Map.Entry<Place, Optional<Latest>>>> found(
            Caller caller,
            List<String> all,
            int wanted,
            @Nullable Place after,
            List<PartitionDay> days) {
        return new Search(caller.namespaceId(), all, wanted, after)
                .in(DayWindow.first(days, null, null, true))
                .map(latest -> ordered(all, latest, wanted, after));
    }

    private static List<Map.Entry<Place, Optional<Latest>>> ordered(
            List<String> all, Map<String, Latest> latest, int wanted, @Nullable Place after) {
        return all.stream()
                .map(
                        id ->
                                Map.entry(
                                        placeOf(id, latest.get(id)),
                                        Optional.ofNullable(latest.get(id))))
                .filter(entry -> after == null || entry.getKey().compareTo(after) > 0)
                .sorted(Map.Entry.comparingByKey())
                .limit(wanted)
                .toList();
    }

    private Uni<List<Workflow>> told(
            Caller caller, List<Map.Entry<Place, Optional<Latest>>> places) {
        List<UUID> ids =
                places.stream()
                        .flatMap(entry -> entry.getValue().stream())
                        .map(Latest::executionId)
                        .toList();
        return summaries(caller, ids)
                .map(
                        found ->
                                places.stream()
                                        .map(
                                                entry ->
                                                        Workflow.of(
                                                                entry.getKey().workflowId(),
                                                                entry.getValue()
                                                                        .map(
                                                                                it ->
                                                                                        found.get(
                                                                                                it
                                                                                                        .executionId()))
                                                                        .orElse(null)))
                                        .toList());
    }

    private Uni<Map<UUID, ExecutionSummary>> summaries(Caller caller, List<UUID> ids) {
        return ids.isEmpty() ? Uni.createFrom().item(Map.of()) : executions.find(caller, ids);
    }

    private static Place placeOf(String workflowId, @Nullable Latest latest) {
        return new Place(latest == null ? null : latest.startedAt().toInstant(), workflowId);
    }

    private static Place place(Cursor cursor) {
        return new Place(cursor.at(0), Optional.ofNullable(cursor.text(1)).orElse(""));
    }

    private static Cursor cursor(long fingerprint, Workflow last) {
        ExecutionSummary execution = last.lastExecution();
        return Cursor.of(
                fingerprint,
                Part.at(execution == null ? null : execution.startedAt().toInstant()),
                Part.text(last.workflowId()));
    }

    /** The latest executions of workflows, looked for in ever more days. */
    private final class Search {

        private final int namespaceId;
        private final Set<String> open;
        private final int wanted;
        private final @Nullable Place after;
        private final Map<String, Latest> found = new HashMap<>();

        /**
         * @param wanted so many places behind {@code after} are enough, if nothing else can come
         *     before them
         */
        Search(int namespaceId, List<String> workflows, int wanted, @Nullable Place after) {
            this.namespaceId = namespaceId;
            this.open = new HashSet<>(workflows);
            this.wanted = wanted;
            this.after = after;
        }

        /** The latest of each workflow that is certain, or that is in these days and can be no later. */
        Uni<Map<String, Latest>> in(DayWindow days) {
            if (open.isEmpty() || days.isEmpty()) {
                return Uni.createFrom().item(found);
            }
            return store.latest(namespaceId, List.copyOf(open), days)
                    .chain(
                            rows -> {
                                for (Latest row : rows) {
                                    found.put(row.workflowId(), row);
                                    if (days.suffices(row.startedAt())) {
                                        open.remove(row.workflowId());
                                    }
                                }
                                return isEnough() || days.suffices(null)
                                        ? Uni.createFrom().item(found)
                                        : in(days.wider());
                            });
        }

        private boolean isEnough() {
            return found.values().stream()
                            .filter(it -> !open.contains(it.workflowId()))
                            .map(it -> placeOf(it.workflowId(), it))
                            .filter(place -> after == null || place.compareTo(after) > 0)
                            .count()
                    >= wanted;
        }
    }
}
