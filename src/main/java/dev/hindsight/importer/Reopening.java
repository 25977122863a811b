package dev.hindsight.importer;

import dev.hindsight.access.Caller;
import dev.hindsight.copy.CopyRecorder;
import dev.hindsight.stream.LineSplitter;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Brings the rows of an archived execution back for its readers, out of its lines. */
@ApplicationScoped
public class Reopening {

    private static final byte[] HEADER =
            "{\"hindsight\":{\"format\":1}}".getBytes(StandardCharsets.UTF_8);

    private static final byte[] END =
            "{\"end\":{\"executions\":1}}".getBytes(StandardCharsets.UTF_8);

    private final TranscriptReader reader;
    private final CopyRecorder recorder;

    Reopening(TranscriptReader reader, CopyRecorder recorder) {
        this.reader = reader;
        this.recorder = recorder;
    }

    /**
     * Takes an execution's lines in, in chunks that are cut anywhere, of which the next is asked for when
     * the one before is stored. It stays archived, and nobody is told.
     */
    public Uni<Void> reopen(Caller caller, Multi<byte[]> chunks) {
        return Uni.createFrom()
                .deferred(
                        () -> {
                            TranscriptImport importing =
                                    new TranscriptImport(caller, reader, recorder::reopen);
                            LineSplitter splitter = new LineSplitter(LineSplitter.MAX_LINE);
                            return importing
                                    .take("header", HEADER)
                                    .chain(
                                            () ->
                                                    chunks.onItem()
                                                            .transformToUniAndConcatenate(
                                                                    chunk ->
                                                                            lines(
                                                                                    importing,
                                                                                    splitter.take(
                                                                                            chunk)))
                                                            .onItem()
                                                            .ignoreAsUni())
                                    .chain(() -> lines(importing, splitter.end()))
                                    .chain(() -> importing.take("end", END))
                                    .chain(importing::end)
                                    .replaceWithVoid();
                        });
    }

    private static Uni<Void> lines(TranscriptImport importing, List<LineSplitter.Numbered> lines) {
        return Multi.createFrom()
                .iterable(lines)
                .onItem()
                .transformToUniAndConcatenate(
                        line -> importing.take("line " + line.number(), line.bytes()))
                .onItem()
                .ignoreAsUni();
    }
}
