package dev.hindsight.analytics;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What the attempts at a node count for together.
 *
 * @param runs attempts that began, those not ended yet included and those skipped not
 * @param failed that failed, timed out or crashed
 * @param failureRate failed ÷ ended, 0 to 100; {@code null} when nothing ended
 * @param avgDurationMs of those that ended, as all durations; {@code null} when nothing did
 * @param cacheHits answered from a cache
 */
@RegisterForReflection
record NodeStatistics(
        String nodeId,
        long runs,
        long failed,
        @Nullable BigDecimal failureRate,
        @Nullable BigDecimal avgDurationMs,
        @Nullable Long minDurationMs,
        @Nullable Long maxDurationMs,
        @JsonProperty("p50DurationMs") @Nullable BigDecimal p50DurationMs,
        @JsonProperty("p95DurationMs") @Nullable BigDecimal p95DurationMs,
        @JsonProperty("p99DurationMs") @Nullable BigDecimal p99DurationMs,
        long cacheHits) {}
