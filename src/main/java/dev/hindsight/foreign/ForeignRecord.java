package dev.hindsight.foreign;

import dev.hindsight.problem.ProblemException;
import java.util.function.Function;

/** A record of another engine, of one execution. */
public final class ForeignRecord {

    private final Part part;
    private final Function<Part, Operation> translates;

    ForeignRecord(Part part, Function<Part, Operation> translates) {
        this.part = part;
        this.translates = translates;
    }

    /**
     * Where it stands in its document, as RFC 6901; in a file of lines as if they were an array, but for
     * a line that is not JSON, which is told by its number.
     */
    public String pointer() {
        return part.pointer();
    }

    /**
     * What it says.
     *
     * @throws ProblemException {@code invalid-request} if it lacks what an execution needs, or has more
     *     than one may have
     */
    public Operation operation() {
        // What is found in it goes with it, and not with the document.
        return translates.apply(part.alone());
    }
}
