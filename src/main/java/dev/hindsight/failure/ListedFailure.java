package dev.hindsight.failure;

import dev.hindsight.field.Moments;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A group of failures as it is told.
 *
 * @param message of the latest failure, as are its type, its node and the example
 * @param count in the range that was asked for
 * @param trend failures in each part of a {@link FailureTrend}
 * @param firstSeenAt of all time, as is the last
 */
@RegisterForReflection
public record ListedFailure(
        String fingerprint,
        @Nullable String message,
        @Nullable String errorType,
        @Nullable String failedNode,
        long count,
        List<Long> trend,
        String firstSeenAt,
        String lastSeenAt,
        UUID exampleExecution,
        String state,
        @Nullable String stateChangedAt) {

    public ListedFailure {
        trend = List.copyOf(trend);
    }

    /** Groups in their order, and what their trends show. */
    @RegisterForReflection
    record Listing(String asOf, String trendFrom, long trendPartMs, List<ListedFailure> items) {

        static Listing of(Instant asOf, FailureTrend trend, List<ListedFailure> items) {
            return new Listing(
                    Moments.write(asOf.atOffset(ZoneOffset.UTC)),
                    Moments.write(trend.start().atOffset(ZoneOffset.UTC)),
                    trend.part().toMillis(),
                    List.copyOf(items));
        }
    }

    static @Nullable String written(@Nullable OffsetDateTime moment) {
        return moment == null ? null : Moments.write(moment);
    }

    ListedFailure withTrend(List<Long> newTrend) {
        return new ListedFailure(
                fingerprint,
                message,
                errorType,
                failedNode,
                count,
                newTrend,
                firstSeenAt,
                lastSeenAt,
                exampleExecution,
                state,
                stateChangedAt);
    }
}
