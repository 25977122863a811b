package dev.hindsight.bulk;

import dev.hindsight.blob.ByteSource;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.report.Report;
import dev.hindsight.stream.LineSplitter;
import dev.hindsight.stream.LineSplitter.Numbered;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Function;

/** Reads a body batch by batch: never more of it than the batch that is asked for, and a chunk. */
final class BatchReader {

    /**
     * Bytes taken from the body at a time. Between two chunks others have their turn on the event loop:
     * even if each line is two bytes, that is after some thousands.
     */
    private static final int CHUNK = 16 * 1024;

    private final ByteSource body;
    private final Function<byte[], Report> operations;
    private final LineSplitter splitter = new LineSplitter(LineSplitter.MAX_LINE);
    private final Queue<Numbered> waiting = new ArrayDeque<>();
    private boolean ended;

    /**
     * A reader at the start of a body.
     *
     * @param operations reads a line; fails with a problem if that is not valid
     */
    BatchReader(ByteSource body, Function<byte[], Report> operations) {
        this.body = body;
        this.operations = operations;
    }

    /**
     * The next batch, which is full or the last one: that has what is left, even where the body breaks
     * off behind it. To be asked again only after the answer, and not behind the last one.
     */
    Uni<Batch> next() {
        Batch batch = new Batch();
        return Multi.createBy()
                .repeating()
                .uni(() -> fill(batch))
                .whilst(wantsMore -> wantsMore)
                .onItem()
                .ignoreAsUni()
                .replaceWith(batch)
                .onFailure(ProblemException.class)
                .recoverWithItem(batch::breakOff)
                .onFailure(IOException.class)
                .recoverWithItem(batch::breakOff);
    }

    /** Adds the lines that are there, then fetches more; tells whether there may be more to add. */
    private Uni<Boolean> fill(Batch batch) {
        while (!waiting.isEmpty() && batch.hasRoom(waiting.element().bytes().length)) {
            add(waiting.remove(), batch);
        }
        if (waiting.isEmpty() && ended) {
            batch.end();
        }
        if (!waiting.isEmpty() || ended || batch.isFull()) {
            return Uni.createFrom().item(false);
        }
        return body.next(CHUNK).invoke(this::take).replaceWith(true);
    }

    private void take(byte[] chunk) {
        ended = chunk.length == 0;
        waiting.addAll(ended ? splitter.end() : splitter.take(chunk));
    }

    private void add(Numbered line, Batch batch) {
        int length = line.bytes().length;
        try {
            batch.add(line.number(), length, read(line));
        } catch (ProblemException problem) {
            batch.refuse(line.number(), length, problem);
        }
    }

    private Report read(Numbered line) {
        if (line.isTooLong()) {
            throw new ProblemException(
                    ProblemType.PAYLOAD_TOO_LARGE,
                    "The line is longer than the %,d bytes that are accepted."
                            .formatted(LineSplitter.MAX_LINE));
        }
        return operations.apply(line.bytes());
    }
}
