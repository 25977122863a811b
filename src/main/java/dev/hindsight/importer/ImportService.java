package dev.hindsight.importer;

import dev.hindsight.access.Caller;
import dev.hindsight.ingest.Report;
import dev.hindsight.ingest.ReportWriter;
import dev.hindsight.wfformat.WfFormatReader;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;

/** Takes executions over from files of other systems. Repeating an import changes nothing. */
@ApplicationScoped
class ImportService {

    private final WfFormatReader wfFormat;
    private final ReportWriter writer;

    ImportService(WfFormatReader wfFormat, ReportWriter writer) {
        this.wfFormat = wfFormat;
        this.writer = writer;
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
