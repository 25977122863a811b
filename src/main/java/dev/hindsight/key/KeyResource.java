package dev.hindsight.key;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.hindsight.access.Callers;
import dev.hindsight.access.RequiresRole;
import dev.hindsight.access.Role;
import dev.hindsight.edge.RouteTable;
import dev.hindsight.field.Moments;
import dev.hindsight.page.Page;
import dev.hindsight.payload.PayloadConfig;
import dev.hindsight.payload.PayloadReader;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.time.Clock;
import java.time.OffsetDateTime;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Keys over HTTP. */
@Path("/api/v1/keys")
@Tag(name = "Access")
@RequiresRole(Role.ADMIN)
public class KeyResource {

    private final KeyService service;
    private final Callers callers;
    private final PayloadReader payloads;
    private final Clock clock;

    KeyResource(KeyService service, Callers callers, PayloadConfig config, Clock clock) {
        this.service = service;
        this.callers = callers;
        this.payloads = new PayloadReader(config);
        this.clock = clock;
    }

    /**
     * A key as it is told.
     *
     * @param key the token, only when the key has just been made
     */
    @RegisterForReflection
    record Told(
            String id,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String key,
            String name,
            String role,
            String namespace,
            boolean payloads,
            String createdAt,
            String createdBy,
            @Nullable String expiresAt,
            @Nullable String lastUsedAt,
            @Nullable String revokedAt) {

        static Told of(ApiKey it, @Nullable String token) {
            return new Told(
                    it.id(),
                    token,
                    it.name(),
                    it.role().word(),
                    it.namespace(),
                    it.payloads(),
                    Moments.write(it.createdAt()),
                    it.createdBy(),
                    written(it.expiresAt()),
                    written(it.lastUsedAt()),
                    written(it.revokedAt()));
        }

        private static @Nullable String written(@Nullable OffsetDateTime moment) {
            return moment == null ? null : Moments.write(moment);
        }
    }

    /** Makes a key; its token is told this once. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Make a key, and its namespace if it is new; the key is shown this once")
    public Uni<RestResponse<Told>> create(byte[] body) throws IOException {
        KeyOrder order = KeyOrder.read(body, payloads, clock.instant());
        return service.create(callers.current(), order)
                .map(
                        made ->
                                RestResponse.ResponseBuilder.create(
                                                RestResponse.Status.CREATED,
                                                Told.of(made.key(), made.token()))
                                        .header(
                                                "Location",
                                                RouteTable.locate("keys", made.key().id()))
                                        .header("Cache-Control", "no-store")
                                        .build());
    }

    /** The keys of the caller's namespace; of all, for who administers all. */
    @GET
    @Operation(summary = "List keys, newest first, without their secrets")
    public Uni<Page<Told>> list() {
        return service.list(callers.current())
                .map(
                        keys ->
                                new Page<>(
                                        keys.stream().map(key -> Told.of(key, null)).toList(),
                                        null));
    }

    /** Revokes a key. */
    @DELETE
    @Path("/{id}")
    @Operation(summary = "Revoke a key; it is good for nothing within a minute, everywhere")
    public Uni<Void> revoke(@PathParam("id") String id) {
        return service.revoke(callers.current(), id);
    }
}
