package dev.hindsight.logsearch;

import dev.hindsight.access.Callers;
import dev.hindsight.access.ReadsPayloads;
import dev.hindsight.content.Content;
import dev.hindsight.content.ContentQuery;
import dev.hindsight.filter.ExecutionFilter;
import dev.hindsight.filter.ExecutionFilterParameters;
import dev.hindsight.filter.ExecutionFilterQuery;
import dev.hindsight.log.LogLevel;
import dev.hindsight.page.Cursor;
import dev.hindsight.page.Fingerprint;
import dev.hindsight.page.Limit;
import dev.hindsight.page.Page;
import dev.hindsight.page.Query;
import dev.hindsight.search.ExecutionScopes;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Lines of many executions over HTTP. */
@Path("/api/v1/logs/search")
@Tag(name = "Logs")
public class LogSearchResource {

    private final LogSearch search;
    private final ExecutionScopes scopes;
    private final Callers callers;

    LogSearchResource(LogSearch search, ExecutionScopes scopes, Callers callers) {
        this.search = search;
        this.scopes = scopes;
        this.callers = callers;
    }

    /** A page of lines. */
    @GET
    @ReadsPayloads
    @Operation(summary = "Find lines across executions, the newest executions first")
    @Parameter(
            name = "q",
            in = ParameterIn.QUERY,
            description =
                    "Words in the message or in the beginning of the data, in any case: each the beginning of a word there, all of them")
    @Parameter(name = "level", in = ParameterIn.QUERY, description = "A comma list means any of")
    @Parameter(name = "minLevel", in = ParameterIn.QUERY, description = "This level or above")
    @Parameter(name = "type", in = ParameterIn.QUERY, description = "A comma list means any of")
    @Parameter(name = "stepKey", in = ParameterIn.QUERY, description = "A comma list means any of")
    public Uni<Page<FoundLine>> search(
            @QueryParam("limit") @DefaultValue("50") Limit limit,
            @QueryParam("cursor") @Nullable String cursor,
            @BeanParam ExecutionFilterParameters documented,
            @Context UriInfo uri) {
        Query query = new Query(uri.getQueryParameters());
        LogQuestion question =
                new LogQuestion(
                        ContentQuery.words(query),
                        query.words("level", LogLevel::ofWord, LogLevel.WORDS),
                        query.word("minLevel", LogLevel::ofWord, LogLevel.WORDS).orElse(null),
                        query.texts("type"),
                        query.texts("stepKey"));
        ExecutionFilter filter = ExecutionFilterQuery.filter(query, Content.ANY);
        query.finish();
        long fingerprint = Fingerprint.of("logs", "desc", query.question());
        Cursor after = Cursor.decode(Optional.ofNullable(cursor), fingerprint).orElse(null);
        return scopes.of(callers.current(), filter)
                .chain(
                        scope ->
                                search.page(
                                        scope,
                                        question,
                                        new LogSearch.Asked(limit, after, fingerprint)));
    }
}
