package dev.hindsight.storage;

/** Statements about the size of tables, and about rows that belong to nobody. */
final class StorageSql {

    /**
     * Every table that holds rows: a row for each partition of those that have some. Rows are what
     * PostgreSQL has counted lately; where it lost its counts, as it does when it crashes, those of the
     * last ANALYZE. $1 names of the tables.
     */
    static final String SIZES =
            """
            SELECT t.name, c.relname::text, coalesce(pg_total_relation_size(c.oid), 0),
              CASE WHEN pg_stat_get_live_tuples(c.oid) + pg_stat_get_tuples_inserted(c.oid)
                + pg_stat_get_tuples_deleted(c.oid) = 0
              THEN greatest(c.reltuples, 0)::bigint
              ELSE pg_stat_get_live_tuples(c.oid) END,
              pg_stat_get_dead_tuples(c.oid),
              (SELECT pg_database_size(current_database()))
            FROM unnest($1::text[]) AS t (name)
            JOIN pg_class p ON p.oid = to_regclass(t.name)
            LEFT JOIN pg_inherits i ON i.inhparent = p.oid
            JOIN pg_class c ON c.oid = coalesce(i.inhrelid, p.oid)
            WHERE c.relkind = 'r'
            """;

    /**
     * Looking through a large day takes longer than any other question may, and reads all of it, in
     * whichever order is cheapest; and it only looks.
     */
    static final String PATIENCE =
            "SET LOCAL statement_timeout = '60s'; SET LOCAL enable_seqscan = on;"
                    + " SET LOCAL transaction_read_only = on";

    /**
     * Rows whose execution does not exist, of the days that are marked. An execution and what belongs
     * to it come and go in one transaction, so that no snapshot sees half of it. %1$s table, %2$s
     * further conditions.
     */
    static final String ORPHANS =
            """
            SELECT count(*)
            FROM %1$s t
            WHERE {days t.execution_id}
              AND NOT EXISTS (
                SELECT FROM execution e
                WHERE e.namespace_id = t.namespace_id AND e.id = t.execution_id AND {days e.id})
              %2$s
            """;

    /** Chunks on their way are written before anybody points to them, and are cleared up if nobody does. */
    static final String NOT_ON_ITS_WAY =
            """
            AND NOT EXISTS (
                SELECT FROM upload u WHERE u.namespace_id = t.namespace_id AND u.blob = t.blob)""";

    private StorageSql() {}
}
