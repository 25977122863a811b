package dev.hindsight.usage;

import dev.hindsight.field.Moments;
import dev.hindsight.storage.StorageReading;
import dev.hindsight.usage.UsageStore.Span;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What the tables weigh.
 *
 * @param databaseBytes of the whole database, whatever else lies in it
 * @param oldestStartedAt when the first execution started that is kept and not deleted; absent if
 *     there is none
 * @param newestStartedAt when the last one did
 * @param growthBytesPerDay what a day adds
 * @param fullInDays days until the database weighs more than it may; absent if it will not, or nobody
 *     said how much it may
 * @param items the heaviest first
 */
@RegisterForReflection
record TableUsage(
        String asOf,
        long databaseBytes,
        @Nullable String oldestStartedAt,
        @Nullable String newestStartedAt,
        long growthBytesPerDay,
        @Nullable Integer fullInDays,
        List<Item> items)
        implements Usage {

    TableUsage {
        items = List.copyOf(items);
    }

    /**
     * A table, all its days together.
     *
     * @param rows as PostgreSQL estimates them
     * @param bytes with indexes and what is stored apart
     * @param deadRows versions of rows that wait for a vacuum
     */
    @RegisterForReflection
    record Item(String table, long rows, long bytes, long deadRows) {

        private static final Comparator<Item> HEAVIEST_FIRST =
                Comparator.comparingLong(Item::bytes).reversed().thenComparing(Item::table);
    }

    static TableUsage of(StorageReading reading, Span span, OptionalInt fullInDays) {
        return new TableUsage(
                Moments.write(reading.readAt().atOffset(ZoneOffset.UTC)),
                reading.databaseBytes(),
                span.oldest() == null ? null : Moments.write(span.oldest()),
                span.newest() == null ? null : Moments.write(span.newest()),
                reading.forecast().growthPerDay(),
                fullInDays.isPresent() ? fullInDays.getAsInt() : null,
                reading.tables().entrySet().stream()
                        .map(
                                table ->
                                        new Item(
                                                table.getKey(),
                                                table.getValue().liveRows(),
                                                table.getValue().bytes(),
                                                table.getValue().deadRows()))
                        .sorted(Item.HEAVIEST_FIRST)
                        .toList());
    }
}
