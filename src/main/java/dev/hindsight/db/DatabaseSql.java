package dev.hindsight.db;

/** Statements about the database itself. */
final class DatabaseSql {

    /** Costs nothing and touches nothing. */
    static final String PING = "SELECT 1";

    /** Takes a lock until the end of the transaction, or tells that another has it. $1 key. */
    static final String TRY_LOCK = "SELECT pg_try_advisory_xact_lock($1)";

    /** Takes a lock until the end of the transaction, when nobody else has it. $1 key. */
    static final String LOCK = "SELECT pg_advisory_xact_lock($1)";

    /** %d most milliseconds of a statement. */
    static final String SEARCHING =
            """
            SET LOCAL statement_timeout = %d; SET LOCAL plan_cache_mode = force_custom_plan;
            SET LOCAL transaction_read_only = on
            """;

    private DatabaseSql() {}
}
