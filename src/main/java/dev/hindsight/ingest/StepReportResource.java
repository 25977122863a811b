package dev.hindsight.ingest;

import dev.hindsight.access.Callers;
import dev.hindsight.audit.Audit;
import dev.hindsight.edge.EntityTag;
import dev.hindsight.execution.ExecutionRef;
import dev.hindsight.field.FieldContext.Mode;
import dev.hindsight.page.Query;
import dev.hindsight.report.Recorded;
import dev.hindsight.report.Report;
import dev.hindsight.report.ReportWriter;
import dev.hindsight.step.Step;
import dev.hindsight.step.StepOutcome;
import dev.hindsight.step.StepService;
import io.quarkus.runtime.annotations.RegisterForReflection;
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
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Steps over HTTP, as they are reported. */
@Path("/api/v1/executions/{execution}/steps")
@Tag(name = "Reports")
public class StepReportResource {

    private final ReportReader reader;
    private final ReportWriter writer;
    private final StepService steps;
    private final Callers callers;
    private final Audit audit;

    StepReportResource(
            ReportReader reader,
            ReportWriter writer,
            StepService steps,
            Callers callers,
            Audit audit) {
        this.reader = reader;
        this.writer = writer;
        this.steps = steps;
        this.callers = callers;
        this.audit = audit;
    }

    /** Reports steps. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Report steps: one or an array, merged by key and attempt")
    public Uni<RestResponse<StepVersions>> post(
            @PathParam("execution") String execution,
            byte[] body,
            @HeaderParam("If-Match") @Nullable String ifMatch)
            throws IOException {
        Report report =
                reader.steps(callers.current(), ExecutionRef.parse(execution, ifMatch), body);
        return writer.write(report)
                .map(
                        recorded ->
                                RestResponse.status(
                                        RestResponse.Status.CREATED,
                                        StepVersions.of(recorded.steps())));
    }

    /** Reports one step. */
    @PUT
    @Path("/{key}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Create a step, or merge a report into it")
    @Parameter(name = "attempt", in = ParameterIn.QUERY, description = "The newest unless given")
    public Uni<RestResponse<Step>> put(
            @PathParam("execution") String execution,
            @PathParam("key") String key,
            byte[] body,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @HeaderParam("Prefer") @Nullable String prefer,
            @Context UriInfo uri)
            throws IOException {
        return write(
                ExecutionRef.parse(execution), named(Mode.MERGE, key, ifMatch, uri), body, prefer);
    }

    /** Changes one step. */
    @PATCH
    @Path("/{key}")
    @Consumes({Headers.MERGE_PATCH, MediaType.APPLICATION_JSON})
    @Operation(summary = "Change a step by a JSON merge patch")
    @Parameter(
            name = "force",
            in = ParameterIn.QUERY,
            description = "true overrides the order of statuses; administrators only")
    @Parameter(name = "attempt", in = ParameterIn.QUERY, description = "The newest unless given")
    public Uni<RestResponse<Step>> patch(
            @PathParam("execution") String execution,
            @PathParam("key") String key,
            byte[] body,
            @HeaderParam("If-Match") @Nullable String ifMatch,
            @HeaderParam("Prefer") @Nullable String prefer,
            @Context UriInfo uri)
            throws IOException {
        return write(
                ExecutionRef.parse(execution), named(Mode.PATCH, key, ifMatch, uri), body, prefer);
    }

    private static StepReportReader.Named named(
            Mode mode, String key, @Nullable String ifMatch, UriInfo uri) {
        Query query = new Query(uri.getQueryParameters());
        Long attempt = query.number("attempt", 1, Integer.MAX_VALUE);
        boolean forced = query.word("force", Map.of("true", true, "false", false)).orElse(false);
        query.finish();
        return new StepReportReader.Named(
                mode,
                key,
                attempt == null ? null : attempt.intValue(),
                EntityTag.ifMatch(ifMatch),
                forced);
    }

    private Uni<RestResponse<Step>> write(
            ExecutionRef ref, StepReportReader.Named named, byte[] body, @Nullable String prefer)
            throws IOException {
        Report report = reader.step(callers.current(), ref, named, body);
        boolean whole = Headers.preferWhole(prefer);
        return writer.write(report)
                .chain(
                        recorded ->
                                steps.stored(
                                                report.caller(),
                                                recorded.execution().id(),
                                                recorded.steps().get(0))
                                        .invoke(step -> note(report, recorded, step, whole))
                                        .map(step -> answer(step, recorded.steps().get(0), whole)));
    }

    private void note(Report report, Recorded recorded, Step step, boolean whole) {
        if (whole) {
            String target =
                    "executions/%s/steps/%s".formatted(recorded.execution().id(), step.key());
            audit.noteRead(report.caller(), target);
        }
    }

    /** The step without payloads, or the whole for who prefers it. */
    private static RestResponse<Step> answer(Step step, StepOutcome outcome, boolean whole) {
        RestResponse.ResponseBuilder<Step> answer =
                RestResponse.ResponseBuilder.create(
                        outcome.created() ? RestResponse.Status.CREATED : RestResponse.Status.OK,
                        whole ? step : step.summary());
        answer.header("ETag", EntityTag.of(step.version()));
        if (whole) {
            answer.header("Preference-Applied", Headers.WHOLE);
        }
        return answer.build();
    }

    /**
     * Where reported steps stand.
     *
     * @param items one for each reported step, in their order
     */
    @RegisterForReflection
    public record StepVersions(List<Item> items) {

        /**
         * Where one attempt stands.
         *
         * @param key the step's key, which the server made if none was sent
         * @param attempt from 1
         * @param version of the attempt
         */
        @RegisterForReflection
        public record Item(String key, int attempt, int version) {}

        static StepVersions of(List<StepOutcome> outcomes) {
            return new StepVersions(
                    outcomes.stream()
                            .map(it -> new Item(it.key(), it.attempt(), it.version()))
                            .toList());
        }
    }
}
