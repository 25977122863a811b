package dev.hindsight.partition;

import java.util.List;
import java.util.Map;

/** Statements about days of tables. Names of partitions cannot be bound, so those are templates. */
final class PartitionSql {

    /** The partitioned tables and their keys, in the order in which they are written and locked. */
    static final List<String> TABLES =
            List.of(
                    "execution",
                    "execution_payload",
                    "heartbeat",
                    "step",
                    "step_payload",
                    "log",
                    "log_tally",
                    "artifact",
                    "tree",
                    "snapshot",
                    "state",
                    "chunk");

    /** Every day known, newest first. */
    static final String LIST =
            """
            SELECT day, state, oldest_started_at, newest_started_at, dropped_at, dropped_by
            FROM partition_day
            ORDER BY day DESC
            """;

    /** Only one maker of partitions at a time. $1 key of the lock. */
    static final String LOCK = "SELECT pg_advisory_xact_lock($1)";

    /** Another replica may be making days; that takes longer than any other statement may. */
    static final String WAIT =
            "SET LOCAL statement_timeout = '60s'; SET LOCAL lock_timeout = '60s'";

    /** Rather give up than make every reader queue behind a lock that is not to be had. */
    static final String PATIENCE = "SET LOCAL lock_timeout = '2s'";

    /**
     * Rows that are updated find room on their page, so that the update touches no index. Chunks are
     * large and replaced: their room is to be used again soon.
     */
    static final Map<String, String> STORAGE =
            Map.of(
                    "execution", "fillfactor = 85, autovacuum_vacuum_scale_factor = 0.02",
                    "step", "fillfactor = 85, autovacuum_vacuum_scale_factor = 0.02",
                    "heartbeat", "fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02",
                    "log_tally", "fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02",
                    "tree", "fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02",
                    "state", "fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02",
                    "chunk",
                            "autovacuum_vacuum_scale_factor = 0.05,"
                                    + " toast.autovacuum_vacuum_scale_factor = 0.05");

    /** Rows that are only added: vacuumed for their visibility map, which index-only scans want. */
    static final String APPENDED = "autovacuum_vacuum_insert_scale_factor = 0.05";

    /** %1$s table, %2$s suffix, %3$s storage parameters. */
    static final String CREATE = "CREATE TABLE %1$s_%2$s (LIKE %1$s INCLUDING ALL) WITH (%3$s)";

    /**
     * CREATE … PARTITION OF would wait behind every reader of the table; ATTACH does not. %3$s and
     * %4$s least ids of the day and of the next.
     */
    static final String ATTACH =
            "ALTER TABLE %1$s ATTACH PARTITION %1$s_%2$s FOR VALUES FROM ('%3$s') TO ('%4$s')";

    /**
     * Keeps writers of a day's executions away, those too that only lock rows of it to write what belongs
     * to them; not readers. And vacuums from its tables, which would otherwise make the locks below
     * wait. %1$s all tables of the day, %2$s its suffix.
     */
    static final String HOLD =
            """
            SET LOCAL lock_timeout = '3s';
            LOCK TABLE ONLY %1$s IN SHARE UPDATE EXCLUSIVE MODE;
            LOCK TABLE ONLY execution_%2$s IN EXCLUSIVE MODE
            """;

    /**
     * The tables that all days have in common cannot lose a partition while anybody uses them, and
     * whoever comes while this waits must wait too: so it waits for a moment only. %s the tables.
     */
    static final String LOCK_PARENTS =
            """
            SET LOCAL lock_timeout = '100ms';
            SET LOCAL statement_timeout = '300ms';
            LOCK TABLE ONLY %s IN ACCESS EXCLUSIVE MODE;
            SET LOCAL statement_timeout = '30s'
            """;

    /** %s tables of the day. */
    static final String DROP = "DROP TABLE %s";

    /** %s tables of the day. */
    static final String TRUNCATE =
            "SET LOCAL lock_timeout = '100ms'; TRUNCATE ONLY %s; SET LOCAL lock_timeout = '3s'";

    /** What is to stay of a table is written into its successor. %1$s table, %2$s suffix, %3$s storage. */
    static final String SUCCEED =
            "CREATE TABLE %1$s_%2$s_next (LIKE %1$s INCLUDING ALL) WITH (%3$s)";

    /**
     * Whole rows, whatever their columns. %1$s table, %2$s suffix, %3$s its column of the execution;
     * $1 namespaces and $2 executions that stay.
     */
    static final String KEEP =
            """
            INSERT INTO %1$s_%2$s_next
            SELECT t.*
            FROM unnest($1::integer[], $2::uuid[]) AS k (namespace_id, id)
            JOIN %1$s_%2$s t ON t.namespace_id = k.namespace_id AND t.%3$s = k.id
            """;

    /** %1$s table, %2$s suffix. */
    static final String REPLACE =
            "DROP TABLE %1$s_%2$s; ALTER TABLE %1$s_%2$s_next RENAME TO %1$s_%2$s";

    /** $1 day, $2 when it was dropped, $3 by which policy, unless it was emptied before. */
    static final String MARK_DROPPED =
            """
            UPDATE partition_day
            SET state = 'dropped', dropped_at = CASE WHEN $3::text IS NULL THEN dropped_at ELSE $2 END,
              dropped_by = coalesce($3, dropped_by)
            WHERE day = $1
            """;

    /** A day without rows, of which nothing was ever removed, is as if it had never been. $1 day. */
    static final String UNMARK = "DELETE FROM partition_day WHERE day = $1 AND dropped_at IS NULL";

    /**
     * Most rows of a day were removed, and it stays, in tables that have no search indexes yet. $1 day,
     * $2 when, $3 by which policy.
     */
    static final String MARK_SWEPT =
            """
            UPDATE partition_day
            SET dropped_at = $2, dropped_by = $3,
              state = CASE WHEN state = 'indexed' THEN 'closed' ELSE state END
            WHERE day = $1
            """;

    /** A day is over. $1 day. */
    static final String MARK_CLOSED =
            "UPDATE partition_day SET state = 'closed' WHERE day = $1 AND state = 'open'";

    /** A day has all its search indexes, or they went with its tables meanwhile. $1 day, $2 indexes. */
    static final String MARK_INDEXED =
            """
            UPDATE partition_day
            SET state = 'indexed'
            WHERE day = $1 AND state = 'closed'
              AND cardinality($2::text[]) = (
                SELECT count(*)
                FROM unnest($2::text[]) AS n (name)
                JOIN pg_index i ON i.indexrelid = to_regclass(n.name) AND i.indisvalid)
            """;

    /**
     * The bytes of each table of a day with its indexes. $1 names of the tables, $2 suffix.
     */
    static final String SIZES =
            """
            SELECT t.name, pg_total_relation_size(c.oid)
            FROM unnest($1::text[]) AS t (name)
            JOIN pg_class c ON c.oid = to_regclass(t.name || '_' || $2::text)
            """;

    /** %s tables. */
    static final String ANALYZE = "ANALYZE (SKIP_LOCKED) %s";

    /**
     * A day that has tables now, for the first time or again. $1 day, $2 and $3 first bounds of the
     * starts.
     */
    static final String ADD =
            """
            INSERT INTO partition_day (day, oldest_started_at, newest_started_at)
            VALUES ($1, $2, $3)
            ON CONFLICT (day) DO UPDATE
            SET state = 'open', oldest_started_at = excluded.oldest_started_at,
              newest_started_at = excluded.newest_started_at
            """;

    /** $1 days, $2 oldest starts, $3 newest starts. */
    static final String WIDEN =
            """
            UPDATE partition_day d
            SET oldest_started_at = least(d.oldest_started_at, w.oldest),
              newest_started_at = greatest(d.newest_started_at, w.newest)
            FROM unnest($1::date[], $2::timestamptz[], $3::timestamptz[]) AS w (day, oldest, newest)
            WHERE d.day = w.day
            """;

    private PartitionSql() {}
}
