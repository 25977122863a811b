package dev.hindsight.audit;

import dev.hindsight.access.Callers;
import dev.hindsight.access.RequiresRole;
import dev.hindsight.access.Role;
import dev.hindsight.page.Cursor;
import dev.hindsight.page.Fingerprint;
import dev.hindsight.page.Limit;
import dev.hindsight.page.Page;
import dev.hindsight.page.Query;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The audit over HTTP. */
@Path("/api/v1/audit")
@Tag(name = "Access")
@RequiresRole(Role.ADMIN)
public class AuditResource {

    private final Audit audit;
    private final Callers callers;

    AuditResource(Audit audit, Callers callers) {
        this.audit = audit;
        this.callers = callers;
    }

    /** A page of the audit of the caller's namespace, newest first. */
    @GET
    @Operation(summary = "List who changed keys, deleted, exported and read payloads, newest first")
    public Uni<Page<AuditEntry>> list(
            @QueryParam("actor") @Nullable String actor,
            @QueryParam("action") @Nullable String action,
            @QueryParam("limit") @DefaultValue("50") Limit limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context UriInfo uri) {
        Query query = new Query(uri.getQueryParameters());
        query.text("actor");
        query.text("action");
        query.finish();
        long fingerprint = Fingerprint.of("at", "desc", query.question());
        AuditStore.Question question =
                new AuditStore.Question(
                        Cursor.decode(Optional.ofNullable(cursor), fingerprint)
                                .map(place -> place.id(0))
                                .orElse(null),
                        actor,
                        action);
        return audit.list(callers.current(), question, limit, fingerprint);
    }
}
