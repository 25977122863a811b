package dev.hindsight.edge;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.hindsight.page.Limit;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.problem.Violation;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jspecify.annotations.Nullable;

/** Fails in every way that a resource can. */
@IfBuildProfile(EdgeProfile.NAME)
@Path("/api/v1/trial")
public class TrialResource {

    /** A body. */
    @RegisterForReflection
    public record Thing(String name, int size) {}

    /** Filters that several methods share. */
    @RegisterForReflection
    public record Filters(
            @QueryParam("workflowId") @Nullable String workflowId,
            @QueryParam("label") List<String> labels) {}

    /** Cannot be written as JSON. */
    @RegisterForReflection
    @JsonSerialize
    public static final class Unwritable {
        public String getSecret() {
            return List.of("secret of the inside").get(1);
        }
    }

    @GET
    @Operation(hidden = true)
    @Parameter(name = "status", in = ParameterIn.QUERY)
    @Parameter(
            name = "tag",
            in = ParameterIn.QUERY,
            schema = @Schema(type = SchemaType.ARRAY, implementation = String.class))
    public Map<String, Object> list(
            UriInfo uri,
            @QueryParam("limit") @Nullable Limit limit,
            @QueryParam("pinned") @Nullable Boolean pinned,
            @RestQuery @Nullable Integer minDurationMs,
            @QueryParam("parent") @Nullable UUID parent,
            @BeanParam Filters filters) {
        return Map.of(
                "limit",
                limit == null ? Limit.DEFAULT.value() : limit.value(),
                "query",
                uri.getQueryParameters());
    }

    @POST
    @Operation(hidden = true)
    public Uni<Thing> echo(Thing thing) {
        return Uni.createFrom().item(thing);
    }

    @POST
    @Path("/bytes")
    @Operation(hidden = true)
    public Map<String, Object> bytes(InputStream body) throws IOException {
        return Map.of("bytes", body.readAllBytes().length);
    }

    @GET
    @Path("/{id}")
    @Operation(hidden = true)
    public Map<String, String> one(@PathParam("id") String id) {
        return Map.of("id", id);
    }

    @DELETE
    @Path("/by-uuid/{id}")
    @Operation(hidden = true)
    public void delete(@PathParam("id") UUID id) {}

    @GET
    @Path("/stream")
    @Produces("application/x-ndjson")
    @RestStreamElementType("application/json")
    @Operation(hidden = true)
    public Multi<Map<String, String>> stream(@QueryParam("items") int items) {
        return Multi.createFrom()
                .range(0, items)
                .map(item -> Map.of("item", "item " + item))
                .onCompletion()
                .failWith(() -> new IllegalStateException("secret of the inside"));
    }

    @GET
    @Path("/fail/{how}")
    @Operation(hidden = true)
    public Uni<Object> fail(@PathParam("how") String how) throws IOException {
        return switch (how) {
            case "problem" ->
                    Uni.createFrom()
                            .failure(
                                    new ProblemException(
                                            ProblemType.GONE,
                                            "Removed.",
                                            List.of(),
                                            Map.of("policy", "default", "rows", 3)));
            case "wrapped" ->
                    throw new CompletionException(
                            new ProblemException(ProblemType.CONFLICT, "Wrapped."));
            case "invalid" ->
                    throw new ProblemException(
                            ProblemType.INVALID_REQUEST,
                            "See errors.",
                            List.of(new Violation("/a/0", "Too long.")));
            case "overloaded" ->
                    throw new ProblemException(
                            ProblemType.OVERLOADED, "Busy.", List.of(), Map.of("retryAfter", 7));
            case "unavailable" -> throw new ProblemException(ProblemType.UNAVAILABLE, "Down.");
            case "unauthenticated" ->
                    throw new ProblemException(ProblemType.UNAUTHENTICATED, "No key.");
            case "teapot" -> throw new WebApplicationException("secret of the inside", 418);
            case "redirect" ->
                    throw new jakarta.ws.rs.RedirectionException(303, java.net.URI.create("/x"));
            case "forbidden" -> throw new io.quarkus.security.ForbiddenException("inside");
            case "unauthorized" -> throw new io.quarkus.security.UnauthorizedException("inside");
            case "io" -> throw new IOException("secret of the inside");
            case "error" -> throw new StackOverflowError("secret of the inside");
            case "stored" ->
                    throw new IllegalStateException(new JsonParseException(null, "inside"));
            case "unwritable" -> Uni.createFrom().item(new Unwritable());
            default -> throw new IllegalStateException("secret of the inside");
        };
    }
}
