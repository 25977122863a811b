package dev.hindsight.importer;

import dev.hindsight.access.Caller;
import dev.hindsight.copy.CopyRecorder;
import dev.hindsight.report.Report;
import dev.hindsight.report.ReportWriter;
import dev.hindsight.wfformat.WfFormatReader;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;

/** Takes executions over from files. Repeating an import changes nothing. */
@ApplicationScoped
class ImportService {

    private final WfFormatReader wfFormat;
    private final ReportWriter writer;
    private final TranscriptReader transcripts;
    private final CopyRecorder recorder;

    ImportService(
            WfFormatReader wfFormat,
            ReportWriter writer,
            TranscriptReader transcripts,
            CopyRecorder recorder) {
        this.wfFormat = wfFormat;
        this.writer = writer;
        this.transcripts = transcripts;
        this.recorder = recorder;
    }

    /** Takes a file in chunk by chunk. */
    Intake intake(Caller caller, Intake.Format format) {
        return new Intake(
                caller, this, new Importing(caller, transcripts, recorder::record), format);
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
}
