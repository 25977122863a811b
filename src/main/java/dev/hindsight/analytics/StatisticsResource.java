package dev.hindsight.analytics;

import dev.hindsight.access.Callers;
import dev.hindsight.page.Limit;
import dev.hindsight.page.Query;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Statistics over HTTP. */
@Path("/api/v1/stats")
@Tag(name = "Statistics")
public class StatisticsResource {

    private final StatisticsService service;
    private final Callers callers;
    private final Clock clock;

    StatisticsResource(StatisticsService service, Callers callers, Clock clock) {
        this.service = service;
        this.callers = callers;
        this.clock = clock;
    }

    /** Statistics of a range. */
    @GET
    @Operation(summary = "Count executions, and tell their success, durations and cost")
    public Uni<Statistics> total(@BeanParam StatisticsParameters documented, @Context UriInfo uri) {
        Query query = new Query(uri.getQueryParameters());
        StatisticsQuestion question = question(query);
        query.finish();
        return service.total(question);
    }

    /** Statistics over time. */
    @GET
    @Path("/timeseries")
    @Operation(summary = "Tell the same for each minute, hour or day of a time zone")
    public Uni<Listed<Statistics>> series(
            @BeanParam StatisticsParameters documented,
            @QueryParam("bucket")
                    @Parameter(
                            schema =
                                    @Schema(
                                            enumeration = {"minute", "hour", "day"},
                                            defaultValue = "hour"))
                    @Nullable String bucket,
            @QueryParam("zone")
                    @Parameter(
                            description =
                                    "By whose clocks hours and days begin, such as Europe/Berlin; UTC"
                                            + " unless given")
                    @Nullable String zone,
            @Context UriInfo uri) {
        Query query = new Query(uri.getQueryParameters());
        Bucket length = StatisticsParameters.bucket(query);
        ZoneId clocks = StatisticsParameters.zone(query);
        StatisticsQuestion question =
                StatisticsParameters.ranged(question(query), length, clock.instant());
        query.finish();
        TimeAxis axis = TimeAxis.of(known(question.from()), known(question.to()), length, clocks);
        return service.series(question, axis);
    }

    /** Statistics of the nodes of a workflow. */
    @GET
    @Path("/nodes")
    @Operation(
            summary = "Tell runs, failures and durations of the nodes of a workflow, slowest first")
    public Uni<Listed<NodeStatistics>> nodes(
            @QueryParam("workflowId") @Nullable String workflowId,
            @QueryParam("from")
                    @Parameter(
                            description =
                                    "Attempts that began then or later, in whole quarters of an hour")
                    @Nullable String from,
            @QueryParam("to") @Parameter(description = "Attempts that began before, likewise")
                    @Nullable String to,
            @QueryParam("limit") @DefaultValue("50") Limit limit,
            @Context UriInfo uri) {
        Query query = new Query(uri.getQueryParameters());
        String workflow = query.text("workflowId");
        if (workflow == null) {
            query.reject("workflowId", "It is needed: nodes are those of a workflow.");
        }
        StatisticsQuestion question = question(query).of(workflow == null ? "" : workflow);
        query.finish();
        return service.nodes(question, limit);
    }

    private StatisticsQuestion question(Query query) {
        return StatisticsParameters.question(query, callers.current().namespaceId());
    }

    /** A bound that was given or made up. */
    private static Instant known(@Nullable Instant bound) {
        return Objects.requireNonNull(bound);
    }
}
