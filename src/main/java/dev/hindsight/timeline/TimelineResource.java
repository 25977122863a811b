package dev.hindsight.timeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hindsight.access.Caller;
import dev.hindsight.access.Callers;
import dev.hindsight.access.ReadsPayloads;
import dev.hindsight.blob.BlobContent;
import dev.hindsight.execution.ExecutionRef;
import dev.hindsight.page.Query;
import dev.hindsight.stream.Streamed;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.unchecked.Unchecked;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** One execution over HTTP. */
@Path("/api/v1/executions")
@Tag(name = "Executions")
public class TimelineResource {

    private final TimelineService service;
    private final Callers callers;
    private final ObjectMapper json;

    TimelineResource(TimelineService service, Callers callers, ObjectMapper json) {
        this.service = service;
        this.callers = callers;
        this.json = json;
    }

    /**
     * One execution, soft-deleted ones too. With its tree the answer is streamed: the record is made
     * as without, and the tree's bytes follow as they were sent, as the last member.
     */
    @GET
    @ReadsPayloads(only = false)
    @Path("/{execution}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Get an execution with its payloads")
    @Parameter(
            name = "include",
            in = ParameterIn.QUERY,
            description = "A comma list of steps, logs, dag, tree, workflow")
    public Uni<RestResponse<Object>> get(
            @PathParam("execution") String execution, @Context UriInfo uri) {
        ExecutionRef ref = ExecutionRef.parse(execution);
        Query query = new Query(uri.getQueryParameters());
        Set<Inclusion> included =
                Set.copyOf(query.words("include", Inclusion::ofWord, Inclusion.WORDS));
        query.finish();
        Caller caller = callers.current();
        if (included.contains(Inclusion.LOGS) || included.contains(Inclusion.TREE)) {
            caller.requirePayloads();
        }
        return service.get(caller, ref, included)
                .chain(
                        story ->
                                entity(caller, story)
                                        .map(
                                                entity ->
                                                        RestResponse.ResponseBuilder.ok(entity)
                                                                .header("ETag", etag(story))
                                                                .build()));
    }

    private Uni<Object> entity(Caller caller, ExecutionStory story) {
        if (!story.included().contains(Inclusion.TREE)) {
            return Uni.createFrom().item(story);
        }
        return service.tree(caller, story.execution().summary().id())
                .map(Unchecked.function(tree -> withTree(story, tree)));
    }

    private Streamed withTree(ExecutionStory story, Optional<BlobContent> tree) throws IOException {
        byte[] record = json.writeValueAsBytes(story);
        // Without the brace that closes it, which comes behind the tree.
        byte[] open = Arrays.copyOf(record, record.length - 1);
        byte[] name = ",\"tree\":".getBytes(UTF_8);
        byte[] none = "null".getBytes(UTF_8);
        byte[] close = "}".getBytes(UTF_8);
        long bytes = tree.map(it -> it.blob().bytes()).orElse((long) none.length);
        return new Streamed(
                open.length + name.length + bytes + close.length,
                Multi.createBy()
                        .concatenating()
                        .streams(
                                Multi.createFrom().items(open, name),
                                tree.map(BlobContent::pieces).orElse(Multi.createFrom().item(none)),
                                Multi.createFrom().item(close)));
    }

    private static String etag(ExecutionStory story) {
        return "\"" + story.execution().summary().version() + "\"";
    }

    /** All steps of one execution, as columns. */
    @GET
    @Path("/{execution}/timeline")
    @Operation(summary = "Get all steps of an execution as columns, without payloads")
    public Uni<StepColumns> timeline(@PathParam("execution") String execution) {
        return service.columns(callers.current(), ExecutionRef.parse(execution));
    }

    /** What one execution takes. */
    @GET
    @Path("/{execution}/storage")
    @Operation(summary = "Tell how many rows and bytes an execution takes, by kind")
    public Uni<Storage> storage(@PathParam("execution") String execution) {
        return service.storage(callers.current(), ExecutionRef.parse(execution));
    }
}
