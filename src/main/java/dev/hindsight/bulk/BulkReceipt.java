package dev.hindsight.bulk;

import dev.hindsight.problem.ProblemException;
import dev.hindsight.stream.LineError;
import dev.hindsight.stream.LineErrors;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * What became of bulk reports.
 *
 * @param accepted lines that are taken, and durable
 * @param rejected lines of which nothing is taken
 * @param ignored accepted lines whose status was not taken, since a later one is known
 * @param errors why lines are rejected, for the first 1,000 of them; for fewer where that would be
 *     more than a million characters
 */
@RegisterForReflection
public record BulkReceipt(long accepted, long rejected, long ignored, List<LineError> errors) {

    /** The member of problems that tells how far a body came that was not taken to its end. */
    static final String LAST_DURABLE_LINE = "lastDurableLine";

    /** More are counted, not told: a body may have any number. */
    private static final int MAX_TOLD = 1_000;

    public BulkReceipt {
        errors = List.copyOf(errors);
    }

    /** A receipt that is being made. Lines are told in their order. */
    static final class Draft {

        private final LineErrors errors = new LineErrors(MAX_TOLD);
        private long accepted;
        private long ignored;
        private long lastLine;

        void accept(long lines, long ignoredOfThem) {
            accepted += lines;
            ignored += ignoredOfThem;
        }

        void reject(long line, ProblemException problem) {
            errors.add(line, problem);
        }

        /** All lines up to this one are settled. */
        void reach(long line) {
            lastLine = line;
        }

        /** The last line that is settled, from 1; 0 if none is. */
        long lastLine() {
            return lastLine;
        }

        BulkReceipt soFar() {
            return new BulkReceipt(accepted, errors.count(), ignored, errors.told());
        }
    }
}
