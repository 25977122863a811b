package dev.hindsight.timeline;

import dev.hindsight.access.Caller;
import dev.hindsight.blob.BlobContent;
import dev.hindsight.blob.BlobOwner;
import dev.hindsight.checkpoint.CheckpointService;
import dev.hindsight.checkpoint.Slot;
import dev.hindsight.dag.DagService;
import dev.hindsight.execution.Execution;
import dev.hindsight.execution.ExecutionRef;
import dev.hindsight.execution.ExecutionService;
import dev.hindsight.execution.Stored;
import dev.hindsight.log.LogFilter;
import dev.hindsight.log.LogLine;
import dev.hindsight.log.LogService;
import dev.hindsight.page.Fingerprint;
import dev.hindsight.page.Limit;
import dev.hindsight.page.Page;
import dev.hindsight.step.Step;
import dev.hindsight.step.StepFilter;
import dev.hindsight.step.StepService;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Tells one execution from start to end. */
@ApplicationScoped
public class TimelineService {

    private static final Limit FIRST = new Limit(Limit.MAX);

    private final ExecutionService executions;
    private final StepService steps;
    private final LogService logs;
    private final DagService dags;
    private final CheckpointService checkpoints;

    TimelineService(
            ExecutionService executions,
            StepService steps,
            LogService logs,
            DagService dags,
            CheckpointService checkpoints) {
        this.executions = executions;
        this.steps = steps;
        this.logs = logs;
        this.dags = dags;
        this.checkpoints = checkpoints;
    }

    /** An execution and what is to be told along with it. */
    Uni<ExecutionStory> get(Caller caller, ExecutionRef ref, Set<Inclusion> included) {
        return executions.get(caller, ref).chain(found -> story(caller, found, included));
    }

    /** All steps of an execution as columns. */
    Uni<StepColumns> columns(Caller caller, ExecutionRef ref) {
        return executions
                .require(caller, ref)
                .chain(id -> steps.columns(caller, id))
                .map(StepColumns::new);
    }

    /** What an execution takes, by kind of record. */
    Uni<Storage> storage(Caller caller, ExecutionRef ref) {
        return executions.require(caller, ref).chain(id -> storage(caller, id));
    }

    private Uni<Storage> storage(Caller caller, UUID id) {
        return Uni.combine()
                .all()
                .unis(
                        executions.storage(caller, id),
                        steps.storage(caller, id),
                        logs.storage(caller, id),
                        checkpoints.usage(new BlobOwner(caller.namespaceId(), id)))
                .with(
                        (execution, itsSteps, itsLogs, rest) -> {
                            List<Stored> all =
                                    new ArrayList<>(List.of(execution, itsSteps, itsLogs));
                            rest.forEach(
                                    it ->
                                            all.add(
                                                    new Stored(
                                                            it.kind(),
                                                            it.rows(),
                                                            it.storedBytes())));
                            return Storage.of(all);
                        });
    }

    /** The tree of an execution, which is read as it is told. */
    Uni<Optional<BlobContent>> tree(Caller caller, UUID id) {
        return checkpoints.find(new BlobOwner(caller.namespaceId(), id), Slot.TREE);
    }

    private Uni<ExecutionStory> story(Caller caller, Execution found, Set<Inclusion> included) {
        UUID id = found.summary().id();
        String hash = found.summary().dagHash();
        Uni<Page<Step>> firstSteps =
                included.contains(Inclusion.STEPS)
                        ? steps.list(
                                caller,
                                id,
                                StepFilter.ALL,
                                true,
                                FIRST,
                                null,
                                Fingerprint.of("stepIndex", "asc", Map.of()))
                        : Uni.createFrom().item(new Page<>(List.of(), null));
        Uni<Page<LogLine>> firstLines =
                included.contains(Inclusion.LOGS)
                        ? logs.list(
                                caller,
                                id,
                                LogFilter.ALL,
                                false,
                                FIRST,
                                null,
                                Fingerprint.of("sequence", "asc", Map.of()))
                        : Uni.createFrom().item(new Page<>(List.of(), null));
        Uni<Optional<String>> graph =
                included.contains(Inclusion.DAG) && hash != null
                        ? dags.get(caller, hash).map(Optional::of)
                        : Uni.createFrom().item(Optional.empty());
        return Uni.combine()
                .all()
                .unis(firstSteps, firstLines, graph)
                .asTuple()
                .map(
                        all ->
                                new ExecutionStory(
                                        found,
                                        included,
                                        all.getItem1(),
                                        all.getItem2(),
                                        all.getItem3().orElse(null)));
    }
}
