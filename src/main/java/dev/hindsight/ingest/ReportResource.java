package dev.hindsight.ingest;

import dev.hindsight.access.Callers;
import dev.hindsight.execution.ExecutionRef;
import dev.hindsight.execution.ExecutionService;
import dev.hindsight.execution.ExecutionSummary;
import dev.hindsight.field.FieldContext.Mode;
import dev.hindsight.page.Query;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Reports over HTTP: executions, and what hangs on them. */
@Path("/api/v1/executions")
@Tag(name = "Reports")
public class ReportResource {

    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final ReportReader reader;
    private final ReportWriter writer;
    private final ExecutionService executions;
    private final Callers callers;

    ReportResource(
            ReportReader reader,
            ReportWriter writer,
            ExecutionService executions,
            Callers callers) {
        this.reader = reader;
        this.writer = writer;
        this.executions = executions;
        this.callers = callers;
    }

    /** Begins an execution or merges into one. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Create an execution, or merge a report into it")
    public Uni<RestResponse<Object>> create(
            byte[] body,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @HeaderParam("Prefer") @Nullable String prefer)
            throws IOException {
        Report report = reader.create(callers.current(), body, Versions.ifMatch(ifMatch));
        return writer.write(report)
                .chain(
                        recorded -> {
                            RestResponse.ResponseBuilder<Object> answer =
                                    recorded.execution().created()
                                            ? RestResponse.ResponseBuilder.create(
                                                            RestResponse.Status.CREATED)
                                                    .location(location(recorded.execution().id()))
                                            : RestResponse.ResponseBuilder.ok();
                            return answer(report, recorded, answer, prefer);
                        });
    }

    /** Changes an execution. */
    @PATCH
    @Path("/{execution}")
    @Consumes({MERGE_PATCH, MediaType.APPLICATION_JSON})
    @Operation(summary = "Change an execution by a JSON merge patch, and report its steps")
    @Parameter(
            name = "force",
            in = ParameterIn.QUERY,
            description = "true overrides the order of statuses; administrators only")
    public Uni<RestResponse<Object>> patch(
            @PathParam("execution") String execution,
            byte[] body,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @HeaderParam("Prefer") @Nullable String prefer,
            @Context UriInfo uri)
            throws IOException {
        Query query = new Query(uri.getQueryParameters());
        boolean forced = query.word("force", Map.of("true", true, "false", false)).orElse(false);
        query.finish();
        Report report =
                reader.patch(
                        callers.current(),
                        ExecutionRef.parse(execution),
                        body,
                        Versions.ifMatch(ifMatch),
                        forced);
        return writer.write(report)
                .chain(
                        recorded ->
                                answer(
                                        report,
                                        recorded,
                                        RestResponse.ResponseBuilder.ok(),
                                        prefer));
    }

    /** Reports steps. */
    @POST
    @Path("/{execution}/steps")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Report steps: one or an array, merged by key and attempt")
    public Uni<RestResponse<StepVersions>> steps(
            @PathParam("execution") String execution, byte[] body) throws IOException {
        Report report = reader.steps(callers.current(), ExecutionRef.parse(execution), body);
        return writer.write(report)
                .map(
                        recorded ->
                                RestResponse.status(
                                        RestResponse.Status.CREATED,
                                        StepVersions.of(recorded.steps())));
    }

    /** Reports one step. */
    @PUT
    @Path("/{execution}/steps/{key}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Create a step, or merge a report into it")
    @Parameter(name = "attempt", in = ParameterIn.QUERY, description = "The newest unless given")
    public Uni<RestResponse<StepVersions.Item>> put(
            @PathParam("execution") String execution,
            @PathParam("key") String key,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            byte[] body,
            @Context UriInfo uri)
            throws IOException {
        return step(Mode.MERGE, execution, key, ifMatch, body, uri);
    }

    /** Changes one step. */
    @PATCH
    @Path("/{execution}/steps/{key}")
    @Consumes({MERGE_PATCH, MediaType.APPLICATION_JSON})
    @Operation(summary = "Change a step by a JSON merge patch")
    @Parameter(name = "attempt", in = ParameterIn.QUERY, description = "The newest unless given")
    public Uni<RestResponse<StepVersions.Item>> patch(
            @PathParam("execution") String execution,
            @PathParam("key") String key,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            byte[] body,
            @Context UriInfo uri)
            throws IOException {
        return step(Mode.PATCH, execution, key, ifMatch, body, uri);
    }

    /** Notes a sign of life. */
    @POST
    @Path("/{execution}/heartbeat")
    @Operation(summary = "Say that an execution is alive")
    public Uni<RestResponse<Void>> heartbeat(
            @PathParam("execution") String execution, byte @Nullable [] body) throws IOException {
        Report report = reader.heartbeat(callers.current(), ExecutionRef.parse(execution), body);
        return writer.write(report).map(recorded -> RestResponse.noContent());
    }

    private Uni<RestResponse<StepVersions.Item>> step(
            Mode mode,
            String execution,
            String key,
            @Nullable String ifMatch,
            byte[] body,
            UriInfo uri)
            throws IOException {
        Query query = new Query(uri.getQueryParameters());
        Long attempt = query.number("attempt", 1, Integer.MAX_VALUE);
        query.finish();
        Report report =
                reader.step(
                        callers.current(),
                        ExecutionRef.parse(execution),
                        new StepReportReader.Named(
                                mode,
                                key,
                                attempt == null ? null : attempt.intValue(),
                                Versions.ifMatch(ifMatch)),
                        body);
        return writer.write(report)
                .map(
                        recorded -> {
                            StepVersions.Item item =
                                    StepVersions.of(recorded.steps()).items().get(0);
                            RestResponse.Status status =
                                    recorded.steps().get(0).created()
                                            ? RestResponse.Status.CREATED
                                            : RestResponse.Status.OK;
                            return RestResponse.ResponseBuilder.create(status, item)
                                    .header("ETag", Versions.etag(item.version()))
                                    .build();
                        });
    }

    /** The list item, or the full record for who prefers it. */
    private Uni<RestResponse<Object>> answer(
            Report report,
            Recorded recorded,
            RestResponse.ResponseBuilder<Object> answer,
            @Nullable String prefer) {
        ExecutionSummary summary = recorded.execution().summary();
        if (summary == null) {
            throw new IllegalStateException("A report of an execution has an answer");
        }
        answer.header("ETag", Versions.etag(summary.version()));
        boolean whole = prefer != null && prefer.replace(" ", "").contains("return=representation");
        if (!whole) {
            return Uni.createFrom().item(answer.entity(summary).build());
        }
        return executions
                .get(report.caller(), new ExecutionRef(summary.id(), null))
                .map(
                        execution ->
                                answer.entity(execution)
                                        .header("Preference-Applied", "return=representation")
                                        .build());
    }

    private static URI location(@Nullable UUID id) {
        return URI.create("/api/v1/executions/" + id);
    }
}
