package dev.hindsight.storage;

/**
 * What a table weighs, all its days together.
 *
 * @param bytes with indexes and what is stored apart
 * @param liveRows as PostgreSQL estimates them
 * @param deadRows versions of rows that nobody sees any more and that no vacuum has cleared up
 */
public record TableSize(long bytes, long liveRows, long deadRows) {

    /** Of a table that is not there. */
    static final TableSize NONE = new TableSize(0, 0, 0);

    TableSize plus(TableSize other) {
        return new TableSize(
                bytes + other.bytes, liveRows + other.liveRows, deadRows + other.deadRows);
    }
}
