package dev.hindsight.schema;

import static dev.hindsight.schema.Schemas.array;
import static dev.hindsight.schema.Schemas.mapOf;
import static dev.hindsight.schema.Schemas.moment;
import static dev.hindsight.schema.Schemas.orNull;
import static dev.hindsight.schema.Schemas.ref;
import static dev.hindsight.schema.Schemas.text;
import static dev.hindsight.schema.Schemas.whole;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Workflows, and statistics. */
public final class StatisticsSchemas {

    private static final List<String> COUNTS =
            List.of(
                    "total",
                    "pending",
                    "running",
                    "completed",
                    "failed",
                    "cancelled",
                    "timedOut",
                    "crashed");

    private StatisticsSchemas() {}

    public static Map<String, Schema> all() {
        Map<String, Schema> all = new LinkedHashMap<>();
        all.put("Workflow", workflow());
        all.put("Statistics", Schemas.record(told("asOf", asOf(), numbers())));
        all.put("StatisticsBucket", Schemas.record(told("start", moment(), numbers())));
        all.put("StatisticsSeries", list("StatisticsBucket"));
        all.put("NodeStatistics", Schemas.record(node()));
        all.put("NodeStatisticsList", list("NodeStatistics"));
        return all;
    }

    private static Schema workflow() {
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put("workflowId", text());
        members.put("workflowName", orNull(text()));
        Map<String, Schema> counts = new LinkedHashMap<>();
        COUNTS.forEach(count -> counts.put(count, whole(0L, null)));
        members.put(
                "counts", Schemas.record(counts).description("Of all executions that ever were."));
        members.put("successRate", orNull(percent()));
        members.put("p95DurationMs", orNull(number()));
        members.put("lastExecution", orNull(ref("ExecutionItem")));
        return Schemas.record(members).description("A workflow, with the run that started last.");
    }

    private static Schema list(String item) {
        return Schemas.record(told("asOf", asOf(), Map.of("items", array(ref(item)))));
    }

    private static Map<String, Schema> told(
            String first, Schema schema, Map<String, Schema> others) {
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put(first, schema);
        members.putAll(others);
        return members;
    }

    private static Schema asOf() {
        return moment().description("Everything is counted that was reported before.");
    }

    private static Map<String, Schema> numbers() {
        Map<String, Schema> members = new LinkedHashMap<>();
        for (String count : COUNTS) {
            members.put(count, number().description("A whole number, unless weighted."));
        }
        members.put(
                "successRate",
                orNull(percent()).description("Completed ÷ finished; null when nothing finished."));
        durations(members);
        members.put("cost", mapOf(anyNumber()).description("Amounts by unit."));
        return members;
    }

    private static Map<String, Schema> node() {
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put("nodeId", text());
        members.put("runs", whole(0L, null).description("Attempts that began."));
        members.put("failed", whole(0L, null).description("Failed, timed out or crashed."));
        members.put(
                "failureRate",
                orNull(percent()).description("Failed ÷ ended; null when nothing ended."));
        durations(members);
        members.put("cacheHits", whole(0L, null));
        return members;
    }

    private static void durations(Map<String, Schema> members) {
        members.put("avgDurationMs", orNull(number()));
        members.put("minDurationMs", orNull(whole(0L, null)));
        members.put("maxDurationMs", orNull(whole(0L, null)));
        for (String percentile : List.of("p50DurationMs", "p95DurationMs", "p99DurationMs")) {
            members.put(
                    percentile,
                    orNull(number())
                            .description("Within 1 % of what PostgreSQL's percentile_cont says."));
        }
    }

    private static Schema percent() {
        return number().maximum(BigDecimal.valueOf(100));
    }

    private static Schema number() {
        return anyNumber().minimum(BigDecimal.ZERO);
    }

    private static Schema anyNumber() {
        return Schemas.number();
    }
}
