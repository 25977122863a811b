package dev.hindsight.bulk;

import dev.hindsight.problem.ProblemException;
import dev.hindsight.report.Recorded;
import dev.hindsight.report.Report;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Lines that follow each other and are written in one go, good ones and bad ones. Filled first, then
 * written and settled: never both at once.
 */
final class Batch {

    /** Lines of one batch, so that the locks of its transaction are not held for long. */
    static final int MAX_LINES = 500;

    /** Bytes of the lines of one batch; one that is longer is alone. */
    static final int MAX_BYTES = 1024 * 1024;

    private final LineGroups groups = new LineGroups();
    private final Map<Long, ProblemException> refused = new TreeMap<>();
    private int lines;
    private int bytes;
    private long lastLine;
    private boolean last;
    private @Nullable Throwable failure;

    /** Whether a line of so many bytes may be added. */
    boolean hasRoom(int length) {
        return lines == 0 || (lines < MAX_LINES && bytes + length <= MAX_BYTES);
    }

    /** Whether it has as many lines, or bytes, as it may. */
    boolean isFull() {
        return lines >= MAX_LINES || bytes >= MAX_BYTES;
    }

    void add(long number, int length, Report report) {
        count(number, length);
        groups.add(number, report);
    }

    void refuse(long number, int length, ProblemException problem) {
        count(number, length);
        refused.put(number, problem);
    }

    private void count(long number, int length) {
        lines++;
        bytes += length;
        lastLine = number;
    }

    /** Nothing comes behind it. */
    Batch end() {
        last = true;
        return this;
    }

    /** Nothing comes behind it, since the body broke off. */
    Batch breakOff(Throwable why) {
        failure = why;
        return end();
    }

    boolean isLast() {
        return last;
    }

    /** Why nothing comes behind it; {@code null} if the body was read to its end. */
    @Nullable Throwable failure() {
        return failure;
    }

    /** What is to be written; nothing if all lines are refused. */
    List<Report> reports() {
        return groups.all().stream().map(LineGroup::report).toList();
    }

    /**
     * Tells a receipt what became of each line.
     *
     * @param recorded what became of each report
     */
    void settle(List<Recorded> recorded, BulkReceipt.Draft receipt) {
        List<LineGroup> all = groups.all();
        for (int i = 0; i < all.size(); i++) {
            all.get(i).settle(recorded.get(i), receipt, refused);
        }
        refused.forEach(receipt::reject);
        if (lines > 0) {
            receipt.reach(lastLine);
        }
    }
}
