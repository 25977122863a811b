package dev.hindsight.exporter;

import dev.hindsight.access.Caller;
import dev.hindsight.access.Callers;
import dev.hindsight.access.ReadsPayloads;
import dev.hindsight.audit.Audit;
import dev.hindsight.content.ContentParameters;
import dev.hindsight.execution.ExecutionRef;
import dev.hindsight.filter.ExecutionFilterParameters;
import dev.hindsight.page.Query;
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
import java.util.concurrent.atomic.AtomicBoolean;
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
    private final Audit audit;

    ExportResource(ExportService service, ExecutionWalk walk, Callers callers, Audit audit) {
        this.service = service;
        this.walk = walk;
        this.callers = callers;
        this.audit = audit;
    }

    /** One execution with everything. */
    @GET
    @ReadsPayloads(isNoted = true)
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
        Caller caller = callers.current();
        Form form = lines ? new Form.Lines() : new Form.Document();
        return answer(
                noted(caller, uri, service.one(caller, ref, form)),
                lines ? Form.NDJSON : Form.JSON,
                lines ? "execution.ndjson" : "execution.json");
    }

    /** All executions that a list would show, with everything. */
    @GET
    @ReadsPayloads(isNoted = true)
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
            @BeanParam ExecutionFilterParameters documented,
            @BeanParam ContentParameters documentedToo,
            @Context UriInfo uri) {
        Query query = new Query(uri.getQueryParameters());
        Caller caller = callers.current();
        Multi<UUID> ids = walk.ids(caller, query);
        query.finish();
        return answer(
                noted(caller, uri, service.file(caller, ids, new Form.Lines())),
                Form.NDJSON,
                "executions.ndjson");
    }

    /** From the first piece on somebody has taken something away. */
    private Multi<byte[]> noted(Caller caller, UriInfo uri, Multi<byte[]> chunks) {
        String query = uri.getRequestUri().getRawQuery();
        String target = uri.getPath() + (query == null ? "" : "?" + query);
        AtomicBoolean noted = new AtomicBoolean();
        return chunks.invoke(
                chunk -> {
                    if (noted.compareAndSet(false, true)) {
                        audit.noteExport(caller, target);
                    }
                });
    }

    /** Whatever fails behind the first chunk cuts the connection, so that no half looks whole. */
    private static RestMulti<byte[]> answer(Multi<byte[]> chunks, String type, String file) {
        return RestMulti.fromMultiData(chunks)
                .header(HttpHeaders.CONTENT_TYPE, type)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + file + "\"")
                .build();
    }
}
