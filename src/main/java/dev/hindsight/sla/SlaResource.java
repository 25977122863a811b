package dev.hindsight.sla;

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
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.RestResponse.Status;
import org.jspecify.annotations.Nullable;

/** Service levels over HTTP. */
@Path("/api/v1/slas")
@Tag(name = "Service levels")
public class SlaResource {

    private final Slas slas;
    private final Callers callers;
    private final PayloadReader payloads;

    SlaResource(Slas slas, Callers callers, PayloadConfig config) {
        this.slas = slas;
        this.callers = callers;
        this.payloads = new PayloadReader(config);
    }

    /** A breach as it is told. */
    @RegisterForReflection
    record ToldBreach(
            String rule,
            @Nullable UUID execution,
            String breachedAt,
            @Nullable String recoveredAt,
            double value,
            double limit) {

        static ToldBreach of(Breach it) {
            OffsetDateTime over = it.recoveredAt();
            return new ToldBreach(
                    it.rule().word(),
                    it.execution(),
                    Moments.write(it.breachedAt()),
                    over == null ? null : Moments.write(over),
                    it.value(),
                    it.limit());
        }
    }

    /** An SLA as it is told. */
    @RegisterForReflection
    record Told(
            String name,
            String workflowId,
            @Nullable Long maxDurationMs,
            @Nullable Double minSuccessRate,
            @Nullable String maxSilence,
            String window,
            String state,
            List<ToldBreach> breaches,
            String createdAt,
            String updatedAt) {

        static Told of(Slas.Told it) {
            SlaOrder order = it.sla().order();
            Span silence = order.maxSilence();
            return new Told(
                    it.sla().name(),
                    order.workflowId(),
                    order.maxDurationMs(),
                    order.minSuccessRate(),
                    silence == null ? null : silence.text(),
                    order.window().text(),
                    it.isBreached() ? "breached" : "kept",
                    it.breaches().stream().map(ToldBreach::of).toList(),
                    Moments.write(it.sla().createdAt()),
                    Moments.write(it.sla().updatedAt()));
        }
    }

    /** All SLAs of a namespace. */
    @RegisterForReflection
    record Listing(List<Told> items) {}

    /** The SLAs of the caller's namespace. */
    @GET
    @Operation(summary = "List all SLAs, by name, with their state and latest breaches")
    public Uni<Listing> list() {
        return slas.list(callers.current().namespaceId())
                .map(all -> new Listing(all.stream().map(Told::of).toList()));
    }

    /** One SLA. */
    @GET
    @Path("/{name}")
    @Operation(summary = "Get an SLA, with its state and latest breaches")
    public Uni<Told> get(@PathParam("name") String name) {
        return slas.get(callers.current().namespaceId(), name).map(Told::of);
    }

    /** Makes an SLA, or replaces one. */
    @PUT
    @Path("/{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequiresRole(Role.ADMIN)
    @Operation(summary = "Make an SLA, or replace the whole of one; its breaches stay")
    public Uni<RestResponse<Told>> put(
            @PathParam("name") String name,
            byte[] body,
            @Parameter(hidden = true) @HeaderParam("If-Match") @Nullable String ifMatch)
            throws IOException {
        EntityTag.refuse(ifMatch);
        FieldTypes.checkName("SLA", name);
        SlaOrder order = SlaOrder.read(body, name, payloads);
        return slas.put(callers.current(), name, order, body).map(SlaResource::answer);
    }

    private static RestResponse<Told> answer(Slas.Put put) {
        Told told = Told.of(put.told());
        return put.isNew()
                ? ResponseBuilder.create(Status.CREATED, told)
                        .header("Location", RouteTable.locate("slas", told.name()))
                        .build()
                : RestResponse.ok(told);
    }

    /** Deletes an SLA. */
    @DELETE
    @Path("/{name}")
    @RequiresRole(Role.ADMIN)
    @Operation(summary = "Delete an SLA, and what is known of its breaches")
    public Uni<Void> delete(
            @PathParam("name") String name,
            @Parameter(hidden = true) @HeaderParam("If-Match") @Nullable String ifMatch) {
        EntityTag.refuse(ifMatch);
        return slas.delete(callers.current(), name);
    }
}
