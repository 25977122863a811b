package dev.hindsight.checkpoint;

import dev.hindsight.access.Callers;
import dev.hindsight.access.ReadsPayloads;
import dev.hindsight.execution.ExecutionRef;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.problem.Violation;
import dev.hindsight.stream.Streamed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Artifacts over HTTP. */
@Path("/api/v1/executions/{execution}/artifacts")
@Tag(name = "Checkpoints")
public class ArtifactResource {

    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final ArtifactService service;
    private final Callers callers;

    ArtifactResource(ArtifactService service, Callers callers) {
        this.service = service;
        this.callers = callers;
    }

    /** All artifacts of an execution. */
    @GET
    @ReadsPayloads
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Get all artifacts, by node and key")
    public Uni<Streamed> all(@PathParam("execution") String execution) {
        return service.document(callers.current(), ExecutionRef.parse(execution))
                .map(pieces -> new Streamed(Streamed.UNKNOWN, pieces));
    }

    /** Puts artifacts in the place of all that there are. */
    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Replace all artifacts at once")
    public Uni<RestResponse<Void>> replace(
            @PathParam("execution") String execution,
            byte @Nullable [] body,
            @HeaderParam("If-Match") @Nullable String ifMatch)
            throws IOException {
        ExecutionRef ref = ExecutionRef.parse(execution, ifMatch);
        return service.replace(callers.current(), ref, ArtifactReader.all(body))
                .map(done -> RestResponse.noContent());
    }

    /** Adds artifacts to those that there are. */
    @PATCH
    @Consumes({MediaType.APPLICATION_JSON, MERGE_PATCH})
    @Operation(summary = "Add or replace some artifacts; null is a value")
    public Uni<RestResponse<Void>> merge(
            @PathParam("execution") String execution,
            byte @Nullable [] body,
            @HeaderParam("If-Match") @Nullable String ifMatch)
            throws IOException {
        ExecutionRef ref = ExecutionRef.parse(execution, ifMatch);
        return service.merge(callers.current(), ref, ArtifactReader.all(body))
                .map(done -> RestResponse.noContent());
    }

    /** Deletes all artifacts of an execution. */
    @DELETE
    @Operation(summary = "Delete all artifacts")
    public Uni<RestResponse<Void>> deleteAll(
            @PathParam("execution") String execution,
            @HeaderParam("If-Match") @Nullable String ifMatch) {
        ExecutionRef ref = ExecutionRef.parse(execution, ifMatch);
        return service.replace(callers.current(), ref, List.of())
                .map(done -> RestResponse.noContent());
    }

    /** One artifact. */
    @GET
    @ReadsPayloads
    @Path("/{node}/{key}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Get an artifact")
    @Parameter(name = "key", in = ParameterIn.PATH, description = "The key of the artifact")
    public Uni<String> get(
            @PathParam("execution") String execution,
            @PathParam("node") String node,
            @PathParam("key") String key) {
        ExecutionRef ref = ExecutionRef.parse(execution);
        checkNames(node, key);
        return service.get(callers.current(), ref, node, key);
    }

    /** Puts one artifact. */
    @PUT
    @Path("/{node}/{key}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Put an artifact")
    @Parameter(name = "key", in = ParameterIn.PATH, description = "The key of the artifact")
    public Uni<RestResponse<Void>> put(
            @PathParam("execution") String execution,
            @PathParam("node") String node,
            @PathParam("key") String key,
            byte @Nullable [] body,
            @HeaderParam("If-Match") @Nullable String ifMatch)
            throws IOException {
        ExecutionRef ref = ExecutionRef.parse(execution, ifMatch);
        checkNames(node, key);
        Artifact artifact = new Artifact(node, key, ArtifactReader.value(body));
        return service.put(callers.current(), ref, artifact)
                .map(
                        isNew ->
                                isNew
                                        ? RestResponse.status(RestResponse.Status.CREATED)
                                        : RestResponse.noContent());
    }

    /** Deletes one artifact. */
    @DELETE
    @Path("/{node}/{key}")
    @Operation(summary = "Delete an artifact")
    @Parameter(name = "key", in = ParameterIn.PATH, description = "The key of the artifact")
    public Uni<RestResponse<Void>> delete(
            @PathParam("execution") String execution,
            @PathParam("node") String node,
            @PathParam("key") String key,
            @HeaderParam("If-Match") @Nullable String ifMatch) {
        ExecutionRef ref = ExecutionRef.parse(execution, ifMatch);
        checkNames(node, key);
        return service.delete(callers.current(), ref, node, key)
                .map(done -> RestResponse.noContent());
    }

    private static void checkNames(String node, String key) {
        checkName("node", node);
        checkName("key", key);
    }

    private static void checkName(String what, String name) {
        ArtifactReader.nameFault(name)
                .ifPresent(
                        fault -> {
                            throw new ProblemException(
                                    ProblemType.INVALID_REQUEST,
                                    "The %s in the path: %s".formatted(what, fault),
                                    List.of(new Violation("/" + what, fault)));
                        });
    }
}
