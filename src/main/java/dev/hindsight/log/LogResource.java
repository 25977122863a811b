package dev.hindsight.log;

import dev.hindsight.access.Caller;
import dev.hindsight.access.Callers;
import dev.hindsight.access.ReadsPayloads;
import dev.hindsight.execution.ExecutionRef;
import dev.hindsight.execution.ExecutionService;
import dev.hindsight.page.Fingerprint;
import dev.hindsight.page.Limit;
import dev.hindsight.page.Page;
import dev.hindsight.page.Query;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Lines over HTTP, as they are read. */
@Path("/api/v1/executions/{execution}/logs")
@Tag(name = "Logs")
public class LogResource {

    private final LogService service;
    private final ExecutionService executions;
    private final Callers callers;

    LogResource(LogService service, ExecutionService executions, Callers callers) {
        this.service = service;
        this.executions = executions;
        this.callers = callers;
    }

    /** A page of an execution's lines, or the last ones. */
    @GET
    @ReadsPayloads
    @Operation(summary = "Read lines by sequence")
    @Parameter(name = "afterSequence", in = ParameterIn.QUERY, description = "Exclusive")
    @Parameter(name = "beforeSequence", in = ParameterIn.QUERY, description = "Exclusive")
    @Parameter(
            name = "tail",
            in = ParameterIn.QUERY,
            description = "The last so many lines, ascending")
    @Parameter(name = "level", in = ParameterIn.QUERY, description = "A comma list means any of")
    @Parameter(name = "minLevel", in = ParameterIn.QUERY, description = "This level or above")
    @Parameter(name = "type", in = ParameterIn.QUERY, description = "A comma list means any of")
    @Parameter(name = "stepKey", in = ParameterIn.QUERY, description = "A comma list means any of")
    @Parameter(
            name = "q",
            in = ParameterIn.QUERY,
            description = "Words that are all somewhere in the message, in any case")
    @Parameter(
            name = "order",
            in = ParameterIn.QUERY,
            schema = @Schema(enumeration = {"asc", "desc"}))
    @Parameter(
            name = "count",
            in = ParameterIn.QUERY,
            schema = @Schema(enumeration = {"none", "exact"}))
    public Uni<Page<LogLine>> list(
            @PathParam("execution") String execution,
            @QueryParam("limit") @DefaultValue("50") Limit limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context UriInfo uri) {
        ExecutionRef ref = ExecutionRef.parse(execution);
        Query query = new Query(uri.getQueryParameters());
        String words = query.part("q");
        LogFilter filter =
                new LogFilter(
                        query.number("afterSequence", -1, Long.MAX_VALUE),
                        query.number("beforeSequence", 0, Long.MAX_VALUE),
                        query.words("level", LogLevel::ofWord, LogLevel.WORDS),
                        query.word("minLevel", LogLevel::ofWord, LogLevel.WORDS).orElse(null),
                        query.texts("type"),
                        query.texts("stepKey"),
                        words == null ? List.of() : List.of(words.trim().split("\\s+", -1)));
        boolean descending = query.word("order", Map.of("asc", false, "desc", true)).orElse(false);
        Long tail = query.number("tail", 1, Limit.MAX);
        boolean counted = query.word("count", Map.of("none", false, "exact", true)).orElse(false);
        if (tail != null && cursor != null) {
            query.reject("tail", "It is the last page and has no cursor.");
        }
        query.finish();
        Caller caller = callers.current();
        return executions
                .get(caller, ref)
                .chain(
                        found -> {
                            UUID id = found.summary().id();
                            Uni<Page<LogLine>> page =
                                    tail != null
                                            ? service.tail(caller, id, filter, tail.intValue())
                                                    .map(lines -> new Page<>(lines, null))
                                            : service.list(
                                                    caller,
                                                    id,
                                                    filter,
                                                    descending,
                                                    limit,
                                                    cursor,
                                                    Fingerprint.of(
                                                            "sequence",
                                                            descending ? "desc" : "asc",
                                                            query.question("order", "tail")));
                            return counted
                                    ? page.chain(
                                            lines ->
                                                    service.count(caller, id, filter)
                                                            .map(lines::withTotal))
                                    : page;
                        });
    }
}
