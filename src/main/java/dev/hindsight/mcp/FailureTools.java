package dev.hindsight.mcp;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hindsight.access.Caller;
import dev.hindsight.digest.Brief;
import dev.hindsight.digest.Diagnosis;
import dev.hindsight.digest.Differences;
import dev.hindsight.digest.Excerpts;
import dev.hindsight.digest.Handles;
import dev.hindsight.digest.Telling;
import dev.hindsight.execution.ExecutionRef;
import io.quarkiverse.mcp.server.RawMessage;
import io.quarkiverse.mcp.server.Tool;
import io.quarkiverse.mcp.server.ToolResponse;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why an execution failed, and what differs between two: tools that put together what others tell. */
@Singleton
final class FailureTools {

    private static final Differences.Bounds BOUNDS = new Differences.Bounds(50, 20);

    private final Answers answers;
    private final Telling telling;
    private final Handles handles;
    private final Diagnosis diagnosis;
    private final Differences differences;

    FailureTools(
            Answers answers,
            Telling telling,
            Handles handles,
            Diagnosis diagnosis,
            Differences differences) {
        this.answers = answers;
        this.telling = telling;
        this.handles = handles;
        this.diagnosis = diagnosis;
        this.differences = differences;
    }

    @Tool(
            name = Forms.EXPLAIN,
            title = "Explain a failure",
            description =
                    "Tell what is known of why an execution failed: the step that failed first and those that"
                            + " followed, the error, the attempts, the last log lines, other failures of the"
                            + " same kind, the last success of the workflow and what differed; of a crashed one, the steps"
                            + " that were still running.",
            annotations =
                    @Tool.Annotations(
                            title = "Explain a failure",
                            readOnlyHint = true,
                            destructiveHint = false,
                            idempotentHint = true,
                            openWorldHint = false),
            inputSchema = @Tool.InputSchema(generator = Forms.class),
            outputSchema =
                    @Tool.OutputSchema(from = Results.Explanation.class, generator = Results.class))
    Uni<ToolResponse> explainFailure(RawMessage message) {
        return answers.of(message, Forms.of(Forms.EXPLAIN), this::explained);
    }

    private Uni<String> explained(Asked asked) {
        String handle = asked.text("handle_id");
        asked.finish();
        return diagnosis
                .of(asked.caller(), handle)
                .invoke(found -> answers.note(asked.caller(), handle, found))
                .map(found -> telling.object(found::write));
    }

    @Tool(
            name = Forms.COMPARE,
            title = "Compare executions",
            description =
                    "Tell what differs between two executions: fields, payloads, and steps matched by key."
                            + " Steps that are the same are only counted.",
            annotations =
                    @Tool.Annotations(
                            title = "Compare executions",
                            readOnlyHint = true,
                            destructiveHint = false,
                            idempotentHint = true,
                            openWorldHint = false),
            inputSchema = @Tool.InputSchema(generator = Forms.class),
            outputSchema =
                    @Tool.OutputSchema(from = Results.Comparison.class, generator = Results.class))
    Uni<ToolResponse> compareExecutions(RawMessage message) {
        return answers.of(message, Forms.of(Forms.COMPARE), this::compared);
    }

    private Uni<String> compared(Asked asked) {
        String a = asked.text("a");
        String b = asked.optionalText("b");
        Excerpts excerpts = new Excerpts(asked.whole("max_bytes"));
        asked.finish();
        Caller caller = asked.caller();
        caller.requirePayloads();
        return handles.summary(caller, a)
                .invoke(() -> answers.note(asked.caller(), Forms.COMPARE, a))
                .chain(
                        left ->
                                other(caller, b)
                                        .chain(
                                                right ->
                                                        differences.find(
                                                                caller,
                                                                new ExecutionRef(left.id(), null),
                                                                right.orElse(null),
                                                                BOUNDS.steps())))
                .invoke(
                        told ->
                                answers.note(
                                        caller, Forms.COMPARE, told.right().path("id").asText()))
                .map(told -> telling.object(json -> write(json, told, excerpts)));
    }

    private Uni<Optional<ExecutionRef>> other(Caller caller, @Nullable String b) {
        return b == null || b.equals(Forms.LAST_SUCCESS)
                ? Uni.createFrom().item(Optional.empty())
                : handles.summary(caller, b)
                        .map(it -> Optional.of(new ExecutionRef(it.id(), null)));
    }

    private static void write(JsonGenerator json, Differences.Told told, Excerpts excerpts)
            throws IOException {
        json.writeObjectFieldStart("left");
        Brief.side(json, told.left());
        json.writeEndObject();
        json.writeObjectFieldStart("right");
        Brief.side(json, told.right());
        json.writeEndObject();
        Differences.write(json, told, BOUNDS, excerpts);
    }
}
