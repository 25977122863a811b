package dev.hindsight.partition;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A day of the record tables.
 *
 * @param day in UTC
 * @param state {@code open}, {@code closed}, {@code indexed} or {@code dropped}
 * @param oldestStartedAt no execution of the day started before
 * @param newestStartedAt no execution of the day started after
 * @param droppedAt when it was dropped, if it ever was; one that was made again for an import keeps it,
 *     since all its other rows are still gone
 * @param droppedBy the policy that let it go
 */
public record PartitionDay(
        LocalDate day,
        String state,
        OffsetDateTime oldestStartedAt,
        OffsetDateTime newestStartedAt,
        @Nullable OffsetDateTime droppedAt,
        @Nullable String droppedBy) {

    private static final String DROPPED = "dropped";
    private static final String INDEXED = "indexed";

    /** Whether its tables are gone. */
    public boolean isDropped() {
        return state.equals(DROPPED);
    }

    /** Whether its search indexes are there. */
    public boolean isIndexed() {
        return state.equals(INDEXED);
    }

    /**
     * Whether an execution can lie here that started in a range.
     *
     * @param from inclusive, if given
     * @param to exclusive, if given
     */
    public boolean mayHold(@Nullable OffsetDateTime from, @Nullable OffsetDateTime to) {
        return !isDropped()
                && (from == null || !newestStartedAt.isBefore(from))
                && (to == null || oldestStartedAt.isBefore(to));
    }

    /** The least id of the day. */
    public UUID floor() {
        return floorOf(day);
    }

    /** The least id of the next day. */
    public UUID ceiling() {
        return floorOf(day.plusDays(1));
    }

    /** The least id of a day. */
    public static UUID floorOf(LocalDate day) {
        return Uuid7.floor(day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    /** The day in which an id lies. */
    public static LocalDate dayOf(UUID id) {
        return LocalDate.ofInstant(Uuid7.timeOf(id), ZoneOffset.UTC);
    }

    /** The day of a moment. */
    public static LocalDate dayOf(Instant moment) {
        return LocalDate.ofInstant(moment, ZoneOffset.UTC);
    }
}
