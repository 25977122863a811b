package dev.hindsight.comparison;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hindsight.access.Caller;
import dev.hindsight.comparison.ComparisonStore.Sides;
import dev.hindsight.execution.ExecutionRef;
import dev.hindsight.execution.ExecutionService;
import dev.hindsight.execution.ExecutionSummary;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.search.ExecutionWalk;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Compares two executions. */
@ApplicationScoped
public class ComparisonService {

    /** Most steps of a side, of each its newest attempt: their outlines are held in memory. */
    static final int MAX_STEPS = 20_000;

    /** Most changes of the executions themselves. */
    static final int MAX_CHANGES = 1_000;

    private final ExecutionService executions;
    private final ExecutionWalk walk;
    private final ComparisonStore store;
    private final ObjectMapper json;

    ComparisonService(
            ExecutionService executions,
            ExecutionWalk walk,
            ComparisonStore store,
            ObjectMapper json) {
        this.executions = executions;
        this.walk = walk;
        this.store = store;
        this.json = json;
    }

    /** Both executions as lists tell them. */
    private record Both(ExecutionSummary left, ExecutionSummary right) {

        Sides sides(Caller caller) {
            return new Sides(caller.namespaceId(), left.id(), right.id());
        }
    }

    /**
     * What is different, as JSON, piece by piece; none is made before it is asked for.
     *
     * @param right the execution that the left one is compared with; {@code null} for the newest completed
     *     one of the same workflow that started before it
     * @throws ProblemException {@code not-found}, {@code gone}, {@code unavailable} if an archived one cannot
     *     be read, or {@code unprocessable} if one has too many steps, as a failure of the answer
     */
    public Uni<Multi<byte[]>> compare(
            Caller caller, ExecutionRef left, @Nullable ExecutionRef right) {
        return summary(caller, left)
                .chain(
                        it ->
                                (right == null ? success(caller, it) : summary(caller, right))
                                        .map(other -> new Both(it, other)))
                .chain(both -> compare(caller, both));
    }

    /** An execution whose rows are all there: an archived one is opened. */
    private Uni<ExecutionSummary> summary(Caller caller, ExecutionRef ref) {
        return executions
                .require(caller, ref)
                .chain(
                        id ->
                                executions
                                        .find(caller, List.of(id))
                                        .map(found -> found.get(id))
                                        .onItem()
                                        .ifNull()
                                        .switchTo(
                                                () ->
                                                        executions.absent(
                                                                caller.namespaceId(), id, null)));
    }

    private Uni<ExecutionSummary> success(Caller caller, ExecutionSummary execution) {
        return walk.lastCompletedBefore(caller, execution)
                .chain(
                        found ->
                                found.map(it -> summary(caller, new ExecutionRef(it.id(), null)))
                                        .orElseGet(() -> Uni.createFrom().failure(noneBefore())));
    }

    private static ProblemException noneBefore() {
        return new ProblemException(
                ProblemType.NOT_FOUND,
                "No execution of this workflow completed that started before this one.");
    }

    private Uni<Multi<byte[]>> compare(Caller caller, Both both) {
        Sides sides = both.sides(caller);
        return Uni.combine()
                .all()
                .unis(outline(sides, sides.left()), outline(sides, sides.right()))
                .with(Pairing::of)
                .chain(
                        pairs ->
                                store.payloads(sides)
                                        .map(payloads -> pieces(sides, both, payloads, pairs)));
    }

    private Uni<List<Visit>> outline(Sides sides, UUID id) {
        return store.outline(sides.namespaceId(), id, MAX_STEPS + 1)
                .invoke(
                        visits -> {
                            if (visits.size() > MAX_STEPS) {
                                throw new ProblemException(
                                        ProblemType.UNPROCESSABLE,
                                        "The execution %s has more than %,d steps: it is too large to be compared."
                                                .formatted(id, MAX_STEPS));
                            }
                        });
    }

    private Multi<byte[]> pieces(
            Sides sides, Both both, List<Difference> payloads, List<Pair> pairs) {
        Changes changes = new Changes(MAX_CHANGES);
        RecordFields.execution(changes, both.left(), both.right());
        payloads.forEach(changes::payload);
        StepsTold steps =
                new StepsTold(store, sides, changes.found().size(), changes.isTruncated());
        return Multi.createBy()
                .concatenating()
                .streams(
                        Multi.createFrom().item(head(both, changes)),
                        steps.pieces(pairs),
                        Multi.createFrom().item(steps::end));
    }

    private byte[] head(Both both, Changes changes) {
        try {
            StringBuilder head =
                    new StringBuilder("{\"left\":")
                            .append(json.writeValueAsString(both.left()))
                            .append(",\"right\":")
                            .append(json.writeValueAsString(both.right()))
                            .append(",\"changes\":");
            ChangesJson.write(head, changes.found());
            return head.append(",\"steps\":[").toString().getBytes(UTF_8);
        } catch (JsonProcessingException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
