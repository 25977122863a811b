package dev.hindsight.usage;

import dev.hindsight.access.Callers;
import dev.hindsight.access.RequiresRole;
import dev.hindsight.access.Role;
import dev.hindsight.page.Limit;
import dev.hindsight.page.Query;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What the history weighs, over HTTP. */
@Path("/api/v1/stats/storage")
@Tag(name = "Statistics")
@RequiresRole(Role.ADMIN)
public class StorageResource {

    private static final String WORKFLOW = "workflow";

    private final UsageService service;
    private final Callers callers;

    StorageResource(UsageService service, Callers callers) {
        this.service = service;
        this.callers = callers;
    }

    /** Rows and bytes of all namespaces, by table or by workflow, for who administers all. */
    @GET
    @Operation(
            summary =
                    "Get rows and bytes of all namespaces by table, or by workflow, heaviest first")
    public Uni<Usage> get(
            @QueryParam("by") @Nullable String by,
            @QueryParam("limit") @DefaultValue("50") Limit limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context UriInfo uri) {
        callers.current().requireAllNamespaces();
        Query query = new Query(uri.getQueryParameters());
        query.word("by", Map.of(WORKFLOW, WORKFLOW));
        if (by == null) {
            // Tables are few, and always told together.
            Stream.of("limit", "cursor")
                    .filter(uri.getQueryParameters()::containsKey)
                    .forEach(name -> query.reject(name, "It is for pages: by=workflow has some."));
        }
        query.finish();
        return by == null
                ? service.tables().map(it -> it)
                : service.workflows().map(it -> it.page(limit, cursor));
    }
}
