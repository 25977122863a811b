package dev.hindsight.foreign;

import dev.hindsight.problem.ProblemException;

/** A record of another engine, of one execution. */
public final class ForeignRecord {

    private final ForeignFormat format;
    private final Part part;

    ForeignRecord(ForeignFormat format, Part part) {
        this.format = format;
        this.part = part;
    }

    /** Where it stands in its document, as RFC 6901; in a file of lines as if they were an array. */
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
        return format.translate(part);
    }
}
