package dev.hindsight.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.hindsight.access.Callers;
import dev.hindsight.access.RequiresRole;
import dev.hindsight.access.Role;
import dev.hindsight.edge.EntityTag;
import dev.hindsight.edge.RouteTable;
import dev.hindsight.field.FieldTypes;
import dev.hindsight.field.Moments;
import dev.hindsight.payload.PayloadConfig;
import dev.hindsight.payload.PayloadReader;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.RestResponse.Status;
import org.jspecify.annotations.Nullable;

/** Webhooks over HTTP: for administrators, since a URL is often as good as a password. */
@Path("/api/v1/webhooks")
@Tag(name = "Webhooks")
@RequiresRole(Role.ADMIN)
public class WebhookResource {

    private final Webhooks webhooks;
    private final Callers callers;
    private final AddressRules rules;
    private final PayloadReader payloads;

    WebhookResource(Webhooks webhooks, Callers callers, AddressRules rules, PayloadConfig config) {
        this.webhooks = webhooks;
        this.callers = callers;
        this.rules = rules;
        this.payloads = new PayloadReader(config);
    }

    /**
     * A webhook as it is told.
     *
     * @param secret only when it has just been made up
     * @param filter JSON text
     */
    @RegisterForReflection
    record Told(
            String name,
            String url,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String secret,
            List<String> events,
            @JsonRawValue @Nullable String filter,
            boolean enabled,
            @Nullable String disabledReason,
            @Nullable String overflowedAt,
            int failures,
            @Nullable String retryAt,
            String createdAt,
            String updatedAt) {

        static Told of(Webhook it, @Nullable String secret) {
            return new Told(
                    it.name(),
                    it.order().url().toString(),
                    secret,
                    it.events().stream().map(EventKind::word).toList(),
                    it.order().filterTold(),
                    it.order().enabled(),
                    it.health().disabledReason(),
                    written(it.health().overflowedAt()),
                    it.health().failures(),
                    written(it.health().retryAt()),
                    Moments.write(it.createdAt()),
                    Moments.write(it.updatedAt()));
        }

        private static @Nullable String written(@Nullable OffsetDateTime moment) {
            return moment == null ? null : Moments.write(moment);
        }
    }

    /** All webhooks of a namespace. */
    @RegisterForReflection
    record Listing(List<Told> items) {}

    /** The webhooks of the caller's namespace. */
    @GET
    @Operation(summary = "List all webhooks, by name, without their secrets")
    public Uni<Listing> list() {
        return webhooks.list(callers.current().namespaceId())
                .map(all -> new Listing(all.stream().map(it -> Told.of(it, null)).toList()));
    }

    /** One webhook. */
    @GET
    @Path("/{name}")
    @Operation(summary = "Get a webhook, without its secret")
    public Uni<Told> get(@PathParam("name") String name) {
        return webhooks.get(callers.current().namespaceId(), name).map(it -> Told.of(it, null));
    }

    /** Makes a webhook, or replaces one. */
    @PUT
    @Path("/{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary =
                    "Make a webhook, or replace one; a secret that is not sent is made up and shown"
                            + " this once, or stays")
    public Uni<RestResponse<Told>> put(
            @PathParam("name") String name,
            byte[] body,
            @Parameter(hidden = true) @HeaderParam("If-Match") @Nullable String ifMatch)
            throws IOException {
        EntityTag.refuse(ifMatch);
        FieldTypes.checkName("webhook", name);
        WebhookOrder order = WebhookOrder.read(body, name, rules, payloads);
        return webhooks.put(callers.current(), name, order).map(WebhookResource::answer);
    }

    private static RestResponse<Told> answer(Webhooks.Put put) {
        Told told = Told.of(put.webhook(), put.secret());
        return put.isNew()
                ? ResponseBuilder.create(Status.CREATED, told)
                        .header("Location", RouteTable.locate("webhooks", told.name()))
                        .header("Cache-Control", "no-store")
                        .build()
                : RestResponse.ok(told);
    }

    /** Deletes a webhook. */
    @DELETE
    @Path("/{name}")
    @Operation(summary = "Delete a webhook, and what waits for it")
    public Uni<Void> delete(
            @PathParam("name") String name,
            @Parameter(hidden = true) @HeaderParam("If-Match") @Nullable String ifMatch) {
        EntityTag.refuse(ifMatch);
        return webhooks.delete(callers.current(), name);
    }
}
