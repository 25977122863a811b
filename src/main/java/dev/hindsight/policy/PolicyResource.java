package dev.hindsight.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.hindsight.access.Caller;
import dev.hindsight.access.Callers;
import dev.hindsight.access.RequiresRole;
import dev.hindsight.access.Role;
import dev.hindsight.edge.EntityTag;
import dev.hindsight.edge.RouteTable;
import dev.hindsight.field.FieldTypes;
import dev.hindsight.field.Moments;
import dev.hindsight.payload.PayloadConfig;
import dev.hindsight.payload.PayloadReader;
import dev.hindsight.policy.StoredPolicy.Stamps;
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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Retention policies over HTTP. */
@Path("/api/v1/retention/policies")
@Tag(name = "Retention")
public class PolicyResource {

    private final RetentionPolicies policies;
    private final Callers callers;
    private final PayloadReader payloads;

    PolicyResource(RetentionPolicies policies, Callers callers, PayloadConfig config) {
        this.policies = policies;
        this.callers = callers;
        this.payloads = new PayloadReader(config);
    }

    /**
     * A policy as it is told.
     *
     * @param workflowId a text or a list of texts
     * @param status a text or a list of texts
     * @param label a map of texts, a text or a list of texts
     */
    @RegisterForReflection
    record Told(
            String name,
            int priority,
            @Nullable Object workflowId,
            @Nullable Object status,
            @Nullable Object label,
            @Nullable String maxAge,
            @Nullable String payloadMaxAge,
            @Nullable String logMaxAge,
            @Nullable Integer maxCount,
            String countPer,
            @Nullable Integer maxSnapshots,
            boolean archive,
            @Nullable String archiveMaxAge,
            boolean enabled,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String createdAt,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String updatedAt) {

        static Told of(StoredPolicy stored) {
            RetentionPolicy it = stored.policy();
            Stamps stamps = stored.stamps();
            return new Told(
                    it.name(),
                    it.priority(),
                    it.selection().toldWorkflowIds(),
                    it.selection().toldStatuses(),
                    it.selection().toldLabels(),
                    text(it.maxAge()),
                    text(it.payloadMaxAge()),
                    text(it.logMaxAge()),
                    it.maxCount(),
                    it.countPer().word(),
                    it.maxSnapshots(),
                    it.archive(),
                    text(it.archiveMaxAge()),
                    it.enabled(),
                    stamps == null ? null : Moments.write(stamps.createdAt()),
                    stamps == null ? null : Moments.write(stamps.updatedAt()));
        }

        private static @Nullable String text(@Nullable Age age) {
            return age == null ? null : age.text();
        }
    }

    /** All policies of a namespace. */
    @RegisterForReflection
    record Listing(List<Told> items) {}

    /** The policies of the caller's namespace. */
    @GET
    @Operation(summary = "List all retention policies, in the order in which they are asked")
    public Uni<Listing> list() {
        return policies.stored(callers.current().namespaceId())
                .map(all -> new Listing(all.stream().map(Told::of).toList()));
    }

    /** One policy. */
    @GET
    @Path("/{name}")
    @Operation(summary = "Get a retention policy")
    public Uni<Told> get(@PathParam("name") String name) {
        return policies.get(callers.current().namespaceId(), name).map(Told::of);
    }

    /** Makes a policy, or replaces one. */
    @PUT
    @Path("/{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequiresRole(Role.ADMIN)
    @Operation(summary = "Make a retention policy, or replace the whole of one")
    public Uni<RestResponse<Told>> put(
            @PathParam("name") String name,
            byte[] body,
            @Parameter(hidden = true) @HeaderParam("If-Match") @Nullable String ifMatch)
            throws IOException {
        EntityTag.refuse(ifMatch);
        FieldTypes.checkName("policy", name);
        Caller caller = callers.current();
        RetentionPolicy policy = PolicyReader.read(body, name, payloads);
        return policies.put(caller, policy, body).map(PolicyResource::answer);
    }

    private static RestResponse<Told> answer(RetentionPolicies.Put put) {
        Told told = Told.of(put.stored());
        return put.isNew()
                ? RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, told)
                        .header("Location", RouteTable.locate("retention", "policies", told.name()))
                        .build()
                : RestResponse.ok(told);
    }

    /** Deletes a policy. */
    @DELETE
    @Path("/{name}")
    @RequiresRole(Role.ADMIN)
    @Operation(
            summary = "Delete a retention policy; of what none selects any more everything is kept")
    public Uni<Void> delete(
            @PathParam("name") String name,
            @Parameter(hidden = true) @HeaderParam("If-Match") @Nullable String ifMatch) {
        EntityTag.refuse(ifMatch);
        return policies.delete(callers.current(), name);
    }
}
