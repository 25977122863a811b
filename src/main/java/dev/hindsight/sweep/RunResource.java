package dev.hindsight.sweep;

import dev.hindsight.access.Caller;
import dev.hindsight.access.Callers;
import dev.hindsight.access.RequiresRole;
import dev.hindsight.access.Role;
import dev.hindsight.edge.EntityTag;
import dev.hindsight.page.Cursor;
import dev.hindsight.page.Fingerprint;
import dev.hindsight.page.Limit;
import dev.hindsight.page.Page;
import dev.hindsight.page.Query;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Sweeps over HTTP. */
@Path("/api/v1/retention/runs")
@Tag(name = "Retention")
public class RunResource {

    private final RunService service;
    private final Callers callers;

    RunResource(RunService service, Callers callers) {
        this.service = service;
        this.callers = callers;
    }

    /** Sweeps now: answers when the sweep has begun, or when it has ended. */
    @POST
    @RequiresRole(Role.ADMIN)
    @Operation(summary = "Sweep now")
    @Parameter(
            name = "wait",
            in = ParameterIn.QUERY,
            description = "true answers when the sweep has ended")
    public Uni<RestResponse<Run>> sweep(
            @Context UriInfo uri,
            @Parameter(hidden = true) @HeaderParam("If-Match") @Nullable String ifMatch) {
        EntityTag.refuse(ifMatch);
        Query query = new Query(uri.getQueryParameters());
        boolean waits = query.word("wait", Map.of("true", true, "false", false)).orElse(false);
        query.finish();
        Caller caller = callers.current();
        return waits
                ? service.sweep(caller).map(RestResponse::ok)
                : service.start(caller)
                        .map(run -> RestResponse.status(RestResponse.Status.ACCEPTED, run));
    }

    /** A page of the sweeps, newest first. */
    @GET
    @Operation(summary = "List past sweeps and what they did, newest first")
    public Uni<Page<Run>> list(
            @QueryParam("limit") @DefaultValue("50") Limit limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context UriInfo uri) {
        Query query = new Query(uri.getQueryParameters());
        query.finish();
        long fingerprint = Fingerprint.of("startedAt", "desc", query.question());
        return service.list(
                callers.current(),
                Cursor.decode(Optional.ofNullable(cursor), fingerprint)
                        .map(place -> place.id(0))
                        .orElse(null),
                limit,
                fingerprint);
    }
}
