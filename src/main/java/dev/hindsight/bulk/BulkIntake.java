package dev.hindsight.bulk;

import dev.hindsight.problem.ProblemException;
import dev.hindsight.report.Recorded;
import dev.hindsight.report.Report;
import dev.hindsight.report.ReportWriter;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes one body in: writes each batch while the next one is read. A batch is written when the one
 * before it is, so that operations on one execution are applied in their order.
 */
final class BulkIntake {

    private final BatchReader batches;
    private final ReportWriter writer;
    private final BulkReceipt.Draft receipt = new BulkReceipt.Draft();

    /** Has been read, and is to be written. */
    private Batch ready = new Batch();

    BulkIntake(BatchReader batches, ReportWriter writer) {
        this.batches = batches;
        this.writer = writer;
    }

    /**
     * Takes all of it; to be called once. If the body breaks off, or a batch cannot be written, fails
     * with a problem that tells the last durable line, and a receipt for the lines up to it; if the
     * client left, with the {@link java.io.IOException}.
     */
    Uni<BulkReceipt> takeAll() {
        return Multi.createBy()
                .repeating()
                .uni(this::turn)
                .whilst(batch -> !batch.isLast())
                .onItem()
                .ignoreAsUni()
                .chain(() -> write(ready))
                .chain(this::end);
    }

    private Uni<Batch> turn() {
        return Uni.combine()
                .all()
                .unis(write(ready), batches.next())
                .with(
                        (written, next) -> {
                            ready = next;
                            return next;
                        });
    }

    private Uni<Void> write(Batch batch) {
        List<Report> reports = batch.reports();
        Uni<List<Recorded>> recorded =
                reports.isEmpty() ? Uni.createFrom().item(List.of()) : writer.write(reports);
        return recorded.invoke(done -> batch.settle(done, receipt))
                .replaceWithVoid()
                .onFailure(ProblemException.class)
                .transform(this::brokenOff);
    }

    private Uni<BulkReceipt> end() {
        Throwable failure = ready.failure();
        if (failure == null) {
            return Uni.createFrom().item(receipt.soFar());
        }
        return Uni.createFrom()
                .failure(
                        failure instanceof ProblemException problem ? brokenOff(problem) : failure);
    }

    /** The problem for which not all of the body is taken, with how far it came. */
    private ProblemException brokenOff(ProblemException problem) {
        long line = receipt.lastLine();
        Map<String, Object> extensions = new HashMap<>(problem.extensions());
        extensions.put(BulkReceipt.LAST_DURABLE_LINE, line);
        extensions.put("receipt", receipt.soFar());
        return ProblemException.causedBy(
                problem,
                problem.type(),
                problem.detail()
                        + (line == 0
                                ? " No line is durable."
                                : " The last durable line is %,d.".formatted(line)),
                extensions);
    }
}
