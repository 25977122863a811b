package dev.hindsight.change;

/** Every statement that reads and clears the feed; each who changes an execution writes to it. */
final class FeedSql {

    /** Most changes of a batch. */
    static final int MAX_CHANGES = 5_000;

    /** Which cluster it is, as far as that may be asked. */
    private static final String CLUSTER =
            "(SELECT s.system_identifier::text FROM pg_control_system() AS s)";

    private static final String NO_CLUSTER = "NULL::text";

    /** Whether the number of the cluster may be asked. */
    static final String MAY_ASK_CLUSTER =
            """
            SELECT coalesce(
              has_function_privilege(to_regprocedure('pg_control_system()'), 'EXECUTE'), false)
            """;

    /** Where the feed stands: snapshot, cluster and epoch, null where it has none yet. */
    static final String POSITION = position(CLUSTER);

    /** The same where the cluster may not be asked for. */
    static final String POSITION_UNIDENTIFIED = position(NO_CLUSTER);

    /** One snapshot for all statements of the transaction, which writes nothing. */
    static final String ONE_SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";

    /** One snapshot for all statements of the transaction. */
    static final String ONE_SNAPSHOT_TO_WRITE = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ";

    /**
     * Whether all that an earlier snapshot, $1, does not see is still there. Stands in statements, beside
     * the epoch e.
     */
    private static final String IS_WHOLE =
            """
            pg_snapshot_xmax($1::text::pg_snapshot) >= e.min_xid
                   AND NOT EXISTS (
                     SELECT FROM pg_snapshot_xip($1::text::pg_snapshot) AS x (xid)
                     WHERE x.xid < e.min_xid AND x.xid <> ALL (e.open_xids))""";

    /** What changed since a snapshot, and where the feed stands; see {@link #after}. */
    static final String AFTER = after(CLUSTER);

    /** The same where the cluster may not be asked for. */
    static final String AFTER_UNIDENTIFIED = after(NO_CLUSTER);

    /** Where the feed stands, and how an earlier snapshot stands to that; see {@link #standing}. */
    static final String STANDING = standing(CLUSTER);

    /** The same where the cluster may not be asked for. */
    static final String STANDING_UNIDENTIFIED = standing(NO_CLUSTER);

    /** Most changes of a page, but for those of its last execution, all of which are there. */
    static final int PAGE = 5_000;

    /**
     * What the snapshot of the transaction sees and an earlier one, $1, does not, of some kinds, $2: by
     * namespace and execution, those behind $3 and $4. By execution, since then all changes of one are
     * told together, however many others there are.
     */
    static final String NEWS =
            """
            SELECT c.id, c.xid::text::bigint, c.changed_at, c.namespace_id, c.execution_id, c.version,
              c.kind, c.step_key, c.attempt, c.prev::text
            FROM (
              SELECT c.*
              FROM change c
              WHERE c.xid >= pg_snapshot_xmax($1::text::pg_snapshot)
              UNION ALL
              SELECT c.*
              FROM pg_snapshot_xip($1::text::pg_snapshot) AS x (xid)
              JOIN change c ON c.xid = x.xid) AS c
            WHERE c.kind = ANY ($2::integer[]) AND (c.namespace_id, c.execution_id) > ($3, $4)
            ORDER BY c.namespace_id, c.execution_id
            FETCH FIRST %d ROWS WITH TIES
            """
                    .formatted(PAGE);

    /** Begins an epoch, unless there is one. */
    static final String BEGIN_EPOCH =
            "INSERT INTO change_epoch DEFAULT VALUES ON CONFLICT DO NOTHING";

    /** Wakes whoever listens; whether that survives a crash is all the same. $1 who does. */
    static final String NOTIFY =
            "SELECT set_config('synchronous_commit', 'off', true), pg_notify('hindsight_change', $1)";

    /** Is woken. */
    static final String LISTEN = "LISTEN hindsight_change";

    /** Whether the session would be woken; answered by the server, so that silence tells, too. */
    static final String LISTENS =
            "SELECT 'hindsight_change' IN (SELECT c FROM pg_listening_channels() AS c)";

    /** The slots that hold rows, the oldest first: their bytes, and when their last row was made. */
    static final String SLOTS =
            """
            SELECT s.slot, pg_total_relation_size('change_' || s.slot), l.changed_at
            FROM generate_series(0, 3) AS s (slot)
            CROSS JOIN LATERAL (
              SELECT c.xid, c.changed_at
              FROM change c
              WHERE c.slot = s.slot::smallint
              ORDER BY c.xid DESC
              LIMIT 1
            ) AS l
            ORDER BY l.xid
            """;

    /** Rather than make writers and readers queue, a slot waits until it is its turn again. */
    static final String PATIENCE = "SET LOCAL lock_timeout = '200ms'";

    /** Waits until nobody writes or reads a slot, and holds them off. %d slot. */
    static final String LOCK = "LOCK TABLE change_%d IN ACCESS EXCLUSIVE MODE";

    /**
     * Notes that the rows of a slot, which is locked, are cleared: what was written there has ended,
     * and what is still open wrote nothing there. No row if there is nothing to clear, or its last row
     * is too young. $1 slot, $2 a moment, or null to clear whatever there is.
     */
    static final String NOTE_CLEARED =
            """
            WITH last AS (
              SELECT (c.xid::text::bigint + 1)::text::xid8 AS next_xid, c.changed_at
              FROM change c
              WHERE c.slot = $1::smallint
              ORDER BY c.xid DESC
              LIMIT 1)
            UPDATE change_epoch e
            SET min_xid = greatest(e.min_xid, l.next_xid),
              open_xids = ARRAY(
                SELECT x.xid
                FROM pg_snapshot_xip(pg_current_snapshot()) AS x (xid)
                WHERE x.xid < greatest(e.min_xid, l.next_xid))
            FROM last l
            WHERE $2::timestamptz IS NULL OR l.changed_at < $2
            RETURNING e.min_xid::text
            """;

    /** %d slot. */
    static final String CLEAR = "TRUNCATE change_%d";

    private FeedSql() {}

    private static String position(String cluster) {
        return """
               SELECT pg_current_snapshot()::text, %s, (SELECT e.epoch::text FROM change_epoch e)
               """
                .formatted(cluster);
    }

    /**
     * What a later snapshot sees and an earlier one, $1, does not: what comes behind it, by the index,
     * and what was open in it. One condition for both would make a generic plan walk the whole feed.
     *
     * <p>At least one row, so that the place always moves: the later snapshot, cluster and epoch (see
     * {@link #POSITION}), whether all that the earlier one does not see is still there, how many
     * changes it is, and one of them, unless they are too many.
     */
    private static String after(String cluster) {
        return """
               WITH news AS MATERIALIZED (
                 SELECT a.*
                 FROM (
                   SELECT c.id, c.xid, c.changed_at, c.namespace_id, c.execution_id, c.version, c.kind,
                     c.step_key, c.attempt, c.prev
                   FROM change c
                   WHERE c.xid >= pg_snapshot_xmax($1::text::pg_snapshot)
                   ORDER BY c.xid
                   LIMIT %2$d + 1) AS a
                 UNION ALL
                 SELECT c.id, c.xid, c.changed_at, c.namespace_id, c.execution_id, c.version, c.kind,
                   c.step_key, c.attempt, c.prev
                 FROM pg_snapshot_xip($1::text::pg_snapshot) AS x (xid)
                 JOIN change c ON c.xid = x.xid)
               SELECT pg_current_snapshot()::text, %1$s, e.epoch::text, %3$s,
                 (SELECT count(*) FROM news),
                 n.id, n.xid::text::bigint, n.changed_at, n.namespace_id, n.execution_id, n.version,
                 n.kind, n.step_key, n.attempt, n.prev::text
               FROM (VALUES (1)) AS one (x)
               LEFT JOIN change_epoch e ON true
               LEFT JOIN (
                 SELECT * FROM news WHERE (SELECT count(*) FROM news) <= %2$d) AS n ON true
               ORDER BY n.id
               """
                .formatted(cluster, MAX_CHANGES, IS_WHOLE);
    }

    /**
     * Snapshot, cluster and epoch (see {@link #POSITION}), whether all that an earlier snapshot, $1, does
     * not see is still there, and whether there is anything.
     */
    private static String standing(String cluster) {
        return """
               SELECT pg_current_snapshot()::text, %s, e.epoch::text, %s,
                 EXISTS (
                   SELECT FROM change c WHERE c.xid >= pg_snapshot_xmax($1::text::pg_snapshot))
                   OR EXISTS (
                     SELECT
                     FROM pg_snapshot_xip($1::text::pg_snapshot) AS x (xid)
                     JOIN change c ON c.xid = x.xid)
               FROM (VALUES (1)) AS one (x)
               LEFT JOIN change_epoch e ON true
               """
                .formatted(cluster, IS_WHOLE);
    }
}
