package dev.hindsight.otlp;

import dev.hindsight.access.Caller;
import dev.hindsight.access.Callers;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Traces over HTTP, as exporters of OpenTelemetry send them. */
@Path(OtlpResource.PATH)
@Tag(name = "Reports")
public class OtlpResource {

    static final String PATH = "/v1/traces";

    private static final String PROTOBUF = "application/x-protobuf";

    private final OtlpConfig config;
    private final OtlpIntake intake;
    private final Receipt.Meters meters;
    private final Callers callers;

    OtlpResource(OtlpConfig config, OtlpIntake intake, Receipt.Meters meters, Callers callers) {
        this.config = config;
        this.intake = intake;
        this.meters = meters;
        this.callers = callers;
    }

    /** Takes spans; answers when all that are not rejected are durable. */
    @POST
    @Consumes({PROTOBUF, MediaType.APPLICATION_JSON})
    @Operation(summary = "Report traces by OTLP: each becomes an execution, its spans steps")
    public Uni<RestResponse<byte[]>> take(byte[] body, @Context HttpHeaders headers) {
        if (!config.enabled()) {
            throw new ProblemException(
                    ProblemType.NOT_FOUND, "No traces are taken here: hindsight.otlp.enabled.");
        }
        Caller caller = callers.current();
        Encoding encoding = Encoding.of(headers.getHeaderString(HttpHeaders.CONTENT_TYPE));
        return intake.take(caller, encoding.read(body))
                .invoke(meters::count)
                .map(
                        receipt ->
                                RestResponse.ResponseBuilder.ok(
                                                encoding.answer(
                                                        receipt.rejected(), receipt.message()))
                                        .header(HttpHeaders.CONTENT_TYPE, encoding.mediaType())
                                        .build());
    }
}
