package dev.hindsight.migration;

/** Every statement about the schema's history, which Flyway keeps. */
final class HistorySql {

    /** How many migrations there were, whether all succeeded, and whether one was among them. $1 its version. */
    static final String SUM =
            """
            SELECT count(*), bool_and(success), bool_or(version = $1)
            FROM flyway_schema_history
            WHERE version IS NOT NULL
            """;

    private HistorySql() {}
}
