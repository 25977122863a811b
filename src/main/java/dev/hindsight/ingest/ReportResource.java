package dev.hindsight.ingest;

import dev.hindsight.access.Callers;
import dev.hindsight.audit.Audit;
import dev.hindsight.edge.EntityTag;
import dev.hindsight.edge.RouteTable;
import dev.hindsight.execution.ExecutionRef;
import dev.hindsight.execution.ExecutionService;
import dev.hindsight.execution.ExecutionSummary;
import dev.hindsight.page.Query;
import dev.hindsight.report.Recorded;
import dev.hindsight.report.Report;
import dev.hindsight.report.ReportWriter;
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
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Executions over HTTP, as they are reported. */
@Path("/api/v1/executions")
@Tag(name = "Reports")
public class ReportResource {

    private final ReportReader reader;
    private final ReportWriter writer;
    private final ExecutionService executions;
    private final Callers callers;
    private final Audit audit;

    ReportResource(
            ReportReader reader,
            ReportWriter writer,
            ExecutionService executions,
            Callers callers,
            Audit audit) {
        this.reader = reader;
        this.writer = writer;
        this.executions = executions;
        this.callers = callers;
        this.audit = audit;
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
        Report report = reader.create(callers.current(), body, EntityTag.ifMatch(ifMatch));
        return writer.write(report)
                .chain(
                        recorded -> {
                            RestResponse.ResponseBuilder<Object> answer =
                                    recorded.execution().created()
                                            ? RestResponse.ResponseBuilder.create(
                                                            RestResponse.Status.CREATED)
                                                    .header(
                                                            "Location",
                                                            location(recorded.execution().id()))
                                            : RestResponse.ResponseBuilder.ok();
                            return answer(report, recorded, answer, prefer);
                        });
    }

    /** Changes an execution. */
    @PATCH
    @Path("/{execution}")
    @Consumes({Headers.MERGE_PATCH, MediaType.APPLICATION_JSON})
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
                        callers.current(), ExecutionRef.parse(execution, ifMatch), body, forced);
        return write(report, prefer);
    }

    /** Gives an execution its graph, in the place of the one it has. */
    @PUT
    @Path("/{execution}/dag")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Put the visualization graph of an execution, any JSON")
    public Uni<RestResponse<Object>> graph(
            @PathParam("execution") String execution,
            byte[] body,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @HeaderParam("Prefer") @Nullable String prefer)
            throws IOException {
        Report report =
                reader.graph(callers.current(), ExecutionRef.parse(execution, ifMatch), body);
        return write(report, prefer);
    }

    /** Notes a sign of life. */
    @POST
    @Path("/{execution}/heartbeat")
    @Operation(summary = "Say that an execution is alive")
    public Uni<RestResponse<Void>> heartbeat(
            @PathParam("execution") String execution,
            byte @Nullable [] body,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @HeaderParam("Content-Type") @Nullable String type)
            throws IOException {
        Headers.checkTyped(body, type);
        Report report =
                reader.heartbeat(callers.current(), ExecutionRef.parse(execution, ifMatch), body);
        return writer.write(report).map(recorded -> RestResponse.noContent());
    }

    private Uni<RestResponse<Object>> write(Report report, @Nullable String prefer) {
        return writer.write(report)
                .chain(
                        recorded ->
                                answer(
                                        report,
                                        recorded,
                                        RestResponse.ResponseBuilder.ok(),
                                        prefer));
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
        if (!Headers.preferWhole(prefer)) {
            return Uni.createFrom()
                    .item(
                            answer.header("ETag", EntityTag.of(summary.version()))
                                    .entity(summary)
                                    .build());
        }
        return executions
                .get(report.caller(), new ExecutionRef(summary.id(), null))
                .invoke(() -> audit.noteRead(report.caller(), "executions/" + summary.id()))
                .map(
                        whole ->
                                answer.header("ETag", EntityTag.of(whole.summary().version()))
                                        .header("Preference-Applied", Headers.WHOLE)
                                        .entity(whole)
                                        .build());
    }

    private static String location(@Nullable UUID id) {
        return RouteTable.locate("executions", String.valueOf(id));
    }
}
