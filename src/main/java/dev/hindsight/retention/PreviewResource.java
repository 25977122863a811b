package dev.hindsight.retention;

import dev.hindsight.access.Caller;
import dev.hindsight.access.Callers;
import dev.hindsight.access.RequiresRole;
import dev.hindsight.access.Role;
import dev.hindsight.edge.EntityTag;
import dev.hindsight.payload.PayloadConfig;
import dev.hindsight.payload.PayloadReader;
import dev.hindsight.policy.PolicyReader;
import dev.hindsight.policy.RetentionPolicy;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Previews of sweeps over HTTP. */
@Path("/api/v1/retention/preview")
@Tag(name = "Retention")
public class PreviewResource {

    private final Preview preview;
    private final Callers callers;
    private final PayloadReader payloads;

    PreviewResource(Preview preview, Callers callers, PayloadConfig config) {
        this.preview = preview;
        this.callers = callers;
        this.payloads = new PayloadReader(config);
    }

    /** What is told. */
    @RegisterForReflection
    record Told(List<PreviewItem> items) {}

    /** What a sweep would remove now, by the stored policies or with one that is not stored yet. */
    @POST
    @RequiresRole(Role.ADMIN)
    @Operation(summary = "Tell what a sweep would remove now; removes nothing")
    public Uni<Told> preview(
            byte @Nullable [] body,
            @Parameter(hidden = true) @HeaderParam("If-Match") @Nullable String ifMatch)
            throws IOException {
        EntityTag.refuse(ifMatch);
        Caller caller = callers.current();
        if (body == null || body.length == 0) {
            return preview.of(caller).map(Told::new);
        }
        RetentionPolicy unsaved = PolicyReader.read(body, null, payloads);
        return preview.of(caller, stored -> RetentionPolicy.with(stored, unsaved))
                .map(items -> of(items, unsaved));
    }

    /** Of a policy that is not enabled nothing is due. */
    private static Told of(List<PreviewItem> items, RetentionPolicy policy) {
        List<PreviewItem> its =
                items.stream().filter(item -> item.policy().equals(policy.name())).toList();
        return new Told(
                its.isEmpty() ? List.of(new PreviewItem(policy.name(), 0, 0, 0, 0, 0, 0, 0)) : its);
    }
}
