package dev.hindsight.search;

import dev.hindsight.access.Caller;
import dev.hindsight.access.Callers;
import dev.hindsight.content.ContentParameters;
import dev.hindsight.content.ContentQuery;
import dev.hindsight.execution.ExecutionStatus;
import dev.hindsight.execution.ExecutionSummary;
import dev.hindsight.filter.ExecutionFilter;
import dev.hindsight.filter.ExecutionFilterParameters;
import dev.hindsight.filter.ExecutionFilterQuery;
import dev.hindsight.miniature.MiniatureService;
import dev.hindsight.page.Limit;
import dev.hindsight.page.Offset;
import dev.hindsight.page.Page;
import dev.hindsight.page.Query;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Lists of executions over HTTP. */
@Path("/api/v1/executions")
@Tag(name = "Executions")
public class ExecutionListResource {

    private final ExecutionLister lister;
    private final MiniatureService miniatures;
    private final Callers callers;

    ExecutionListResource(ExecutionLister lister, MiniatureService miniatures, Callers callers) {
        this.lister = lister;
        this.miniatures = miniatures;
        this.callers = callers;
    }

    /** A page of executions. */
    @GET
    @Operation(summary = "List executions, newest first unless asked otherwise")
    @Parameter(
            name = "orderBy",
            in = ParameterIn.QUERY,
            schema = @Schema(enumeration = {"startedAt", "durationMs", "updatedAt"}))
    @Parameter(
            name = "orderDir",
            in = ParameterIn.QUERY,
            schema = @Schema(enumeration = {"desc", "asc"}))
    @Parameter(
            name = "count",
            in = ParameterIn.QUERY,
            schema = @Schema(enumeration = {"none", "capped", "exact"}))
    @Parameter(
            name = "fields",
            in = ParameterIn.QUERY,
            description = "`miniTimeline` draws the steps of each execution, as at most 40 bars",
            schema = @Schema(enumeration = {"miniTimeline"}))
    public Uni<Page<?>> list(
            @QueryParam("limit") @DefaultValue("50") Limit limit,
            @QueryParam("offset") @DefaultValue("0") Offset offset,
            @QueryParam("cursor") @Nullable String cursor,
            @BeanParam ExecutionFilterParameters documented,
            @BeanParam ContentParameters documentedToo,
            @Context UriInfo uri) {
        Query query = new Query(uri.getQueryParameters());
        boolean withDrawings = ExecutionQuery.withDrawings(query);
        Caller caller = callers.current();
        Uni<Page<ExecutionSummary>> page = lister.list(caller, query, limit, offset, cursor);
        return withDrawings
                ? page.chain(found -> miniatures.draw(caller, found))
                : page.map(found -> found);
    }

    /** The number of executions by status. */
    @GET
    @Path("/counts")
    @Operation(summary = "Count executions by status, with the filters of the list")
    public Uni<Map<String, Long>> counts(
            @BeanParam ExecutionFilterParameters documented,
            @BeanParam ContentParameters documentedToo,
            @Context UriInfo uri) {
        Query query = new Query(uri.getQueryParameters());
        ExecutionFilter filter = ExecutionFilterQuery.filter(query, ContentQuery.content(query));
        query.finish();
        ExecutionQuestion question =
                new ExecutionQuestion(
                        callers.current(),
                        filter,
                        ExecutionOrder.NEWEST,
                        Limit.DEFAULT,
                        0,
                        null,
                        0);
        return lister.counts(question).map(ExecutionListResource::told);
    }

    private static Map<String, Long> told(Map<ExecutionStatus, Long> counts) {
        Map<String, Long> told = new LinkedHashMap<>();
        told.put("total", counts.values().stream().mapToLong(Long::longValue).sum());
        for (ExecutionStatus status : ExecutionStatus.values()) {
            told.put(name(status), counts.getOrDefault(status, 0L));
        }
        return told;
    }

    /** As a member of an answer: {@code timedOut}. */
    private static String name(ExecutionStatus status) {
        if (status == ExecutionStatus.TIMED_OUT) {
            return "timedOut";
        }
        return status.name().toLowerCase(Locale.ROOT);
    }
}
