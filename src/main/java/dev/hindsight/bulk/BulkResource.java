package dev.hindsight.bulk;

import dev.hindsight.access.Caller;
import dev.hindsight.access.Callers;
import dev.hindsight.ingest.OperationReader;
import dev.hindsight.report.ReportWriter;
import dev.hindsight.stream.Bodies;
import dev.hindsight.stream.BodyStream;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Reports in bulk over HTTP. */
@Path(BulkResource.PATH)
@Tag(name = "Reports")
public class BulkResource {

    static final String PATH = "/api/v1/ingest";

    private static final String NDJSON = "application/x-ndjson";

    private final OperationReader operations;
    private final ReportWriter writer;
    private final Bodies bodies;
    private final Callers callers;
    private final BulkMeters meters;

    BulkResource(
            OperationReader operations,
            ReportWriter writer,
            Bodies bodies,
            Callers callers,
            BulkMeters meters) {
        this.operations = operations;
        this.writer = writer;
        this.bodies = bodies;
        this.callers = callers;
        this.meters = meters;
    }

    /** Takes operations as they arrive; answers when all that are accepted are durable. */
    @POST
    @Consumes(NDJSON)
    @Operation(summary = "Report in bulk: one operation a line, each taken or refused by itself")
    public Uni<BulkReceipt> take() {
        Caller caller = callers.current();
        return bodies.read(body -> intake(caller, body).takeAll()).invoke(meters::took);
    }

    private BulkIntake intake(Caller caller, BodyStream body) {
        return new BulkIntake(
                new BatchReader(body::next, line -> operations.read(caller, line)), writer);
    }
}
