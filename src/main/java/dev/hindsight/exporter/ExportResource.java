package dev.hindsight.exporter;

import dev.hindsight.access.Callers;
import dev.hindsight.access.ReadsPayloads;
import dev.hindsight.execution.ExecutionRef;
import dev.hindsight.page.Query;
import dev.hindsight.search.ExecutionFilterParameters;
import dev.hindsight.search.ExecutionWalk;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestMulti;

/** Exports over HTTP. */
@Path("/api/v1/executions")
@Tag(name = "Executions")
public class ExportResource {

    private final ExportService service;
    private final ExecutionWalk walk;
    private final Callers callers;

    ExportResource(ExportService service, ExecutionWalk walk, Callers callers) {
        this.service = service;
        this.walk = walk;
        this.callers = callers;
    }

    /** One execution with everything. */
    @GET
    @ReadsPayloads(export = true)
    @Path("/{execution}/export")
    @Operation(summary = "Export an execution with everything that belongs to it")
    @Parameter(
            name = "format",
            in = ParameterIn.QUERY,
            description = "Lines of JSON, or one document; ndjson unless asked otherwise",
            schema = @Schema(enumeration = {"ndjson", "json"}))
    public RestMulti<byte[]> one(@PathParam("execution") String execution, @Context UriInfo uri) {
        ExecutionRef ref = ExecutionRef.parse(execution);
        Query query = new Query(uri.getQueryParameters());
        boolean lines = query.word("format", Map.of("ndjson", true, "json", false)).orElse(true);
        query.finish();
        return answer(
                service.one(callers.current(), ref, lines ? new Form.Lines() : new Form.Document()),
                lines ? Form.NDJSON : Form.JSON,
                lines ? "execution.ndjson" : "execution.json");
    }

    /** All executions that a list would show, with everything. */
    @GET
    @ReadsPayloads(export = true)
    @Path("/export")
    @Operation(
            summary =
                    "Export all executions that match, with the filters and orders of the list, as"
                            + " lines of JSON")
    @Parameter(
            name = "orderBy",
            in = ParameterIn.QUERY,
            schema = @Schema(enumeration = {"startedAt", "durationMs", "updatedAt"}))
    @Parameter(
            name = "orderDir",
            in = ParameterIn.QUERY,
            schema = @Schema(enumeration = {"desc", "asc"}))
    public RestMulti<byte[]> all(
            @BeanParam ExecutionFilterParameters documented, @Context UriInfo uri) {
        Query query = new Query(uri.getQueryParameters());
        Multi<UUID> ids = walk.ids(callers.current(), query);
        query.finish();
        return answer(
                service.file(callers.current(), ids, new Form.Lines()),
                Form.NDJSON,
                "executions.ndjson");
    }

    /** Whatever fails behind the first chunk cuts the connection, so that no half looks whole. */
    private static RestMulti<byte[]> answer(Multi<byte[]> chunks, String type, String file) {
        return RestMulti.fromMultiData(chunks)
                .header(HttpHeaders.CONTENT_TYPE, type)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + file + "\"")
                .build();
    }
}
