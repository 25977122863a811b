package dev.hindsight.importer;

import dev.hindsight.access.Callers;
import dev.hindsight.page.Query;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Imports over HTTP. */
@Path(ImportResource.PATH)
@Tag(name = "Reports")
public class ImportResource {

    static final String PATH = "/api/v1/executions/import";

    private final ImportService service;
    private final Callers callers;

    ImportResource(ImportService service, Callers callers) {
        this.service = service;
        this.callers = callers;
    }

    /** Imports a file. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Import an execution; importing it again changes nothing")
    @Parameter(
            name = "format",
            in = ParameterIn.QUERY,
            required = true,
            schema = @Schema(enumeration = {"wfformat"}))
    public Uni<ImportReceipt> take(byte[] file, @Context UriInfo uri) throws IOException {
        Query query = new Query(uri.getQueryParameters());
        boolean known = query.word("format", Map.of("wfformat", true)).orElse(false);
        if (!known && query.text("format") == null) {
            query.reject("format", "It is needed: wfformat.");
        }
        query.finish();
        return service.importWfFormat(callers.current(), file);
    }
}
