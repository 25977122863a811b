package dev.hindsight.crash;

import dev.hindsight.access.Caller;
import dev.hindsight.access.Role;
import dev.hindsight.execution.ExecutionStatus;
import dev.hindsight.filter.ExecutionFilter;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.search.ExecutionMatches;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Takes for crashed what an engine says it does not run any more. */
@ApplicationScoped
class CrashService {

    private final ExecutionMatches matches;
    private final CrashRecorder recorder;

    CrashService(ExecutionMatches matches, CrashRecorder recorder) {
        this.matches = matches;
        this.recorder = recorder;
    }

    /**
     * Takes what an instance left running for crashed, in batches that each commit by themselves. What
     * is deleted softly is left out: it leaves when its grace is over.
     *
     * @return how many executions
     * @throws ProblemException {@code forbidden} for a viewer, as a failure of the answer
     */
    Uni<Long> disown(Caller caller, DisownRequest request) {
        if (!caller.has(Role.WRITER)) {
            return Uni.createFrom()
                    .failure(
                            new ProblemException(
                                    ProblemType.FORBIDDEN,
                                    "A viewer says nothing of what an engine runs."));
        }
        String reason =
                "The engine's instance %s does not run it any more."
                        .formatted(request.engineInstance());
        ExecutionFilter left =
                ExecutionFilter.ofInstance(
                        request.engineInstance(), ExecutionStatus.RUNNING, request.startedBefore());
        return matches.each(
                caller,
                left,
                (client, ids) ->
                        recorder.crash(
                                client,
                                caller.namespaceId(),
                                ids.stream()
                                        .collect(
                                                Collectors.toMap(
                                                        Function.identity(), id -> reason))));
    }
}
