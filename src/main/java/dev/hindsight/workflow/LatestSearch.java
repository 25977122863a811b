package dev.hindsight.workflow;

import dev.hindsight.partition.DayWindow;
import dev.hindsight.workflow.WorkflowStore.Latest;
import io.smallrye.mutiny.Uni;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The latest executions of workflows, looked for in ever more days. */
final class LatestSearch {

    private final WorkflowStore store;
    private final int namespaceId;
    private final Set<String> open;
    private final Map<String, Latest> found = new HashMap<>();

    /** In a store, of these workflows. */
    LatestSearch(WorkflowStore store, int namespaceId, List<String> workflows) {
        this.store = store;
        this.namespaceId = namespaceId;
        this.open = new HashSet<>(workflows);
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
                            return days.suffices(null)
                                    ? Uni.createFrom().item(found)
                                    : in(days.wider());
                        });
    }
}
