package dev.hindsight.copy;

import dev.hindsight.log.LogReport;
import dev.hindsight.transcript.Appendix;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A piece of an execution that is taken in: what fits into one transaction. An execution comes in one
 * piece or in several, in their order.
 *
 * @param execution the execution, the same in each of its pieces
 * @param graph its visualization graph as JSON text, in the first piece
 * @param steps some of its steps, each attempt at most once
 * @param lines some of its lines
 * @param parts some of what other packages keep of it
 * @param isFirst whether none came before
 * @param isLast whether it is whole with this one
 */
public record Piece(
        ExecutionCopy execution,
        @Nullable String graph,
        List<StepCopy> steps,
        List<LogReport> lines,
        List<Appendix.Part> parts,
        boolean isFirst,
        boolean isLast) {

    public Piece {
        steps = List.copyOf(steps);
        lines = List.copyOf(lines);
        parts = List.copyOf(parts);
    }
}
