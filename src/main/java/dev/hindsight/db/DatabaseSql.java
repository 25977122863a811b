package dev.hindsight.db;

/** Statements about the database itself. */
final class DatabaseSql {

    /** Costs nothing and touches nothing. */
    static final String PING = "SELECT 1";

    private DatabaseSql() {}
}
