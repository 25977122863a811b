package dev.hindsight.indexing;

import dev.hindsight.content.ContentSql;
import dev.hindsight.partition.DayTables;
import java.time.LocalDate;
import java.util.List;

/**
 * An index that a day has once it is over.
 *
 * @param table of the record
 * @param subject what it finds, as a part of its name
 * @param definition what it is built of, behind the table's name
 */
record SearchIndex(String table, String subject, String definition) {

    /** All that a day has. */
    static final List<SearchIndex> ALL =
            List.of(
                    new SearchIndex(
                            "execution",
                            "words",
                            IndexingSql.OVER_WORDS.formatted(ContentSql.wordsOfExecution())),
                    new SearchIndex(
                            "log",
                            "words",
                            IndexingSql.OVER_WORDS.formatted(ContentSql.wordsOfLine())));

    /** What the table of a day is called. */
    String table(LocalDate day) {
        return DayTables.name(table, day);
    }

    /** What the index of a day is called. */
    String name(LocalDate day) {
        return table(day) + "_" + subject + "_idx";
    }

    /** What all indexes of a day are called. */
    static List<String> names(LocalDate day) {
        return ALL.stream().map(index -> index.name(day)).toList();
    }
}
