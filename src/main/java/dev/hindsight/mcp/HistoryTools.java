package dev.hindsight.mcp;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hindsight.access.Caller;
import dev.hindsight.digest.Brief;
import dev.hindsight.digest.Excerpts;
import dev.hindsight.digest.Handles;
import dev.hindsight.digest.Telling;
import dev.hindsight.execution.ExecutionService;
import dev.hindsight.execution.ExecutionSummary;
import dev.hindsight.field.JsonOut;
import dev.hindsight.log.LogFilter;
import dev.hindsight.log.LogLevel;
import dev.hindsight.log.LogLine;
import dev.hindsight.log.LogService;
import dev.hindsight.page.Limit;
import dev.hindsight.page.Offset;
import dev.hindsight.page.Page;
import dev.hindsight.search.ExecutionLister;
import io.quarkiverse.mcp.server.RawMessage;
import io.quarkiverse.mcp.server.Tool;
import io.quarkiverse.mcp.server.ToolResponse;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;

/** What was run, how it stands, and what it wrote: tools in the words of workflow managers. */
@Singleton
final class HistoryTools {

    private final Answers answers;
    private final Telling telling;
    private final Handles handles;
    private final ExecutionLister lister;
    private final ExecutionService executions;
    private final LogService logs;

    HistoryTools(
            Answers answers,
            Telling telling,
            Handles handles,
            ExecutionLister lister,
            ExecutionService executions,
            LogService logs) {
        this.answers = answers;
        this.telling = telling;
        this.handles = handles;
        this.lister = lister;
        this.executions = executions;
        this.logs = logs;
    }

    @Tool(
            name = Forms.LIST,
            title = "List execution history",
            description =
                    "List workflow executions, newest first: handle_id, workflow, status, start and end."
                            + " The handle_id names an execution to the other tools.",
            annotations =
                    @Tool.Annotations(
                            title = "List execution history",
                            readOnlyHint = true,
                            destructiveHint = false,
                            idempotentHint = true,
                            openWorldHint = false),
            inputSchema = @Tool.InputSchema(generator = Forms.class),
            outputSchema =
                    @Tool.OutputSchema(from = Results.Executions.class, generator = Results.class))
    Uni<ToolResponse> listExecutionHistory(RawMessage message) {
        return answers.of(message, Forms.of(Forms.LIST), this::listed);
    }

    private Uni<String> listed(Asked asked) {
        int limit = asked.whole("limit");
        int offset = asked.whole("offset");
        asked.finish();
        return lister.list(
                        asked.caller(), asked.query(), new Limit(limit), new Offset(offset), null)
                .map(page -> telling.object(json -> list(json, page, offset)));
    }

    private static void list(JsonGenerator json, Page<ExecutionSummary> page, int offset)
            throws IOException {
        json.writeArrayFieldStart("executions");
        for (ExecutionSummary execution : page.items()) {
            json.writeStartObject();
            standing(json, execution);
            json.writeEndObject();
        }
        json.writeEndArray();
        new JsonOut(json)
                .number(
                        "next_offset",
                        page.nextCursor() == null ? null : offset + page.items().size());
    }

    private static void standing(JsonGenerator json, ExecutionSummary it) throws IOException {
        new JsonOut(json)
                .text("handle_id", it.id())
                .text("external_id", it.externalId())
                .text("workflow_id", it.workflowId())
                .text("workflow_name", it.workflowName())
                .text("status", it.status().word())
                .moment("start_time", it.startedAt())
                .moment("end_time", it.completedAt());
    }

    @Tool(
            name = Forms.STATUS,
            title = "Get status",
            description = "Tell how an execution stands: its status, times, exit code and error.",
            annotations =
                    @Tool.Annotations(
                            title = "Get status",
                            readOnlyHint = true,
                            destructiveHint = false,
                            idempotentHint = true,
                            openWorldHint = false),
            inputSchema = @Tool.InputSchema(generator = Forms.class),
            outputSchema =
                    @Tool.OutputSchema(from = Results.Status.class, generator = Results.class))
    Uni<ToolResponse> getStatus(RawMessage message) {
        return answers.of(message, Forms.of(Forms.STATUS), this::status);
    }

    private Uni<String> status(Asked asked) {
        String handle = asked.text("handle_id");
        asked.finish();
        return handles.summary(asked.caller(), handle)
                .map(found -> telling.object(json -> status(json, found)));
    }

    private static void status(JsonGenerator json, ExecutionSummary it) throws IOException {
        standing(json, it);
        new JsonOut(json)
                .text("status_reason", Excerpts.brief(it.statusReason()))
                .number("duration_ms", it.durationMs())
                .number("exit_code", it.exitCode())
                .text("error", it.error() == null ? null : Excerpts.brief(it.error().message()));
    }

    @Tool(
            name = Forms.LOGS,
            title = "Get logs",
            description = "Read the last lines of an execution's log, in ascending order.",
            annotations =
                    @Tool.Annotations(
                            title = "Get logs",
                            readOnlyHint = true,
                            destructiveHint = false,
                            idempotentHint = true,
                            openWorldHint = false),
            inputSchema = @Tool.InputSchema(generator = Forms.class),
            outputSchema = @Tool.OutputSchema(from = Results.Logs.class, generator = Results.class))
    Uni<ToolResponse> getLogs(RawMessage message) {
        return answers.of(message, Forms.of(Forms.LOGS), this::logs);
    }

    private Uni<String> logs(Asked asked) {
        String handle = asked.text("handle_id");
        int limit = asked.whole("limit");
        Excerpts excerpts = new Excerpts(asked.whole("max_bytes"));
        LogFilter filter =
                new LogFilter(
                        null,
                        null,
                        List.of(),
                        asked.query()
                                .word("minLevel", LogLevel::ofWord, LogLevel.WORDS)
                                .orElse(null),
                        List.of(),
                        asked.query().texts("stepKey"),
                        List.of());
        asked.finish();
        Caller caller = asked.caller();
        caller.requirePayloads();
        return handles.ask(handle, ref -> executions.require(caller, ref))
                .invoke(() -> answers.note(asked.caller(), Forms.LOGS, handle))
                .chain(
                        id ->
                                logs.tail(caller, id, filter, limit + 1)
                                        .map(
                                                lines ->
                                                        telling.object(
                                                                json -> {
                                                                    new JsonOut(json)
                                                                            .text("handle_id", id);
                                                                    lines(
                                                                            json, lines, limit,
                                                                            excerpts);
                                                                })));
    }

    /** The last lines, as far as there is room for them; those before are left out. */
    private static void lines(JsonGenerator json, List<LogLine> lines, int limit, Excerpts excerpts)
            throws IOException {
        int from = Math.max(0, lines.size() - limit);
        long bytes = 0;
        int first = lines.size();
        while (first > from && bytes <= Excerpts.MAX_ALL) {
            first--;
            bytes += excerpts.weight(lines.get(first));
        }
        new Brief(json).lines("logs", lines.subList(first, lines.size()), excerpts);
        new JsonOut(json).bool("earlier", first > 0).bool("truncated", excerpts.isCut());
    }
}
