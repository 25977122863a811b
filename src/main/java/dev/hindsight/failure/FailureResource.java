package dev.hindsight.failure;

import dev.hindsight.access.Callers;
import dev.hindsight.edge.EntityTag;
import dev.hindsight.page.Query;
import dev.hindsight.payload.PayloadConfig;
import dev.hindsight.payload.PayloadReader;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Groups of failures over HTTP. */
@Path("/api/v1/stats/errors")
@Tag(name = "Statistics")
public class FailureResource {

    private final FailureLister lister;
    private final Callers callers;
    private final PayloadReader payloads;

    FailureResource(FailureLister lister, Callers callers, PayloadConfig config) {
        this.lister = lister;
        this.callers = callers;
        this.payloads = new PayloadReader(config);
    }

    /** Groups of failures. */
    @GET
    @Operation(summary = "List failures grouped by fingerprint: what fails, how often, since when")
    public Uni<ListedFailure.Listing> list(
            @BeanParam FailureParameters parameters, @Context UriInfo uri) {
        Query query = new Query(uri.getQueryParameters());
        return lister.list(parameters.question(callers.current().namespaceId(), query));
    }

    /** Decides about a group of failures. */
    @PATCH
    @Path("/{fingerprint}")
    @Consumes({"application/merge-patch+json", MediaType.APPLICATION_JSON})
    @Operation(
            summary =
                    "Resolve a group of failures, which opens again when it fails again; ignore or"
                            + " reopen it")
    public Uni<ListedFailure> decide(
            @PathParam("fingerprint") String fingerprint,
            byte[] body,
            @Parameter(hidden = true) @HeaderParam("If-Match") @Nullable String ifMatch)
            throws IOException {
        EntityTag.refuse(ifMatch);
        return lister.decide(callers.current(), fingerprint, FailureDecision.read(body, payloads));
    }
}
