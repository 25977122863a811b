package dev.hindsight.report;

import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How many reports wait or are being written, and the bound that keeps memory flat. */
final class WaitingRoom {

    private final int maxReports;
    private final long maxBytes;
    private final WriterMeters meters;
    private final AtomicInteger reports = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    WaitingRoom(WriterConfig config, WriterMeters meters) {
        this.maxReports = config.maxWaiting();
        this.maxBytes = config.maxWaitingBytes();
        this.meters = meters;
    }

    /**
     * Lets reports in, all or none.
     *
     * @throws ProblemException {@code overloaded} if there is no room; what comes when nothing else
     *     waits always has room
     */
    void enter(List<Report> more) {
        long size = bytesOf(more);
        int before = reports.getAndAdd(more.size());
        long bytesBefore = bytes.getAndAdd(size);
        if (before > 0 && (before + more.size() > maxReports || bytesBefore + size > maxBytes)) {
            leave(more.size(), size);
            meters.overloaded();
            throw new ProblemException(
                    ProblemType.OVERLOADED,
                    "More reports arrive than can be written. Try again.",
                    List.of(),
                    Map.of("retryAfter", 1));
        }
    }

    void leave(Report report) {
        leave(1, report.bytes());
    }

    private void leave(int fewer, long size) {
        reports.addAndGet(-fewer);
        bytes.addAndGet(-size);
    }

    int reports() {
        return reports.get();
    }

    long bytes() {
        return bytes.get();
    }

    private static long bytesOf(List<Report> reports) {
        long sum = 0;
        for (Report report : reports) {
            sum += report.bytes();
        }
        return sum;
    }
}
