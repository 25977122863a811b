package dev.hindsight.importer;

import dev.hindsight.access.Callers;
import dev.hindsight.edge.EntityTag;
import dev.hindsight.page.Query;
import dev.hindsight.stream.Bodies;
import dev.hindsight.stream.BodyStream;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Imports over HTTP. */
@Path(ImportResource.PATH)
@Tag(name = "Reports")
public class ImportResource {

    static final String PATH = "/api/v1/executions/import";

    private static final String NDJSON = "application/x-ndjson";

    private static final Map<String, Intake.Format> FORMATS =
            Map.of(
                    "ndjson", Intake.Format.NDJSON,
                    "json", Intake.Format.JSON,
                    "wfformat", Intake.Format.WFFORMAT,
                    "n8n", Intake.Format.N8N,
                    "temporal", Intake.Format.TEMPORAL,
                    "argo", Intake.Format.ARGO,
                    "airflow", Intake.Format.AIRFLOW);

    /** Bytes taken from the body at a time. */
    private static final int CHUNK = 64 * 1024;

    private final ImportService service;
    private final Bodies bodies;
    private final Callers callers;

    ImportResource(ImportService service, Bodies bodies, Callers callers) {
        this.service = service;
        this.bodies = bodies;
        this.callers = callers;
    }

    /** Imports a file as it arrives. */
    @POST
    @Consumes({MediaType.APPLICATION_JSON, NDJSON})
    @Operation(summary = "Import executions; importing them again changes nothing")
    @Parameter(
            name = "format",
            in = ParameterIn.QUERY,
            description =
                    "ndjson or json as exported, wfformat, or the engine whose records they are; without"
                            + " it, all but wfformat are recognised",
            schema =
                    @Schema(
                            enumeration = {
                                "ndjson",
                                "json",
                                "wfformat",
                                "n8n",
                                "temporal",
                                "argo",
                                "airflow"
                            }))
    public Uni<ImportReceipt> take(
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String type,
            @Parameter(hidden = true) @HeaderParam("If-Match") @Nullable String ifMatch,
            @Context UriInfo uri) {
        EntityTag.refuse(ifMatch);
        Query query = new Query(uri.getQueryParameters());
        boolean isLines = type != null && type.toLowerCase(Locale.ROOT).startsWith(NDJSON);
        Intake.Format format =
                query.word("format", FORMATS)
                        .orElse(isLines ? Intake.Format.NDJSON : Intake.Format.TRANSCRIPT);
        query.finish();
        Intake intake = service.intake(callers.current(), format);
        return bodies.read(body -> pour(body, intake)).chain(intake::end);
    }

    /** Takes the body piece by piece; the next is asked for when the one before is stored. */
    private static Uni<Void> pour(BodyStream body, Intake intake) {
        return Multi.createBy()
                .repeating()
                .uni(() -> body.next(CHUNK))
                .whilst(chunk -> chunk.length > 0)
                .onItem()
                .transformToUniAndConcatenate(intake::take)
                .onItem()
                .ignoreAsUni();
    }
}
