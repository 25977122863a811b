package dev.hindsight.sweep;

import dev.hindsight.partition.DayTables;
import dev.hindsight.partition.PartitionDay;
import dev.hindsight.retention.Assessment;
import dev.hindsight.retention.DayBytes;
import dev.hindsight.retention.Due;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * What was found of a day, and what is best done about it. Where not all its rows were judged, nothing
 * may be done to whole tables.
 */
record Look(PartitionDay day, Assessment found, DayBytes bytes) {

    /** Clients may still bring ids of a day that ended; no day is dropped before so long after. */
    private static final Duration GRACE = Duration.ofDays(2);

    /** So many executions are copied in a moment. */
    private static final long FEW = 20_000;

    /** Where less than this share stays, it is copied rather than the rest deleted. */
    private static final long SHARE = 4;

    /** Fewer rows than these are not worth fresh tables. */
    private static final long MANY = 2_000;

    /** Tables that hold less than this need not be emptied. */
    private static final long LITTLE = 2L * 1024 * 1024;

    /** How what is to be removed of a day is removed. */
    enum Way {
        /** Nothing is. */
        NOT_AT_ALL,
        /** With the day. */
        DROP,
        /** Few executions stay: they are copied, and the day goes. */
        THIN,
        /** In batches. */
        BATCHES
    }

    /** Whether nothing more comes to a day. */
    static boolean isOver(PartitionDay day, OffsetDateTime now) {
        return day.day()
                .plusDays(1)
                .atStartOfDay()
                .atOffset(ZoneOffset.UTC)
                .plus(GRACE)
                .isBefore(now);
    }

    private boolean isOver(OffsetDateTime now) {
        return isOver(day, now);
    }

    Way way(OffsetDateTime now) {
        long going = found.count(Due.REMOVAL);
        long staying = found.total() - going;
        if (going == 0) {
            return Way.NOT_AT_ALL;
        }
        if (!found.isComplete()) {
            return Way.BATCHES;
        }
        if (isOver(now) && staying == 0) {
            return Way.DROP;
        }
        return isOver(now) && going >= MANY && staying <= FEW && staying * SHARE <= going
                ? Way.THIN
                : Way.BATCHES;
    }

    /** Whether there is nothing in the day, and never will be. */
    boolean isEmpty(OffsetDateTime now) {
        return found.isComplete() && found.total() == 0 && isOver(now);
    }

    /** Whether all payloads of the day go, so that their tables will be emptied as a whole. */
    boolean losesAllPayloads() {
        return found.isComplete()
                && found.count(Due.PAYLOADS) == found.unexpired()
                && !worth(DayBytes.PAYLOADS).isEmpty();
    }

    /** Whether tables of the day may hold nothing when what was due is done. */
    boolean mayNeedTidying(OffsetDateTime now, boolean hasNoLog) {
        long leaving =
                found.count(Due.PAYLOADS) + found.count(Due.REMOVAL) + found.count(Due.ARCHIVING);
        return isEmpty(now)
                || (found.unexpired() <= leaving && !worth(DayBytes.PAYLOADS).isEmpty())
                || (hasNoLog && !worth(DayBytes.LOGS).isEmpty());
    }

    /** Tables in which nothing is left that anybody may read. */
    List<String> spent(boolean hasNoLog) {
        if (!found.isComplete() || found.total() == 0) {
            return List.of();
        }
        if (found.unarchived() == 0) {
            return worth(
                    DayTables.names().stream()
                            .filter(table -> !table.equals(DayBytes.NARROW))
                            .toList());
        }
        List<String> payloads = found.unexpired() == 0 ? worth(DayBytes.PAYLOADS) : List.of();
        List<String> logs = hasNoLog ? worth(DayBytes.LOGS) : List.of();
        return Stream.concat(payloads.stream(), logs.stream()).toList();
    }

    private List<String> worth(Collection<String> tables) {
        long size = tables.stream().mapToLong(it -> bytes.sizes().getOrDefault(it, 0L)).sum();
        return size < LITTLE ? List.of() : tables.stream().sorted().toList();
    }
}
