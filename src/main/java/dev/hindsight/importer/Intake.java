package dev.hindsight.importer;

import dev.hindsight.access.Caller;
import dev.hindsight.foreign.ForeignFormat;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.stream.LineSplitter;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A file that comes in chunks, in whichever format: lines are taken as they come, a document is held
 * until it is whole. One at a time.
 */
final class Intake {

    /** The largest document. */
    static final int MAX_DOCUMENT = 64 * 1024 * 1024;

    /** So far the first line is looked for that tells the format. */
    private static final int MAX_HEADER = 4 * 1024;

    /** What is known of a file's format before it is seen. */
    enum Format {
        /** Nothing: it is seen in the first line or the members. */
        UNKNOWN,
        /** One of ours: it is seen which. */
        TRANSCRIPT,
        NDJSON,
        JSON,
        WFFORMAT,
        N8N(ForeignFormat.N8N),
        TEMPORAL(ForeignFormat.TEMPORAL),
        ARGO(ForeignFormat.ARGO),
        AIRFLOW(ForeignFormat.AIRFLOW);

        private final @Nullable ForeignFormat foreign;

        Format() {
            this(null);
        }

        Format(@Nullable ForeignFormat foreign) {
            this.foreign = foreign;
        }
    }

    private final Caller caller;
    private final ImportService service;
    private final TranscriptImport importing;
    private final LineSplitter splitter = new LineSplitter(LineSplitter.MAX_LINE);
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private final Runnable progress;
    private Format format;

    Intake(
            Caller caller,
            ImportService service,
            TranscriptImport importing,
            Format format,
            Runnable progress) {
        this.caller = caller;
        this.progress = progress;
        this.service = service;
        this.importing = importing;
        this.format = format;
    }

    /** Takes the next chunk; answers when another may come. */
    Uni<Void> take(byte[] chunk) {
        if (format == Format.NDJSON) {
            return lines(splitter.take(chunk));
        }
        if (held.size() + chunk.length > MAX_DOCUMENT) {
            return Uni.createFrom()
                    .failure(
                            new ProblemException(
                                    ProblemType.PAYLOAD_TOO_LARGE,
                                    "A document must not be larger than %,d bytes; a file of lines may."
                                            .formatted(MAX_DOCUMENT)));
        }
        boolean isOpen = isOpen() && held.size() < MAX_HEADER;
        held.writeBytes(chunk);
        return isOpen && beginsWithHeader() ? startLines() : Uni.createFrom().voidItem();
    }

    /** Ends the file; answers what was taken over. */
    Uni<ImportReceipt> end() {
        if (isOpen() && Document.isHeader(held.toByteArray())) {
            return startLines().chain(this::end);
        }
        if (format == Format.NDJSON) {
            return lines(splitter.end()).chain(importing::end);
        }
        byte[] document = held.toByteArray();
        held.reset();
        // It is looked through more than once, and may be large.
        return Uni.createFrom()
                .deferred(() -> document(document))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private Uni<ImportReceipt> document(byte[] document) {
        boolean isOurs = Document.hasMember(document, "execution");
        ForeignFormat foreign =
                isOpen() && !isOurs
                        ? ForeignFormat.of(document).orElse(format.foreign)
                        : format.foreign;
        if (foreign != null) {
            return service.importForeign(caller, foreign, document, progress);
        }
        boolean isOther = format == Format.UNKNOWN && !isOurs;
        return format == Format.WFFORMAT || isOther
                ? wfFormat(document)
                : each(Document.lines(document), this::piece).chain(importing::endOfDocument);
    }

    private Uni<ImportReceipt> wfFormat(byte[] document) {
        try {
            return service.importWfFormat(caller, document);
        } catch (IOException malformed) {
            throw new ProblemException(ProblemType.INVALID_REQUEST, "The file is not JSON.");
        }
    }

    /** Whether it is still to be seen if the file is one of lines. */
    private boolean isOpen() {
        return format == Format.UNKNOWN || format == Format.TRANSCRIPT;
    }

    private boolean beginsWithHeader() {
        List<LineSplitter.Numbered> lines =
                new LineSplitter(LineSplitter.MAX_LINE).take(held.toByteArray());
        return !lines.isEmpty() && Document.isHeader(lines.get(0).bytes());
    }

    private Uni<Void> startLines() {
        format = Format.NDJSON;
        byte[] bytes = held.toByteArray();
        held.reset();
        return take(bytes);
    }

    private Uni<Void> lines(List<LineSplitter.Numbered> lines) {
        return each(lines, this::line);
    }

    private Uni<Void> line(LineSplitter.Numbered line) {
        String place = "line " + line.number();
        return line.isTooLong()
                ? importing.failAt(
                        place,
                        new ProblemException(
                                ProblemType.PAYLOAD_TOO_LARGE,
                                "It is longer than the %,d bytes that are accepted."
                                        .formatted(LineSplitter.MAX_LINE)))
                : importing.take(place, line.bytes());
    }

    private Uni<Void> piece(Document.Piece piece) {
        return importing.take(piece.pointer(), piece.line());
    }

    private static <T> Uni<Void> each(List<T> items, Function<T, Uni<? extends Void>> take) {
        return Multi.createFrom()
                .iterable(items)
                .onItem()
                .transformToUniAndConcatenate(take)
                .onItem()
                .ignoreAsUni();
    }
}
