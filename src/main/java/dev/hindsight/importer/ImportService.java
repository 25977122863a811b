package dev.hindsight.importer;

import dev.hindsight.access.Caller;
import dev.hindsight.copy.CopyRecorder;
import dev.hindsight.execution.ExecutionRef;
import dev.hindsight.execution.ExecutionService;
import dev.hindsight.foreign.ForeignFormat;
import dev.hindsight.ingest.OperationReader;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.report.Recorded;
import dev.hindsight.report.Report;
import dev.hindsight.report.ReportWriter;
import dev.hindsight.wfformat.WfFormatReader;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Takes executions over from files. Repeating an import changes nothing. */
@ApplicationScoped
class ImportService {

    private final WfFormatReader wfFormat;
    private final ReportWriter writer;
    private final TranscriptReader transcripts;
    private final CopyRecorder recorder;
    private final OperationReader operations;
    private final ExecutionService executions;
    private final Clock clock;

    ImportService(
            WfFormatReader wfFormat,
            ReportWriter writer,
            TranscriptReader transcripts,
            CopyRecorder recorder,
            OperationReader operations,
            ExecutionService executions,
            Clock clock) {
        this.wfFormat = wfFormat;
        this.writer = writer;
        this.transcripts = transcripts;
        this.recorder = recorder;
        this.operations = operations;
        this.executions = executions;
        this.clock = clock;
    }

    /** Takes a file in chunk by chunk. */
    Intake intake(Caller caller, Intake.Format format) {
        return intake(caller, format, () -> {});
    }

    /**
     * Takes a file in chunk by chunk.
     *
     * @param progress is told each time that something of a document was written
     */
    Intake intake(Caller caller, Intake.Format format, Runnable progress) {
        TranscriptImport importing = new TranscriptImport(caller, transcripts, recorder::record);
        return new Intake(caller, this, importing, format, progress);
    }

    /**
     * Imports a WfFormat 1.5 instance as one execution.
     *
     * @throws IOException when the file is not JSON
     */
    Uni<ImportReceipt> importWfFormat(Caller caller, byte[] file) throws IOException {
        Report report = wfFormat.read(caller, file);
        return writer.write(report).map(recorded -> ImportReceipt.of(report, recorded));
    }

    /**
     * Imports a document of another engine; its records are taken one by one.
     *
     * @return fails with {@code invalid-request} if none of its records can be taken
     * @throws ProblemException {@code invalid-request} if it is not JSON
     */
    Uni<ImportReceipt> importForeign(
            Caller caller, ForeignFormat format, byte[] document, Runnable progress) {
        return new ForeignImport(caller, this, progress).takeAll(format.records(document));
    }

    /**
     * Reads an operation of bulk reports as what is taken over now.
     *
     * @throws ProblemException {@code invalid-request}
     */
    Report read(Caller caller, byte[] operation) {
        Report report = operations.read(caller, operation);
        return new Report(
                caller,
                report.execution().imported(clock.instant().atOffset(ZoneOffset.UTC)),
                report.steps(),
                report.lines(),
                false,
                report.bytes());
    }

    /** Writes reports; answers what became of each. */
    Uni<List<Recorded>> write(List<Report> reports) {
        return writer.write(reports);
    }

    /** The execution with an external id, if there is one. */
    Uni<Optional<UUID>> find(Caller caller, String externalId) {
        return executions
                .resolve(caller, new ExecutionRef(null, externalId))
                .map(Optional::of)
                .onFailure(ProblemException.class)
                .recoverWithUni(ImportService::absent);
    }

    private static Uni<Optional<UUID>> absent(Throwable problem) {
        boolean isAbsent =
                problem instanceof ProblemException known
                        && (known.type() == ProblemType.NOT_FOUND
                                || known.type() == ProblemType.GONE);
        return isAbsent
                ? Uni.createFrom().item(Optional.empty())
                : Uni.createFrom().failure(problem);
    }
}
