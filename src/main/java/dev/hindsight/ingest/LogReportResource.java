package dev.hindsight.ingest;

import dev.hindsight.access.Caller;
import dev.hindsight.access.Callers;
import dev.hindsight.execution.ExecutionRef;
import dev.hindsight.report.ReportWriter;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Lines over HTTP, as they are reported. */
@Path("/api/v1/executions/{execution}/logs")
@Tag(name = "Reports")
public class LogReportResource {

    private static final String NDJSON = "application/x-ndjson";

    private final ReportReader reader;
    private final ReportWriter writer;
    private final Callers callers;

    LogReportResource(ReportReader reader, ReportWriter writer, Callers callers) {
        this.reader = reader;
        this.writer = writer;
        this.callers = callers;
    }

    /** Reports an array of lines, which is taken whole or not at all. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Report lines: an array, or NDJSON")
    public Uni<LogReceipt> lines(
            @PathParam("execution") String execution,
            byte[] body,
            @HeaderParam("If-Match") @Nullable String ifMatch)
            throws IOException {
        ExecutionRef ref = ExecutionRef.parse(execution, ifMatch);
        return writer.write(reader.lines(callers.current(), ref, body))
                .map(recorded -> LogReceipt.of(recorded.lines()));
    }

    /** Reports lines as NDJSON, which is taken line by line. */
    @POST
    @Consumes(NDJSON)
    @Operation(hidden = true)
    public Uni<LogReceipt> ndjson(
            @PathParam("execution") String execution,
            byte[] body,
            @HeaderParam("If-Match") @Nullable String ifMatch)
            throws IOException {
        Caller caller = callers.current();
        ExecutionRef ref = ExecutionRef.parse(execution, ifMatch);
        NdjsonLines lines = NdjsonLines.read(body, line -> reader.line(caller, ref, line));
        return writer.write(lines.merged(caller, ref))
                .map(recorded -> lines.receipt(recorded.lines()));
    }
}
