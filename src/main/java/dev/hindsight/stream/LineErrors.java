package dev.hindsight.stream;

import dev.hindsight.problem.Problem;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.Violation;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines of one body that are refused: all are counted, only the first ones are told, since a body
 * may have any number. Not shared between threads.
 */
public final class LineErrors {

    /** Characters of all that is told, about. */
    private static final int MAX_TEXT = 1024 * 1024;

    private final int most;
    private final List<LineError> told = new ArrayList<>();
    private long count;
    private int text;

    /**
     * None so far.
     *
     * @param most so many are told, fewer where they have more than a million characters together
     */
    public LineErrors(int most) {
        this.most = most;
    }

    /** Adds a line, behind those before it. */
    public void add(long line, ProblemException problem) {
        count++;
        if (told.size() < most && text < MAX_TEXT) {
            text += problem.detail().length();
            for (Violation violation : problem.violations()) {
                text += violation.pointer().length() + violation.detail().length();
            }
            told.add(new LineError(line, Problem.of(problem, null)));
        }
    }

    /** How many there are. */
    public long count() {
        return count;
    }

    /** The first of them, by line. */
    public List<LineError> told() {
        return List.copyOf(told);
    }
}
