package dev.hindsight.mcp;

import io.quarkiverse.mcp.server.OutputSchemaGenerator;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What each tool tells, as JSON Schema: the members of its answers. What executions, steps and lines are
 * told with is not spelled out: callers see it, and pay for each word of a schema.
 */
@Singleton
public final class Results implements OutputSchemaGenerator {

    private static final String[] TEXT = {"string", "null"};
    private static final String[] WHOLE = {"integer", "null"};
    private static final String[] NUMBER = {"number", "null"};
    private static final String[] FLAG = {"boolean"};
    private static final String[] OBJECT = {"object"};
    private static final String[] LIST = {"array"};

    private static final Map<Class<?>, Result> BY_ANSWER =
            Map.of(
                    Executions.class,
                    new Result().with(LIST, "executions").with(WHOLE, "next_offset"),
                    Status.class,
                    new Result()
                            .with(TEXT, "handle_id", "external_id", "workflow_id", "workflow_name")
                            .with(TEXT, "status", "start_time", "end_time", "status_reason")
                            .with(WHOLE, "duration_ms", "exit_code")
                            .with(TEXT, "error"),
                    Logs.class,
                    new Result()
                            .with(TEXT, "handle_id")
                            .with(LIST, "logs")
                            .with(FLAG, "earlier", "truncated"),
                    OneExecution.class,
                    new Result().with(OBJECT, "execution", "steps").maybe(FLAG, "truncated"),
                    Found.class,
                    new Result()
                            .with(LIST, "items")
                            .with(TEXT, "nextCursor")
                            .maybe(WHOLE, "total")
                            .maybe(FLAG, "totalIsCapped"),
                    Explanation.class,
                    new Result()
                            .with(TEXT, "summary")
                            .with(OBJECT, "execution")
                            .maybe(OBJECT, "failedFirst")
                            .maybe(WHOLE, "followers")
                            .maybe(FLAG, "followersCounted", "payloadWithheld")
                            .maybe(LIST, "firstFollowers", "stillRunning", "lastLogs")
                            .maybe(OBJECT, "sameFailure", "differentFromLastSuccess")
                            .with(new String[] {"object", "null"}, "lastSuccess"),
                    Comparison.class,
                    new Result()
                            .with(OBJECT, "left", "right", "steps")
                            .with(LIST, "changes")
                            .with(FLAG, "truncated")
                            .maybe(WHOLE, "moreChanges"),
                    Counts.class,
                    new Result()
                            .maybe(TEXT, "asOf")
                            .with(NUMBER, "total", "pending", "running", "completed", "failed")
                            .with(NUMBER, "cancelled", "timedOut", "crashed", "successRate")
                            .with(NUMBER, "avgDurationMs", "minDurationMs", "maxDurationMs")
                            .with(NUMBER, "p50DurationMs", "p95DurationMs", "p99DurationMs")
                            .with(OBJECT, "cost"));

    // Names of the answers: the library asks for the schema of a class, which it must see from a
    // class
    // of its own.

    /** Executions of a list. */
    public interface Executions {}

    /** How an execution stands. */
    public interface Status {}

    /** Lines of an execution. */
    public interface Logs {}

    /** An execution, and its steps. */
    public interface OneExecution {}

    /** Executions that were searched for. */
    public interface Found {}

    /** Why an execution failed. */
    public interface Explanation {}

    /** What differs between two executions. */
    public interface Comparison {}

    /** What executions count for. */
    public interface Counts {}

    /** The members of an answer; to be made before it is asked for. */
    private static final class Result {

        private final Map<String, Object> properties = new LinkedHashMap<>();
        private final List<String> required = new ArrayList<>();

        /** Members that are always there. */
        Result with(String[] types, String... names) {
            required.addAll(List.of(names));
            return maybe(types, names);
        }

        /** Members that are there where there is something to say. */
        Result maybe(String[] types, String... names) {
            for (String name : names) {
                Object type = types.length == 1 ? types[0] : List.of(types);
                properties.put(name, Map.of("type", type));
            }
            return this;
        }

        Map<String, Object> schema() {
            return Map.of("type", "object", "properties", properties, "required", required);
        }
    }

    @Override
    public Map<String, Object> generate(Class<?> from) {
        Result result = BY_ANSWER.get(from);
        if (result == null) {
            throw new IllegalArgumentException("No tool answers with " + from.getName());
        }
        return result.schema();
    }
}
