package dev.hindsight.failure;

/** Every statement about failures: those that add them up, and those that tell of them. */
final class FailureSql {

    private static final String STORED =
            """
            g.namespace_id, g.fingerprint, g.count, g.first_seen_at, g.is_first_unsure, g.last_seen_at,
              g.is_last_unsure, g.example_execution, g.message, g.error_type, g.failed_node, g.state,
              g.state_changed_at, g.leaving""";

    /** $1 namespaces, $2 fingerprints. */
    static final String LOAD =
            """
            SELECT %s
            FROM unnest($1::integer[], $2::text[]) AS k (namespace_id, fingerprint)
            JOIN failure_group g
              ON g.namespace_id = k.namespace_id AND g.fingerprint = k.fingerprint
            """
                    .formatted(STORED);

    /** Groups of which something is to be looked up. $1 most rows. */
    static final String UNSURE =
            """
            SELECT %s
            FROM failure_group g
            WHERE g.is_first_unsure OR g.is_last_unsure OR g.leaving IS NOT NULL
            LIMIT $1
            """
                    .formatted(STORED);

    /**
     * $1 namespaces, $2 fingerprints, $3 counts, $4 first seen, $5 whether unsure, $6 last seen, $7 whether
     * unsure, $8 examples, $9 messages, $10 types, $11 nodes, $12 states, $13 when these changed, $14 those
     * that are leaving, each a text of ids.
     */
    static final String SAVE =
            """
            INSERT INTO failure_group (
              namespace_id, fingerprint, count, first_seen_at, is_first_unsure, last_seen_at, is_last_unsure,
              example_execution, message, error_type, failed_node, state, state_changed_at, leaving)
            SELECT u.namespace_id, u.fingerprint, u.count, u.first_seen_at, u.is_first_unsure, u.last_seen_at,
              u.is_last_unsure, u.example_execution, u.message, u.error_type, u.failed_node, u.state,
              u.state_changed_at, string_to_array(u.leaving, ' ')::uuid[]
            FROM unnest($1::integer[], $2::text[], $3::bigint[], $4::timestamptz[], $5::boolean[],
                $6::timestamptz[], $7::boolean[], $8::uuid[], $9::text[], $10::text[], $11::text[],
                $12::smallint[], $13::timestamptz[], $14::text[])
              AS u (namespace_id, fingerprint, count, first_seen_at, is_first_unsure, last_seen_at,
                is_last_unsure, example_execution, message, error_type, failed_node, state,
                state_changed_at, leaving)
            ON CONFLICT (namespace_id, fingerprint) DO UPDATE
            SET count = excluded.count, first_seen_at = excluded.first_seen_at,
              is_first_unsure = excluded.is_first_unsure, last_seen_at = excluded.last_seen_at,
              is_last_unsure = excluded.is_last_unsure, example_execution = excluded.example_execution,
              message = excluded.message, error_type = excluded.error_type,
              failed_node = excluded.failed_node, state = excluded.state,
              state_changed_at = excluded.state_changed_at, leaving = excluded.leaving
            """;

    /** $1 namespaces, $2 fingerprints. */
    static final String REMOVE =
            """
            DELETE FROM failure_group g
            USING unnest($1::integer[], $2::text[]) AS k (namespace_id, fingerprint)
            WHERE g.namespace_id = k.namespace_id AND g.fingerprint = k.fingerprint
            """;

    /**
     * What is left of the failures of groups: of those that started last, at most so many; those that are
     * deleted softly are as good as removed. $1 namespaces, $2 fingerprints, $3 how many of each.
     */
    static final String FIND =
            """
            SELECT k.n, x.number, x.first_at, x.completed_at, e.id, left(e.error_message, 1000), e.error_type,
              e.failed_node
            FROM unnest($1::integer[], $2::text[]) WITH ORDINALITY AS k (namespace_id, fingerprint, n)
            CROSS JOIN LATERAL (
              SELECT s.id, s.completed_at, count(*) OVER () AS number, min(s.completed_at) OVER () AS first_at
              FROM (
                SELECT f.id, f.completed_at
                FROM execution f
                WHERE f.namespace_id = k.namespace_id AND f.fingerprint = k.fingerprint
                  AND f.status IN (3, 5, 6) AND f.completed_at IS NOT NULL AND f.deleted_at IS NULL
                  AND {days f.id}
                ORDER BY f.started_at DESC, f.id DESC
                LIMIT $3
              ) AS s
              ORDER BY s.completed_at DESC, s.id DESC
              LIMIT 1
            ) AS x
            JOIN execution e ON e.namespace_id = k.namespace_id AND e.id = x.id AND {days e.id}
            """;

    /** $1 namespaces, $2 grains, $3 starts, $4 workflows, $5 fingerprints, $6 how many more. */
    static final String ADD =
            """
            INSERT INTO failure_rollup AS r (
              namespace_id, grain, start_at, workflow_id, fingerprint, count)
            SELECT u.namespace_id, u.grain, u.start_at, u.workflow_id, u.fingerprint, u.count
            FROM unnest($1::integer[], $2::smallint[], $3::timestamptz[], $4::text[], $5::text[], $6::bigint[])
              AS u (namespace_id, grain, start_at, workflow_id, fingerprint, count)
            ON CONFLICT (namespace_id, grain, workflow_id, start_at, fingerprint) DO UPDATE
            SET count = r.count + excluded.count
            """;

    /** $1 to $5 as above, $6 how many fewer. What is not there is not taken away. */
    static final String SUBTRACT =
            """
            WITH u AS (
              SELECT u.*
              FROM unnest(
                  $1::integer[], $2::smallint[], $3::timestamptz[], $4::text[], $5::text[], $6::bigint[])
                AS u (namespace_id, grain, start_at, workflow_id, fingerprint, count)
            ), gone AS (
              DELETE FROM failure_rollup r
              USING u
              WHERE r.namespace_id = u.namespace_id AND r.grain = u.grain AND r.workflow_id = u.workflow_id
                AND r.start_at = u.start_at AND r.fingerprint = u.fingerprint AND r.count <= u.count
            )
            UPDATE failure_rollup r
            SET count = r.count - u.count
            FROM u
            WHERE r.namespace_id = u.namespace_id AND r.grain = u.grain AND r.workflow_id = u.workflow_id
              AND r.start_at = u.start_at AND r.fingerprint = u.fingerprint AND r.count > u.count
            """;

    /** Forgets spans that began before a moment. $1 the moment, $2 most rows. */
    static final String FORGET_CELLS =
            """
            DELETE FROM failure_rollup r
            WHERE r.ctid = ANY(ARRAY(SELECT o.ctid FROM failure_rollup o WHERE o.start_at < $1 LIMIT $2))
            """;

    /** Forgets groups that were last seen before a moment. $1 the moment, $2 most rows. */
    static final String FORGET_GROUPS =
            """
            DELETE FROM failure_group g
            WHERE g.ctid = ANY(ARRAY(SELECT o.ctid FROM failure_group o WHERE o.last_seen_at < $1 LIMIT $2))
              AND g.last_seen_at < $1
            """;

    /**
     * Groups whose example is erased forget its message, and look for another example. $1 namespace, $2
     * executions.
     */
    static final String FORGET_EXAMPLES =
            """
            UPDATE failure_group g
            SET message = NULL, is_last_unsure = true
            WHERE g.namespace_id = $1 AND g.example_execution = ANY($2)
            """;

    private static final String TOLD =
            """
            g.fingerprint, g.first_seen_at, g.last_seen_at, g.example_execution, g.message, g.error_type,
              g.failed_node, g.state, g.state_changed_at""";

    /** Those that there were most of. $1 namespace, $2 states, $3 how many. */
    static final String MOST = listed("g.count");

    /** Those that were seen last. $1 namespace, $2 states, $3 how many. */
    static final String LATEST = listed("g.last_seen_at");

    /** The one that a failed execution is of. $1 namespace, $2 execution. */
    static final String OF_EXECUTION =
            """
            SELECT g.count, %s
            FROM execution e
            JOIN failure_group g ON g.namespace_id = e.namespace_id AND g.fingerprint = e.fingerprint
            WHERE e.namespace_id = $1 AND e.id = $2 AND {days e.id}
              AND e.status IN (3, 5, 6) AND g.count > 0
            """
                    .formatted(TOLD);

    private static final String COUNTED =
            """
            SELECT c.count, %s
            FROM (
              SELECT s.fingerprint, sum(s.count)::bigint AS count
              FROM (
                SELECT r.fingerprint, r.count
                FROM unnest($3::smallint[], $4::timestamptz[], $5::timestamptz[]) AS k (grain, start_at, end_at)
                CROSS JOIN LATERAL (
                  SELECT r.fingerprint, r.count
                  FROM failure_rollup r
                  WHERE r.namespace_id = $1 AND r.grain = k.grain AND r.start_at >= k.start_at
                    AND r.start_at < k.end_at%s
                  OFFSET 0
                ) AS r
                UNION ALL
                SELECT e.fingerprint, e.count
                FROM unnest($6::text[], $7::bigint[]) AS e (fingerprint, count)
              ) AS s
              GROUP BY s.fingerprint
            ) AS c
            JOIN failure_group g ON g.namespace_id = $1 AND g.fingerprint = c.fingerprint
            WHERE g.count > 0 AND g.state = ANY($2::smallint[])
            ORDER BY CASE WHEN $8::boolean THEN c.count END DESC, g.last_seen_at DESC, g.fingerprint DESC
            LIMIT $9
            """;

    /**
     * Those of a range. $1 namespace, $2 states, $3 grains, $4 starts, $5 ends, $6 fingerprints at the
     * edges, $7 how many there, $8 whether most come first, $9 how many.
     */
    static final String IN_RANGE = COUNTED.formatted(TOLD, "");

    /** The same of workflows. $10 these. */
    static final String IN_RANGE_OF_WORKFLOWS =
            COUNTED.formatted(TOLD, "\n        AND r.workflow_id = ANY($10::text[])");

    /**
     * How many there were in the parts of a range. $1 namespace, $2 fingerprints, $3 start of the first
     * part, $4 seconds of a part, $5 start and $6 end of what is read, $7 workflows or none.
     */
    static final String TREND =
            """
            SELECT f.fingerprint, t.part, t.count
            FROM unnest($2::text[]) AS f (fingerprint)
            CROSS JOIN LATERAL (
              SELECT floor(date_part('epoch', r.start_at - $3::timestamptz) / $4::bigint)::integer AS part,
                sum(r.count)::bigint AS count
              FROM failure_rollup r
              WHERE r.namespace_id = $1 AND r.grain = 0 AND r.fingerprint = f.fingerprint
                AND r.start_at >= $5 AND r.start_at < $6
                AND ($7::text[] IS NULL OR r.workflow_id = ANY($7))
              GROUP BY 1
            ) AS t
            """;

    /**
     * Failures of executions that started in pieces of time, those that are deleted softly among them,
     * which lie in an index of their own. $1 namespace, $2 starts, $3 ends, $4 workflows or none.
     */
    static final String AT_EDGES =
            """
            SELECT k.n, e.fingerprint, count(*)
            FROM unnest($2::timestamptz[], $3::timestamptz[]) WITH ORDINALITY AS k (start_at, end_at, n)
            CROSS JOIN LATERAL (
              SELECT e.fingerprint
              FROM execution e
              WHERE e.namespace_id = $1 AND e.started_at >= k.start_at AND e.started_at < k.end_at
                AND e.status IN (3, 5, 6) AND e.fingerprint IS NOT NULL AND e.completed_at IS NOT NULL
                AND ($4::text[] IS NULL OR e.workflow_id = ANY($4))
                AND e.deleted_at IS NULL AND {days e.id}
              UNION ALL
              SELECT e.fingerprint
              FROM execution e
              WHERE e.namespace_id = $1 AND e.started_at >= k.start_at AND e.started_at < k.end_at
                AND e.status IN (3, 5, 6) AND e.fingerprint IS NOT NULL AND e.completed_at IS NOT NULL
                AND ($4::text[] IS NULL OR e.workflow_id = ANY($4))
                AND e.deleted_at IS NOT NULL AND {days e.id}
            ) AS e
            GROUP BY k.n, e.fingerprint
            """;

    /** Decides about a group. $1 namespace, $2 fingerprint, $3 state, $4 now. */
    static final String DECIDE =
            """
            UPDATE failure_group g
            SET state = $3,
              state_changed_at = CASE WHEN g.state = $3 THEN g.state_changed_at ELSE $4::timestamptz END,
              leaving = CASE WHEN g.state = $3 THEN g.leaving END
            WHERE g.namespace_id = $1 AND g.fingerprint = $2 AND g.count > 0
            RETURNING g.count, %s
            """
                    .formatted(TOLD);

    private FailureSql() {}

    private static String listed(String greatestFirst) {
        return """
               SELECT g.count, %s
               FROM failure_group g
               WHERE g.namespace_id = $1 AND g.count > 0 AND g.state = ANY($2::smallint[])
               ORDER BY %s DESC, g.fingerprint DESC
               LIMIT $3
               """
                .formatted(TOLD, greatestFirst);
    }
}
