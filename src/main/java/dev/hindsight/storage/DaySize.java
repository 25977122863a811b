package dev.hindsight.storage;

/**
 * What a day weighs, all its tables together.
 *
 * @param bytes with indexes and what is stored apart
 * @param executions as PostgreSQL estimates them
 */
public record DaySize(long bytes, long executions) {

    static final DaySize NONE = new DaySize(0, 0);

    DaySize plus(DaySize other) {
        return new DaySize(bytes + other.bytes, executions + other.executions);
    }
}
