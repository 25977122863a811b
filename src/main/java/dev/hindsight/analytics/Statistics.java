package dev.hindsight.analytics;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What executions count for together. Counts are whole numbers unless they are weighted.
 *
 * @param asOf everything is counted that was reported before; absent of one of many that tell it together
 * @param start when the bucket begins that they started in; absent of a whole range
 * @param successRate completed ÷ finished, 0 to 100; {@code null} when nothing finished
 * @param avgDurationMs of those that finished, as all durations; {@code null} when nothing did
 * @param cost amounts by unit; empty where nothing costs anything
 */
@RegisterForReflection
public record Statistics(
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String asOf,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String start,
        BigDecimal total,
        BigDecimal pending,
        BigDecimal running,
        BigDecimal completed,
        BigDecimal failed,
        BigDecimal cancelled,
        BigDecimal timedOut,
        BigDecimal crashed,
        @Nullable BigDecimal successRate,
        @Nullable BigDecimal avgDurationMs,
        @Nullable Long minDurationMs,
        @Nullable Long maxDurationMs,
        @JsonProperty("p50DurationMs") @Nullable BigDecimal p50DurationMs,
        @JsonProperty("p95DurationMs") @Nullable BigDecimal p95DurationMs,
        @JsonProperty("p99DurationMs") @Nullable BigDecimal p99DurationMs,
        Map<String, BigDecimal> cost) {}
