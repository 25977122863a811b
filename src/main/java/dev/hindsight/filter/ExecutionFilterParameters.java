package dev.hindsight.filter;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * The filters of executions as parameters of an operation: declared here once, for the document and
 * for the check of unknown parameters. {@link ExecutionFilterQuery} reads them, all faults at once.
 */
@RegisterForReflection
@SuppressWarnings("unused")
public class ExecutionFilterParameters {

    @QueryParam("workflowId")
    @Parameter(description = "A comma list means any of; a comma in a value is written \\,")
    public @Nullable String workflowId;

    @QueryParam("workflowName")
    @Parameter(description = "A part of the workflow's name, in any case")
    public @Nullable String workflowName;

    @QueryParam("status")
    @Parameter(
            description =
                    "pending, running, completed, failed, cancelled, timed_out, crashed; a comma list means any of")
    public @Nullable String status;

    @QueryParam("triggerType")
    @Parameter(description = "A comma list means any of; a comma in a value is written \\,")
    public @Nullable String triggerType;

    @QueryParam("source")
    @Parameter(description = "A comma list means any of; a comma in a value is written \\,")
    public @Nullable String source;

    @QueryParam("createdBy")
    @Parameter(description = "A comma list means any of; a comma in a value is written \\,")
    public @Nullable String createdBy;

    @QueryParam("scriptPath")
    @Parameter(description = "A comma list means any of; a comma in a value is written \\,")
    public @Nullable String scriptPath;

    @QueryParam("externalId")
    @Parameter(description = "A comma list means any of; a comma in a value is written \\,")
    public @Nullable String externalId;

    @QueryParam("runId")
    @Parameter(description = "A comma list means any of; a comma in a value is written \\,")
    public @Nullable String runId;

    @QueryParam("parentExecutionId")
    @Parameter(description = "A comma list means any of; a comma in a value is written \\,")
    public @Nullable String parentExecutionId;

    @QueryParam("rootExecutionId")
    @Parameter(description = "A comma list means any of; a comma in a value is written \\,")
    public @Nullable String rootExecutionId;

    @QueryParam("replayOf")
    @Parameter(description = "A comma list means any of; a comma in a value is written \\,")
    public @Nullable String replayOf;

    @QueryParam("engineInstance")
    @Parameter(description = "A comma list means any of; a comma in a value is written \\,")
    public @Nullable String engineInstance;

    @QueryParam("label")
    @Parameter(description = "key:value, split at the first colon; repeated, all must match")
    public @Nullable List<String> label;

    @QueryParam("startedAfter")
    @Parameter(description = "Inclusive; ISO-8601 with an offset, or milliseconds since 1970")
    public @Nullable String startedAfter;

    @QueryParam("startedBefore")
    @Parameter(description = "Exclusive; ISO-8601 with an offset, or milliseconds since 1970")
    public @Nullable String startedBefore;

    @QueryParam("minDurationMs")
    @Parameter(description = "Inclusive")
    public @Nullable String minDurationMs;

    @QueryParam("maxDurationMs")
    @Parameter(description = "Inclusive")
    public @Nullable String maxDurationMs;

    @QueryParam("failedNode")
    @Parameter(description = "The node whose step failed last; a comma list means any of")
    public @Nullable String failedNode;

    @QueryParam("errorType")
    @Parameter(description = "A comma list means any of; a comma in a value is written \\,")
    public @Nullable String errorType;

    @QueryParam("fingerprint")
    @Parameter(description = "A comma list means any of; a comma in a value is written \\,")
    public @Nullable String fingerprint;

    @QueryParam("pinned")
    @Parameter(description = "true or false")
    public @Nullable String pinned;

    @QueryParam("archived")
    @Parameter(description = "true or false")
    public @Nullable String archived;

    @QueryParam("deleted")
    @Parameter(description = "false (the default), true or any")
    public @Nullable String deleted;
}
