package dev.hindsight.indexing;

/** Statements that build indexes. Names of tables and indexes cannot be bound, so those are templates. */
final class IndexingSql {

    /** %s the words. */
    static final String OVER_WORDS = "USING gin (%s)";

    /**
     * For a connection that does nothing else. A build waits for everybody who was there before it, but
     * not behind whoever changes the table. %1$d most milliseconds of a statement, %2$d megabytes.
     */
    static final String SETTINGS =
            """
            SET statement_timeout = %1$d; SET lock_timeout = '5s'; SET maintenance_work_mem = '%2$dMB'
            """;

    /** Its transaction does nothing while indexes are built on another connection. */
    static final String HOLDING = "SET LOCAL idle_in_transaction_session_timeout = 0";

    /** Whether an index is there, and if so, whether it was finished. $1 its name. */
    static final String LOOK =
            "SELECT i.indisvalid FROM pg_index i WHERE i.indexrelid = to_regclass($1)";

    /** %s its name. */
    static final String DROP = "DROP INDEX CONCURRENTLY IF EXISTS %s";

    /** %1$s its name, %2$s table, %3$s definition. */
    static final String BUILD = "CREATE INDEX CONCURRENTLY IF NOT EXISTS %1$s ON %2$s %3$s";

    /** How often words occur is what makes a plan a good one. %s table. */
    static final String ANALYZE = "ANALYZE %s";

    private IndexingSql() {}
}
