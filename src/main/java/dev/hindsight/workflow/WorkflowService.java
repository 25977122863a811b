package dev.hindsight.workflow;

import dev.hindsight.access.Caller;
import dev.hindsight.execution.ExecutionService;
import dev.hindsight.execution.ExecutionSummary;
import dev.hindsight.fold.Fold;
import dev.hindsight.partition.DayWindow;
import dev.hindsight.partition.PartitionCatalogue;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.rollup.WorkflowTotal;
import dev.hindsight.rollup.WorkflowTotalRows;
import dev.hindsight.workflow.WorkflowStore.Latest;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Finds workflows, what their executions count for, and the latest of these. Soft-deleted executions are
 * no latest ones, and count.
 */
@ApplicationScoped
public class WorkflowService {

    private final WorkflowStore store;
    private final WorkflowTotalRows totals;
    private final Fold fold;
    private final ExecutionService executions;
    private final PartitionCatalogue partitions;

    WorkflowService(
            WorkflowStore store,
            WorkflowTotalRows totals,
            Fold fold,
            ExecutionService executions,
            PartitionCatalogue partitions) {
        this.store = store;
        this.totals = totals;
        this.fold = fold;
        this.executions = executions;
        this.partitions = partitions;
    }

    /**
     * A workflow that was ever reported.
     *
     * @throws ProblemException {@code not-found}, as a failure of the answer, for any other
     */
    Uni<Workflow> get(Caller caller, String workflowId) {
        return store.isKnown(caller.namespaceId(), workflowId)
                .invoke(
                        known -> {
                            if (!known) {
                                throw new ProblemException(
                                        ProblemType.NOT_FOUND, "There is no such workflow.");
                            }
                        })
                .chain(fold::settle)
                .chain(() -> totals.find(caller.namespaceId(), List.of(workflowId)))
                .chain(
                        found ->
                                told(
                                        caller,
                                        List.of(
                                                found.getOrDefault(
                                                        workflowId,
                                                        WorkflowTotal.none(workflowId)))))
                .map(told -> told.get(0));
    }

    /**
     * The execution of a workflow that started last.
     *
     * @throws ProblemException {@code not-found}, as a failure of the answer, when none is kept
     */
    public Uni<UUID> getLatest(Caller caller, String workflowId) {
        return latest(caller, List.of(workflowId))
                .map(
                        found -> {
                            Latest latest = found.get(workflowId);
                            if (latest == null) {
                                throw new ProblemException(
                                        ProblemType.NOT_FOUND,
                                        "There is no execution of this workflow.");
                            }
                            return latest.executionId();
                        });
    }

    /**
     * Workflows with their last executions. Most often that is the one that is known to have started last;
     * where it is deleted or gone, another one is looked for.
     */
    Uni<List<Workflow>> told(Caller caller, List<WorkflowTotal> totals) {
        List<UUID> ids =
                totals.stream().map(WorkflowTotal::latestId).filter(it -> it != null).toList();
        return summaries(caller, ids)
                .chain(
                        known -> {
                            Map<String, ExecutionSummary> last = new HashMap<>();
                            known.values().stream()
                                    .filter(it -> it.deletedAt() == null)
                                    .forEach(it -> last.put(it.workflowId(), it));
                            List<String> open =
                                    totals.stream()
                                            .map(WorkflowTotal::workflowId)
                                            .filter(it -> !last.containsKey(it))
                                            .toList();
                            return others(caller, open).invoke(last::putAll).replaceWith(last);
                        })
                .map(
                        last ->
                                totals.stream()
                                        .map(it -> Workflow.of(last.get(it.workflowId()), it))
                                        .toList());
    }

    private Uni<Map<String, ExecutionSummary>> others(Caller caller, List<String> workflowIds) {
        return latest(caller, workflowIds)
                .chain(
                        latest ->
                                summaries(
                                        caller,
                                        latest.values().stream().map(Latest::executionId).toList()))
                .map(
                        found ->
                                found.values().stream()
                                        .collect(
                                                Collectors.toMap(
                                                        ExecutionSummary::workflowId, it -> it)));
    }

    private Uni<Map<String, Latest>> latest(Caller caller, List<String> workflowIds) {
        return workflowIds.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : partitions
                        .days()
                        .chain(
                                days ->
                                        new LatestSearch(store, caller.namespaceId(), workflowIds)
                                                .in(DayWindow.first(days, null, null, true)));
    }

    private Uni<Map<UUID, ExecutionSummary>> summaries(Caller caller, List<UUID> ids) {
        return ids.isEmpty() ? Uni.createFrom().item(Map.of()) : executions.find(caller, ids);
    }
}
