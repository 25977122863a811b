package dev.hindsight.digest;

import dev.hindsight.access.Caller;
import dev.hindsight.execution.ExecutionRef;
import dev.hindsight.execution.ExecutionService;
import dev.hindsight.execution.ExecutionSummary;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * Finds executions by their handles: an id, or {@code ext:} and the engine's own id. An engine's id alone
 * is understood where no execution has it as its id: callers pass on what the engine told them.
 */
@Singleton
public final class Handles {

    private static final String EXTERNAL = "ext:";

    private final ExecutionService executions;

    Handles(ExecutionService executions) {
        this.executions = executions;
    }

    /**
     * Asks for an execution.
     *
     * @param question fails with {@code not-found} if there is none
     * @throws ProblemException {@code not-found}, {@code gone} or what else the question fails with, as a
     *     failure of the answer
     */
    public <T> Uni<T> ask(String handle, Function<ExecutionRef, Uni<T>> question) {
        Uni<T> byName = asked(handle, question);
        Uni<T> found =
                handle.startsWith(EXTERNAL)
                        ? byName
                        : byName.onFailure(Handles::isUnknown)
                                .recoverWithUni(() -> asked(EXTERNAL + handle, question));
        return found.onFailure(Handles::isUnknown).transform(unknown -> unknown());
    }

    private static <T> Uni<T> asked(String handle, Function<ExecutionRef, Uni<T>> question) {
        return Uni.createFrom().deferred(() -> question.apply(ExecutionRef.parse(handle)));
    }

    /** An execution without its payloads, of which nothing else need be there. */
    public Uni<ExecutionSummary> summary(Caller caller, String handle) {
        return ask(handle, ref -> executions.resolve(caller, ref).chain(id -> find(caller, id)));
    }

    /** The same, with all that belongs to it: what is archived is opened. */
    public Uni<ExecutionSummary> opened(Caller caller, String handle) {
        return ask(handle, ref -> executions.require(caller, ref).chain(id -> find(caller, id)));
    }

    private Uni<ExecutionSummary> find(Caller caller, UUID id) {
        return executions
                .find(caller, List.of(id))
                .chain(
                        found ->
                                found.containsKey(id)
                                        ? Uni.createFrom().item(found.get(id))
                                        : executions.absent(caller.namespaceId(), id, null));
    }

    private static boolean isUnknown(Throwable failure) {
        return failure instanceof ProblemException problem
                && problem.type() == ProblemType.NOT_FOUND;
    }

    private static ProblemException unknown() {
        return new ProblemException(
                ProblemType.NOT_FOUND,
                "There is no such execution. It is named by its id, or by ext: and the engine's own"
                        + " id of it.");
    }
}
