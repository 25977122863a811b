package dev.hindsight.execution;

import static dev.hindsight.merge.MergeSql.former;

import dev.hindsight.delta.DeltaSql;

/** The statements about single executions; those that merge and search have classes of their own. */
public final class ExecutionSql {

    /** What a list tells, in the order in which {@link ExecutionRows} reads it. */
    public static final String LIST_COLUMNS =
            """
            e.id, e.external_id, e.version, e.workflow_id, e.workflow_name, e.workflow_version,
            e.script_path, e.run_id, e.engine_instance, e.parent_execution_id, e.root_execution_id,
            e.replay_of, e.attempt, e.status, e.status_reason, e.queued_at, e.started_at,
            e.completed_at, e.duration_ms, e.created_at, e.updated_at, e.imported_at,
            e.heartbeat_timeout_ms, e.trigger_type, e.source, e.created_by, e.labels::text AS labels,
            e.error_message, e.error_type, e.error_code, e.exit_code, e.binary_path, e.sample_rate,
            e.activities_executed, e.cost_amount::text AS cost_amount, e.cost_unit, e.pinned, e.note,
            e.deleted_at, e.archived, e.payload_expired, e.dag_hash""";

    /** The payloads, in the order in which {@link ExecutionRows} reads them. */
    public static final String PAYLOAD_COLUMNS =
            """
            p.input::text, p.output::text, p.metadata::text, p.trigger_data::text, p.error_stack,
            p.notices::text""";

    /** One execution, deleted or not. $1 namespace, $2 id. */
    static final String FIND =
            """
            SELECT %s, h.beat_at, %s
            FROM execution e
            LEFT JOIN execution_payload p
              ON p.namespace_id = $1 AND p.execution_id = $2 AND {days p.execution_id}
            LEFT JOIN heartbeat h
              ON h.namespace_id = $1 AND h.execution_id = $2 AND {days h.execution_id}
            WHERE e.namespace_id = $1 AND e.id = $2 AND {days e.id}
            """
                    .formatted(LIST_COLUMNS, PAYLOAD_COLUMNS);

    /** Executions without payloads. $1 namespace, $2 ids. */
    static final String FIND_ALL =
            """
            SELECT %s, h.beat_at
            FROM execution e
            LEFT JOIN heartbeat h
              ON h.namespace_id = $1 AND h.execution_id = e.id AND {days h.execution_id}
            WHERE e.namespace_id = $1 AND e.id = ANY($2) AND {days e.id}
            """
                    .formatted(LIST_COLUMNS);

    /** Whether an execution, deleted or not, is archived; no row if it is not there. $1 namespace, $2 id. */
    static final String IS_ARCHIVED =
            """
            SELECT e.archived
            FROM execution e
            WHERE e.namespace_id = $1 AND e.id = $2 AND {days e.id}
            """;

    /**
     * Locks executions against every other writer of them, of their steps and of their logs, in the
     * order of their ids. $1 namespace, $2 ids.
     *
     * <p>Row by row: with all ids in one condition the planner, which knows nothing yet of a table made
     * today, reads the whole day instead, and goes on to when the day has grown.
     */
    static final String LOCK = lock("FOR NO KEY UPDATE");

    /** The same, but for those that others hold, which are left out. $1 namespace, $2 ids. */
    static final String LOCK_FREE = lock("FOR NO KEY UPDATE SKIP LOCKED");

    /** Those of some executions that are there, deleted or not. $1 namespace, $2 ids. */
    static final String EXISTING =
            """
            SELECT u.id
            FROM unnest($2::uuid[]) AS u (id)
            WHERE EXISTS (
              SELECT FROM execution e WHERE e.namespace_id = $1 AND e.id = u.id AND {days e.id})
            """;

    /** Deletes softly what is not deleted yet. $1 namespace, $2 ids, $3 now. */
    static final String DELETE =
            """
            UPDATE execution e
            SET deleted_at = $3, updated_at = $3, version = e.version + 1
            WHERE e.namespace_id = $1 AND e.id = ANY($2) AND {days e.id} AND e.deleted_at IS NULL
            RETURNING e.id, e.version
            """;

    /** Takes soft deletions back. $1 namespace, $2 ids, $3 now. */
    static final String RESTORE =
            """
            UPDATE execution e
            SET deleted_at = NULL, updated_at = $3, version = e.version + 1
            WHERE e.namespace_id = $1 AND e.id = ANY($2) AND {days e.id} AND e.deleted_at IS NOT NULL
            RETURNING e.id, e.version
            """;

    /**
     * Marks that the payloads of executions are gone, and tells of it as of a change of which no filter
     * takes notice. $1 namespace, $2 ids, $3 now.
     */
    static final String EXPIRE_PAYLOADS =
            """
            WITH expired AS (
              UPDATE execution e
              SET payload_expired = true, updated_at = $3, version = e.version + 1
              WHERE e.namespace_id = $1 AND e.id = ANY($2) AND {days e.id} AND NOT e.payload_expired
              RETURNING e.id, e.version
            )
            INSERT INTO change (changed_at, execution_id, namespace_id, version, kind)
            SELECT $3::timestamptz, x.id, $1, x.version, 1
            FROM expired x
            """;

    /** Removes executions; tells their external ids. $1 namespace, $2 ids. */
    static final String FORGET =
            """
            DELETE FROM execution e
            WHERE e.namespace_id = $1 AND e.id = ANY($2) AND {days e.id}
            RETURNING e.id, e.external_id
            """;

    /** $1 namespace, $2 ids. */
    static final String FORGET_PAYLOADS =
            """
            DELETE FROM execution_payload p
            WHERE p.namespace_id = $1 AND p.execution_id = ANY($2) AND {days p.execution_id}
            """;

    /** $1 namespace, $2 ids. */
    static final String FORGET_HEARTBEATS =
            """
            DELETE FROM heartbeat h
            WHERE h.namespace_id = $1 AND h.execution_id = ANY($2) AND {days h.execution_id}
            """;

    /** $1 namespace, $2 workflow ids, $3 names, empty where a report names none. */
    static final String REMEMBER_WORKFLOWS =
            rememberWorkflows("unnest($2::text[], $3::text[]) AS n (workflow_id, workflow_name)");

    /** $1 namespace, $2 ids, $3 now. */
    static final String BEAT =
            """
            INSERT INTO heartbeat AS h (namespace_id, execution_id, beat_at)
            SELECT $1, b.id, $3 FROM unnest($2::uuid[]) AS b (id) ORDER BY b.id
            ON CONFLICT (namespace_id, execution_id) DO UPDATE
            SET beat_at = greatest(h.beat_at, excluded.beat_at)
            """;

    /** $1 namespace, $2 ids. */
    static final String NOTE_CUT_LOGS =
            """
            INSERT INTO execution_payload AS p (namespace_id, execution_id, notices)
            SELECT $1, n.id, '{"logs": [{"kind": "truncated", "pointer": "/logs"}]}'
            FROM unnest($2::uuid[]) AS n (id)
            ORDER BY n.id
            ON CONFLICT (namespace_id, execution_id) DO UPDATE
            SET notices = coalesce(p.notices, '{}') || excluded.notices
            WHERE NOT coalesce(p.notices, '{}') ? 'logs'
            """;

    /**
     * Notes the latest failed step of executions, and a change of those for which it is another one.
     * Not a field, so the version stays. $1 namespace, $2 now, $3 ids, $4 nodes, $5 when they failed.
     */
    static final String NOTE_FAILURES =
            """
            WITH o AS (
              SELECT e.id, e.failed_node, e.fingerprint
              FROM execution e
              WHERE e.namespace_id = $1 AND e.id = ANY($3) AND {days e.id}
            ), m AS (
              UPDATE execution e
              SET failed_node = f.node_id, failed_at = f.failed_at,
                fingerprint = %s
              FROM unnest($3::uuid[], $4::text[], $5::timestamptz[]) AS f (id, node_id, failed_at)
              WHERE e.namespace_id = $1 AND e.id = ANY($3) AND {days e.id} AND e.id = f.id
                AND (e.failed_at IS NULL OR e.failed_at <= f.failed_at)
              RETURNING e.*
            ), counted AS (
              %s
            )
            INSERT INTO change (changed_at, execution_id, namespace_id, version, kind, prev)
            SELECT $2::timestamptz, m.id, $1, m.version, 1,
              %s
              || %s
            FROM m
            JOIN o ON o.id = m.id
            WHERE (m.failed_node, m.fingerprint) IS DISTINCT FROM (o.failed_node, o.fingerprint)
            """
                    .formatted(
                            fingerprint("e.error_print", "e.error_type", "f.node_id"),
                            DeltaSql.refiledExecutions(),
                            former("failedNode", "m.failed_node", "o.failed_node"),
                            former("fingerprint", "m.fingerprint", "o.fingerprint"));

    /** Bytes of an execution with its payloads. $1 namespace, $2 id. */
    static final String STORAGE =
            """
            SELECT pg_column_size(e.*)::bigint + coalesce((
              SELECT coalesce(pg_column_size(p.input), 0) + coalesce(pg_column_size(p.output), 0)
                + coalesce(pg_column_size(p.metadata), 0)
                + coalesce(pg_column_size(p.trigger_data), 0)
                + coalesce(pg_column_size(p.error_stack), 0) + coalesce(pg_column_size(p.notices), 0)
              FROM execution_payload p
              WHERE p.namespace_id = $1 AND p.execution_id = $2 AND {days p.execution_id}), 0)
            FROM execution e
            WHERE e.namespace_id = $1 AND e.id = $2 AND {days e.id}
            """;

    private ExecutionSql() {}

    private static String lock(String clause) {
        return """
               SELECT u.id, e.status, e.external_id, e.version, e.archived_at
               FROM (SELECT id FROM unnest($2::uuid[]) AS n (id) ORDER BY id) AS u
               CROSS JOIN LATERAL (
                 SELECT e.status, e.external_id, e.version, e.archived_at
                 FROM execution e
                 WHERE e.namespace_id = $1 AND e.id = u.id AND {days e.id}
                 OFFSET 0
                 %s
               ) AS e
               """
                .formatted(clause);
    }

    /**
     * Remembers workflows that are not yet, each by a row {@code n} with its workflow_id and its name,
     * empty for none. $1 namespace.
     */
    public static String rememberWorkflows(String rows) {
        return """
               INSERT INTO workflow (namespace_id, workflow_id, workflow_name)
               SELECT DISTINCT $1::integer, n.workflow_id, n.workflow_name
               FROM %s
               WHERE NOT EXISTS (
                 SELECT FROM workflow w
                 WHERE w.namespace_id = $1 AND w.workflow_id = n.workflow_id
                   AND w.workflow_name = n.workflow_name)
               ORDER BY 2, 3
               ON CONFLICT DO NOTHING
               """
                .formatted(rows);
    }

    /** What failures of one kind share, from expressions for its parts; null where all are. */
    public static String fingerprint(String print, String type, String node) {
        return """
               CASE WHEN coalesce(%1$s, %2$s, %3$s) IS NOT NULL
                 THEN left(md5(concat(%1$s, '|', %2$s, '|', %3$s)), 16) END"""
                .formatted(print, type, node);
    }
}
