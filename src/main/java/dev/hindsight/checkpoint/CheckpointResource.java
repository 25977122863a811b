package dev.hindsight.checkpoint;

import dev.hindsight.access.Caller;
import dev.hindsight.access.Callers;
import dev.hindsight.access.ReadsPayloads;
import dev.hindsight.blob.BlobContent;
import dev.hindsight.edge.RouteTable;
import dev.hindsight.execution.ExecutionRef;
import dev.hindsight.field.Moments;
import dev.hindsight.field.Uuids;
import dev.hindsight.page.Fingerprint;
import dev.hindsight.page.Limit;
import dev.hindsight.page.Page;
import dev.hindsight.page.Query;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.stream.Bodies;
import dev.hindsight.stream.Streamed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Trees, snapshots and states over HTTP: bodies are streamed, in and out. */
@Path("/api/v1/executions/{execution}")
@Tag(name = "Checkpoints")
public class CheckpointResource {

    private static final String LATEST = "latest";

    private final CheckpointService service;
    private final Callers callers;
    private final Bodies bodies;

    CheckpointResource(CheckpointService service, Callers callers, Bodies bodies) {
        this.service = service;
        this.callers = callers;
        this.bodies = bodies;
    }

    /** The tree, byte for byte as it was sent. */
    @GET
    @ReadsPayloads
    @Path("/tree")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Get the execution tree")
    public Uni<Streamed> tree(@PathParam("execution") String execution) {
        return service.get(callers.current(), ExecutionRef.parse(execution), Slot.TREE)
                .map(CheckpointResource::streamed);
    }

    /** Puts the tree. */
    @PUT
    @Path("/tree")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Put the execution tree, any JSON")
    public Uni<RestResponse<Void>> putTree(
            @PathParam("execution") String execution,
            @HeaderParam("If-Match") @Nullable String ifMatch) {
        return put(ExecutionRef.parse(execution, ifMatch), Slot.TREE);
    }

    /** A state, byte for byte as it was sent. */
    @GET
    @ReadsPayloads
    @Path("/state/{kind}")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(summary = "Get a state of the engine")
    public Uni<Streamed> state(
            @PathParam("execution") String execution, @PathParam("kind") String kind) {
        return service.get(callers.current(), ExecutionRef.parse(execution), slot(kind))
                .map(CheckpointResource::streamed);
    }

    /** Puts a state. */
    @PUT
    @Path("/state/{kind}")
    @Operation(summary = "Put a state of the engine, any bytes")
    public Uni<RestResponse<Void>> putState(
            @PathParam("execution") String execution,
            @PathParam("kind") String kind,
            @HeaderParam("If-Match") @Nullable String ifMatch) {
        return put(ExecutionRef.parse(execution, ifMatch), slot(kind));
    }

    /** Deletes a state. */
    @DELETE
    @Path("/state/{kind}")
    @Operation(summary = "Delete a state of the engine")
    public Uni<RestResponse<Void>> deleteState(
            @PathParam("execution") String execution,
            @PathParam("kind") String kind,
            @HeaderParam("If-Match") @Nullable String ifMatch) {
        ExecutionRef ref = ExecutionRef.parse(execution, ifMatch);
        return service.deleteState(callers.current(), ref, slot(kind))
                .map(done -> RestResponse.noContent());
    }

    /** A page of snapshots. */
    @GET
    @Path("/snapshots")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "List snapshots, newest first")
    @Parameter(
            name = "before",
            in = ParameterIn.QUERY,
            description = "Exclusive; ISO-8601 with an offset, or milliseconds since 1970")
    @Parameter(
            name = "after",
            in = ParameterIn.QUERY,
            description = "Exclusive; ISO-8601 with an offset, or milliseconds since 1970")
    public Uni<Page<Snapshot>> snapshots(
            @PathParam("execution") String execution,
            @QueryParam("limit") @DefaultValue("50") Limit limit,
            @QueryParam("cursor") @Nullable String cursor,
            @Context UriInfo uri) {
        ExecutionRef ref = ExecutionRef.parse(execution);
        Query query = new Query(uri.getQueryParameters());
        OffsetDateTime after = moment(query, "after");
        OffsetDateTime before = moment(query, "before");
        query.finish();
        long question = Fingerprint.of("createdAt", "desc", query.question());
        return service.list(
                callers.current(),
                ref,
                new CheckpointStore.Range(after, before, null, null),
                limit,
                cursor,
                question);
    }

    /** Adds a snapshot. */
    @POST
    @Path("/snapshots")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Add a snapshot, any bytes")
    public Uni<RestResponse<Snapshot>> addSnapshot(
            @PathParam("execution") String execution,
            @HeaderParam("If-Match") @Nullable String ifMatch) {
        ExecutionRef ref = ExecutionRef.parse(execution, ifMatch);
        Caller caller = callers.current();
        return bodies.read(body -> service.add(caller, ref, body::next))
                .map(
                        snapshot ->
                                RestResponse.ResponseBuilder.create(
                                                RestResponse.Status.CREATED, snapshot)
                                        .header("Location", location(execution, snapshot))
                                        .build());
    }

    /** The bytes of a snapshot. */
    @GET
    @ReadsPayloads
    @Path("/snapshots/{snapshot}")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Operation(summary = "Get the bytes of a snapshot")
    public Uni<Streamed> snapshot(
            @PathParam("execution") String execution, @PathParam("snapshot") String snapshot) {
        ExecutionRef ref = ExecutionRef.parse(execution);
        return service.getSnapshot(callers.current(), ref, snapshotId(snapshot))
                .map(CheckpointResource::streamed);
    }

    /** Deletes a snapshot. */
    @DELETE
    @Path("/snapshots/{snapshot}")
    @Operation(summary = "Delete a snapshot")
    public Uni<RestResponse<Void>> deleteSnapshot(
            @PathParam("execution") String execution,
            @PathParam("snapshot") String snapshot,
            @HeaderParam("If-Match") @Nullable String ifMatch) {
        ExecutionRef ref = ExecutionRef.parse(execution, ifMatch);
        return service.deleteSnapshot(callers.current(), ref, snapshotId(snapshot))
                .map(done -> RestResponse.noContent());
    }

    private Uni<RestResponse<Void>> put(ExecutionRef ref, Slot slot) {
        Caller caller = callers.current();
        return bodies.read(body -> service.put(caller, ref, slot, body::next))
                .map(done -> RestResponse.noContent());
    }

    private static Streamed streamed(BlobContent content) {
        return new Streamed(content.blob().bytes(), content.pieces());
    }

    private static Slot slot(String kind) {
        return Slot.ofState(kind)
                .orElseThrow(
                        () ->
                                new ProblemException(
                                        ProblemType.NOT_FOUND,
                                        "There are the states active and pending, and no others."));
    }

    /** Nothing for the newest one. */
    private static @Nullable UUID snapshotId(String segment) {
        if (segment.equals(LATEST)) {
            return null;
        }
        UUID id = Uuids.parse(segment);
        if (id == null) {
            throw new ProblemException(
                    ProblemType.NOT_FOUND, "The execution has no such snapshot.");
        }
        return id;
    }

    private static @Nullable OffsetDateTime moment(Query query, String name) {
        String text = query.text(name);
        if (text == null) {
            return null;
        }
        try {
            return Moments.ofParameter(text);
        } catch (IllegalArgumentException wrong) {
            query.reject(name, wrong.getMessage());
            return null;
        }
    }

    private static String location(String execution, Snapshot snapshot) {
        return RouteTable.locate("executions", execution, "snapshots", snapshot.id().toString());
    }
}
