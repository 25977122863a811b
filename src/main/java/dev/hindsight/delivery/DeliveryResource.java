package dev.hindsight.delivery;

import dev.hindsight.access.Callers;
import dev.hindsight.access.RequiresRole;
import dev.hindsight.access.Role;
import dev.hindsight.edge.EntityTag;
import dev.hindsight.field.Moments;
import dev.hindsight.page.Cursor;
import dev.hindsight.page.Fingerprint;
import dev.hindsight.page.Limit;
import dev.hindsight.page.Page;
import dev.hindsight.page.Query;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.RestResponse.Status;
import org.jspecify.annotations.Nullable;

/** What webhooks were sent, over HTTP. */
@Path("/api/v1/webhooks/{name}/deliveries")
@Tag(name = "Webhooks")
@RequiresRole(Role.ADMIN)
public class DeliveryResource {

    private final Deliveries deliveries;
    private final Callers callers;

    DeliveryResource(Deliveries deliveries, Callers callers) {
        this.deliveries = deliveries;
        this.callers = callers;
    }

    /** A delivery as it is told. */
    @RegisterForReflection
    record Told(
            long id,
            String eventId,
            String event,
            @Nullable UUID execution,
            String state,
            int attempts,
            @Nullable String nextAttemptAt,
            String createdAt,
            @Nullable String deliveredAt,
            @Nullable Integer lastStatus,
            @Nullable String lastError) {

        static Told of(Delivery it) {
            return new Told(
                    it.id(),
                    it.eventId(),
                    it.kind(),
                    it.executionId(),
                    it.state().word(),
                    it.attempts(),
                    it.state() == Delivery.State.WAITING ? Moments.write(it.nextAttemptAt()) : null,
                    Moments.write(it.createdAt()),
                    it.state() == Delivery.State.DELIVERED ? written(it.finishedAt()) : null,
                    it.lastStatus(),
                    it.lastError());
        }

        private static @Nullable String written(@Nullable OffsetDateTime moment) {
            return moment == null ? null : Moments.write(moment);
        }
    }

    /** A page of what a webhook was sent and is to be, newest first. */
    @GET
    @Operation(summary = "List what a webhook was sent and is to be sent, newest first")
    public Uni<Page<Told>> list(
            @PathParam("name") String name,
            @QueryParam("state") @Nullable String state,
            @QueryParam("limit") @DefaultValue("50") Limit limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context UriInfo uri) {
        Query query = new Query(uri.getQueryParameters());
        Delivery.State only =
                query.word("state", Delivery.State::ofWord, Delivery.State.WORDS).orElse(null);
        query.finish();
        long fingerprint = Fingerprint.of("id", "desc", query.question());
        Long before =
                Cursor.decode(Optional.ofNullable(cursor), fingerprint)
                        .map(place -> place.number(0))
                        .orElse(null);
        DeliveryStore.Question question =
                new DeliveryStore.Question(before == null ? Long.MAX_VALUE : before, only);
        return deliveries
                .list(callers.current(), new Deliveries.Wanted(name, question, limit), fingerprint)
                .map(page -> page.map(Told::of));
    }

    /** Has a delivery sent again that was given up. */
    @POST
    @Path("/{id}/retry")
    @Operation(summary = "Send a dead delivery again")
    public Uni<RestResponse<Told>> retry(
            @PathParam("name") String name,
            @PathParam("id") String id,
            @Parameter(hidden = true) @HeaderParam("If-Match") @Nullable String ifMatch) {
        EntityTag.refuse(ifMatch);
        if (!id.matches("\\d{1,18}")) {
            throw new ProblemException(ProblemType.NOT_FOUND, "There is no such delivery.");
        }
        return deliveries
                .retry(callers.current(), name, Long.parseLong(id))
                .map(it -> ResponseBuilder.create(Status.ACCEPTED, Told.of(it)).build());
    }
}
