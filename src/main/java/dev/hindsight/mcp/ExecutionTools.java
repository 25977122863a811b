package dev.hindsight.mcp;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hindsight.access.Caller;
import dev.hindsight.analytics.StatisticsParameters;
import dev.hindsight.analytics.StatisticsQuestion;
import dev.hindsight.analytics.StatisticsService;
import dev.hindsight.digest.Brief;
import dev.hindsight.digest.Excerpts;
import dev.hindsight.digest.Story;
import dev.hindsight.digest.Telling;
import dev.hindsight.execution.ExecutionSummary;
import dev.hindsight.field.JsonOut;
import dev.hindsight.page.Limit;
import dev.hindsight.page.Offset;
import dev.hindsight.page.Page;
import dev.hindsight.search.ExecutionLister;
import dev.hindsight.step.StepFilter;
import dev.hindsight.step.StepStatus;
import io.quarkiverse.mcp.server.RawMessage;
import io.quarkiverse.mcp.server.Tool;
import io.quarkiverse.mcp.server.ToolResponse;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.unchecked.Unchecked;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One execution, many of them, and what they count for: tools in the words of the contract. */
@Singleton
final class ExecutionTools {

    private final Answers answers;
    private final Telling telling;
    private final Story story;
    private final ExecutionLister lister;
    private final StatisticsService statistics;
    private final ObjectMapper json;

    ExecutionTools(
            Answers answers,
            Telling telling,
            Story story,
            ExecutionLister lister,
            StatisticsService statistics,
            ObjectMapper json) {
        this.answers = answers;
        this.telling = telling;
        this.story = story;
        this.lister = lister;
        this.statistics = statistics;
        this.json = json;
    }

    @Tool(
            name = Forms.GET,
            title = "Get an execution",
            description =
                    "Tell one execution: its record, its steps counted by status, those that failed first,"
                            + " and the first of its steps. Payloads only if asked for.",
            annotations =
                    @Tool.Annotations(
                            title = "Get an execution",
                            readOnlyHint = true,
                            destructiveHint = false,
                            idempotentHint = true,
                            openWorldHint = false),
            inputSchema = @Tool.InputSchema(generator = Forms.class),
            outputSchema =
                    @Tool.OutputSchema(
                            from = Results.OneExecution.class,
                            generator = Results.class))
    Uni<ToolResponse> getExecution(RawMessage message) {
        return answers.of(message, Forms.of(Forms.GET), this::told);
    }

    private Uni<String> told(Asked asked) {
        String handle = asked.text("handle_id");
        boolean payloads = asked.flag("payloads");
        Excerpts excerpts = new Excerpts(asked.whole("max_bytes"));
        List<StepStatus> statuses =
                asked.query().words("stepStatus", StepStatus::ofWord, StepStatus.WORDS);
        Story.Wanted wanted =
                new Story.Wanted(
                        payloads ? excerpts : null,
                        asked.whole("steps"),
                        new StepFilter(statuses, List.of(), false),
                        asked.optionalText("step_cursor"));
        asked.finish();
        Uni<String> told = story.tell(asked.caller(), handle, wanted);
        return payloads ? told.invoke(() -> answers.note(asked.caller(), Forms.GET, handle)) : told;
    }

    @Tool(
            name = Forms.SEARCH,
            title = "Search executions",
            description =
                    "Find executions by words in their error, workflow name or note, and by status, workflow,"
                            + " labels, time, duration, failure and more; all given filters must match."
                            + " Newest first.",
            annotations =
                    @Tool.Annotations(
                            title = "Search executions",
                            readOnlyHint = true,
                            destructiveHint = false,
                            idempotentHint = true,
                            openWorldHint = false),
            inputSchema = @Tool.InputSchema(generator = Forms.class),
            outputSchema =
                    @Tool.OutputSchema(from = Results.Found.class, generator = Results.class))
    Uni<ToolResponse> searchExecutions(RawMessage message) {
        return answers.of(message, Forms.of(Forms.SEARCH), this::found);
    }

    private Uni<String> found(Asked asked) {
        int limit = asked.whole("limit");
        int offset = asked.whole("offset");
        String cursor = asked.optionalText("cursor");
        if (cursor != null && offset > 0) {
            asked.reject("offset", "It does not go together with cursor.");
        }
        asked.finish();
        return lister.list(
                        asked.caller(), asked.query(), new Limit(limit), new Offset(offset), cursor)
                .map(page -> telling.object(out -> found(out, page)));
    }

    private static void found(JsonGenerator json, Page<ExecutionSummary> page) throws IOException {
        json.writeArrayFieldStart("items");
        Brief brief = new Brief(json);
        for (ExecutionSummary execution : page.items()) {
            brief.execution(execution);
        }
        json.writeEndArray();
        JsonOut out = new JsonOut(json);
        out.text("nextCursor", page.nextCursor());
        if (page.total() != null) {
            out.number("total", page.total());
            out.bool("totalIsCapped", isTrue(page.totalIsCapped()));
        }
    }

    private static boolean isTrue(@Nullable Boolean flag) {
        return flag != null && flag;
    }

    @Tool(
            name = Forms.STATS,
            title = "Get statistics",
            description =
                    "Count executions by status, and tell their success rate, durations in milliseconds with"
                            + " percentiles, and cost.",
            annotations =
                    @Tool.Annotations(
                            title = "Get statistics",
                            readOnlyHint = true,
                            destructiveHint = false,
                            idempotentHint = true,
                            openWorldHint = false),
            inputSchema = @Tool.InputSchema(generator = Forms.class),
            outputSchema =
                    @Tool.OutputSchema(from = Results.Counts.class, generator = Results.class))
    Uni<ToolResponse> getStats(RawMessage message) {
        return answers.of(message, Forms.of(Forms.STATS), this::counted);
    }

    private Uni<String> counted(Asked asked) {
        Caller caller = asked.caller();
        StatisticsQuestion question =
                StatisticsParameters.question(asked.query(), caller.namespaceId());
        asked.finish();
        return statistics.total(question).map(Unchecked.function(json::writeValueAsString));
    }
}
