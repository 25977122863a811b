package dev.hindsight.storage;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What everything weighed at a moment.
 *
 * @param databaseBytes of the whole database, whatever else lies in it
 * @param tables by name
 * @param days that have tables, oldest first
 * @param forecast where that leads
 */
public record StorageReading(
        Instant readAt,
        long databaseBytes,
        Map<String, TableSize> tables,
        SortedMap<LocalDate, DaySize> days,
        Forecast forecast) {

    public StorageReading {
        tables = Map.copyOf(tables);
        days = Collections.unmodifiableSortedMap(new TreeMap<>(days));
    }

    /** What a table weighs. */
    public TableSize table(String name) {
        return tables.getOrDefault(name, TableSize.NONE);
    }
}
