package dev.hindsight.mcp;

import dev.hindsight.execution.ExecutionStatus;
import dev.hindsight.mcp.Argument.Kind;
import dev.hindsight.page.Limit;
import dev.hindsight.page.Offset;
import dev.hindsight.step.StepStatus;
import io.quarkiverse.mcp.server.InputSchemaGenerator;
import io.quarkiverse.mcp.server.ToolManager.ToolInfo;
import jakarta.inject.Singleton;
import java.util.Map;

/** What each tool can be told. */
@Singleton
public final class Forms implements InputSchemaGenerator<Map<String, Object>> {

    static final String LIST = "list_execution_history";
    static final String STATUS = "get_status";
    static final String LOGS = "get_logs";
    static final String GET = "get_execution";
    static final String SEARCH = "search_executions";
    static final String EXPLAIN = "explain_failure";
    static final String COMPARE = "compare_executions";
    static final String STATS = "get_stats";

    /** Compares with the newest completed execution of the same workflow. */
    static final String LAST_SUCCESS = "last-success";

    private static final int KIB = 1024;

    private static final Argument MAX_BYTES =
            Argument.whole(
                    "max_bytes",
                    4L * KIB,
                    64,
                    64 * KIB,
                    "Bytes of one value; what is longer is cut, and all values together have at most"
                            + " 256 KiB");

    private static final Map<String, Form> BY_TOOL =
            Map.of(
                    LIST,
                    Form.of(
                            Argument.whole("limit", 10L, 1, Limit.MAX, "Most executions"),
                            Argument.whole("offset", 0L, 0, Offset.MAX, "Executions to pass over"),
                            any("workflow_id", "Of this workflow"),
                            status("Only those with this status")),
                    STATUS,
                    Form.of(Argument.handle("handle_id", "Which execution")),
                    LOGS,
                    Form.of(
                            Argument.handle("handle_id", "Which execution"),
                            Argument.whole("limit", 100L, 1, Limit.MAX, "The last so many lines"),
                            any("step_key", "Only lines of this step"),
                            Argument.text(
                                    "min_level",
                                    "Only lines of this level or above: trace, debug, info, warn,"
                                            + " error"),
                            MAX_BYTES),
                    GET,
                    Form.of(
                            Argument.handle("handle_id", "Which execution"),
                            Argument.of(
                                    Kind.FLAG,
                                    "payloads",
                                    "Whether to tell inputs, outputs, metadata and stack traces"
                                            + " too"),
                            MAX_BYTES,
                            Argument.whole("steps", 20L, 0, 100, "Most steps that are listed"),
                            any(
                                    "step_status",
                                    "List only steps with this status: " + StepStatus.WORDS),
                            Argument.text("step_cursor", "The nextCursor of the steps before")),
                    SEARCH,
                    search(),
                    EXPLAIN,
                    Form.of(Argument.handle("handle_id", "Which execution")),
                    COMPARE,
                    Form.of(
                            Argument.handle("a", "The one execution"),
                            Argument.text(
                                    "b",
                                    "The other execution, likewise; unless given, "
                                            + LAST_SUCCESS
                                            + ": the newest completed one of the same workflow that"
                                            + " started before it"),
                            Argument.whole("max_bytes", 512L, 64, 2L * KIB, "Bytes of one value")),
                    STATS,
                    Form.of(
                            any("workflow_id", "Of this workflow; of all unless given"),
                            any("created_by", "Of this creator"),
                            moment("from", "That started then or later"),
                            moment("to", "That started before")));

    /** The form of a tool. */
    static Form of(String tool) {
        Form form = BY_TOOL.get(tool);
        if (form == null) {
            throw new IllegalArgumentException("No such tool: " + tool);
        }
        return form;
    }

    @Override
    public Map<String, Object> generate(ToolInfo tool) {
        return of(tool.name()).schema();
    }

    private static Form search() {
        return Form.of(
                Argument.text("query", "Words in the error message, workflow name or note").as("q"),
                any("workflow_id", "Of this workflow"),
                Argument.text("workflow_name", "With this in the workflow's name"),
                status("With this status"),
                Argument.of(Kind.TEXTS, "label", "With all of these labels, each key:value"),
                moment("started_after", "That started then or later"),
                moment("started_before", "That started before"),
                Argument.whole("min_duration_ms", null, 0, Long.MAX_VALUE, "At least so long"),
                Argument.whole("max_duration_ms", null, 0, Long.MAX_VALUE, "At most so long"),
                any("failed_node", "That failed at this node"),
                any("error_type", "With an error of this type"),
                any("fingerprint", "Of this group of failures"),
                any("trigger_type", "Started by this kind of trigger"),
                any("source", "Of this source"),
                any("created_by", "Of this creator"),
                any("external_id", "With this id of the engine's"),
                any("run_id", "With this run id"),
                any("script_path", "Of this script"),
                any("engine_instance", "Run by this instance of an engine"),
                any("parent_execution_id", "Begun by this execution"),
                any("root_execution_id", "Begun by this execution, over any number of others"),
                any("replay_of", "That replay this execution"),
                Argument.of(Kind.FLAG, "pinned", "That are pinned, or are not"),
                Argument.of(Kind.FLAG, "archived", "That are archived, or are not"),
                Argument.text("deleted", "false (the default), true or any"),
                Argument.of(Kind.JSON, "input_contains", "With an input that contains this JSON"),
                Argument.of(Kind.JSON, "output_contains", "With such an output"),
                Argument.of(Kind.JSON, "metadata_contains", "With such metadata"),
                Argument.text("input_path", "With an input that this SQL/JSON path finds true"),
                Argument.text("output_path", "With such an output"),
                Argument.text("metadata_path", "With such metadata"),
                Argument.text("order_by", "startedAt (the default), durationMs or updatedAt"),
                Argument.text("order_dir", "desc (the default) or asc"),
                Argument.text("count", "none (the default), capped at 10,000, or exact"),
                Argument.whole("limit", 20L, 1, 100, "Most executions"),
                Argument.whole("offset", 0L, 0, Offset.MAX, "Executions to pass over"),
                Argument.text("cursor", "The nextCursor of the page before, of the same question"));
    }

    private static Argument status(String description) {
        return any("status", description + ": " + ExecutionStatus.WORDS);
    }

    private static Argument any(String name, String description) {
        return Argument.of(
                Kind.LIST,
                name,
                description + "; a comma list means any of, a comma in a value is \\,");
    }

    private static Argument moment(String name, String description) {
        return Argument.of(
                Kind.MOMENT,
                name,
                description + ": ISO-8601 with an offset, or milliseconds since 1970");
    }
}
