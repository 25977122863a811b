package dev.hindsight.archival;

/** Every statement about where archived executions are. */
final class ArchivedSql {

    /** Notes that a file is going to be written. $1 namespace, $2 name, $3 now. */
    static final String BEGIN_FILE =
            "INSERT INTO archive_draft (namespace_id, name, begun_at) VALUES ($1, $2, $3)";

    /**
     * Makes a draft a file, unless it is one already; tells whether it is one now: a draft that was
     * taken for a leftover is none. $1 namespace, $2 id, $3 name, $4 day, $5 policy, $6 now,
     * $7 executions, $8 bytes.
     */
    static final String ADD_FILE =
            """
            WITH draft AS (
              DELETE FROM archive_draft WHERE namespace_id = $1 AND name = $3 RETURNING name
            ), added AS (
              INSERT INTO archive_file (
                namespace_id, id, name, day, policy, created_at, executions, bytes)
              SELECT $1, $2, d.name, $4, $5, $6, $7, $8 FROM draft d
              RETURNING id
            )
            SELECT EXISTS (SELECT FROM added)
              OR EXISTS (SELECT FROM archive_file WHERE namespace_id = $1 AND id = $2)
            """;

    /** Drafts that were begun before a moment. $1 the moment, $2 most rows. */
    static final String OLD_DRAFTS =
            "SELECT namespace_id, name FROM archive_draft WHERE begun_at < $1 LIMIT $2";

    /** $1 namespace, $2 name. */
    static final String FORGET_DRAFT =
            "DELETE FROM archive_draft WHERE namespace_id = $1 AND name = $2";

    /**
     * What changes whenever anything that belongs to an execution does, as a text: whether a file that
     * was written without its lock still holds all of it. $1 namespace, $2 ids.
     */
    static final String DIGESTS =
            """
            SELECT e.id, concat_ws('/', e.version,
              (SELECT concat(count(*), '.', sum(s.version)) FROM step s
               WHERE s.namespace_id = $1 AND s.execution_id = e.id AND {days s.execution_id}),
              (SELECT concat(t.lines, '.', t.bytes, '.', t.dropped) FROM log_tally t
               WHERE t.namespace_id = $1 AND t.execution_id = e.id AND {days t.execution_id}),
              (SELECT h.beat_at FROM heartbeat h
               WHERE h.namespace_id = $1 AND h.execution_id = e.id AND {days h.execution_id}),
              (SELECT concat(count(*), '.', max(a.updated_at)) FROM artifact a
               WHERE a.namespace_id = $1 AND a.execution_id = e.id AND {days a.execution_id}),
              (SELECT r.blob FROM tree r
               WHERE r.namespace_id = $1 AND r.execution_id = e.id AND {days r.execution_id}),
              (SELECT string_agg(t.blob::text, '.' ORDER BY t.kind) FROM state t
               WHERE t.namespace_id = $1 AND t.execution_id = e.id AND {days t.execution_id}),
              (SELECT string_agg(n.blob::text, '.' ORDER BY n.id) FROM snapshot n
               WHERE n.namespace_id = $1 AND n.execution_id = e.id AND {days n.execution_id}))
            FROM execution e
            WHERE e.namespace_id = $1 AND e.id = ANY($2) AND {days e.id}
            """;

    /**
     * Notes that executions, whose rows are locked, are in a file, and tells of it as of a change.
     * $1 namespace, $2 ids, $3 their positions, $4 their lengths, $5 file, $6 now.
     */
    static final String ARCHIVE =
            """
            WITH place AS (
              SELECT u.id, u.position, u.length
              FROM unnest($2::uuid[], $3::bigint[], $4::bigint[]) AS u (id, position, length)
            ), archived AS (
              UPDATE execution e
              SET archived = true, archived_at = $6::timestamptz, archive_file = $5,
                archive_position = p.position, archive_length = p.length, opened_at = NULL,
                updated_at = $6, version = e.version + 1
              FROM place p
              WHERE e.namespace_id = $1 AND e.id = ANY($2) AND {days e.id} AND e.id = p.id
              RETURNING e.id, e.version
            )
            INSERT INTO change (changed_at, execution_id, namespace_id, version, kind, prev)
            SELECT $6, a.id, $1, a.version, 1, '{"archived": false}'
            FROM archived a
            """;

    /** Where an archived execution is, and whether it is open. $1 namespace, $2 id. */
    static final String PLACE =
            """
            SELECT f.name, e.archive_position, e.archive_length, e.opened_at
            FROM execution e
            JOIN archive_file f ON f.namespace_id = $1 AND f.id = e.archive_file
            WHERE e.namespace_id = $1 AND e.id = $2 AND {days e.id} AND e.archived
            """;

    /** Keeps an execution open. $1 namespace, $2 id, $3 now. */
    static final String KEEP_OPEN =
            """
            UPDATE execution e
            SET opened_at = $3
            WHERE e.namespace_id = $1 AND e.id = $2 AND {days e.id} AND e.archived
              AND e.opened_at IS NOT NULL
            """;

    /** Executions that were opened before a moment. $1 the moment, $2 most rows. */
    static final String FIND_OPEN =
            """
            SELECT e.namespace_id, e.id
            FROM execution e
            WHERE {days e.id} AND e.opened_at < $1
            LIMIT $2
            """;

    /**
     * Closes those of some executions that nobody has opened since; tells which, whose rows are locked by
     * it. $1 namespace, $2 ids, $3 the moment.
     */
    static final String CLOSE =
            """
            UPDATE execution e
            SET opened_at = NULL
            WHERE e.namespace_id = $1 AND e.id = ANY($2) AND {days e.id} AND e.opened_at < $3
            RETURNING e.id
            """;

    /** Days of which there are files. */
    static final String FILED_DAYS = "SELECT DISTINCT day FROM archive_file ORDER BY day";

    /** Files of a day that no execution is in any more. $1 day, $2 most rows. */
    static final String SPENT_FILES =
            """
            SELECT f.namespace_id, f.id, f.name
            FROM archive_file f
            WHERE f.day = $1
              AND NOT EXISTS (
                SELECT FROM execution e
                WHERE e.namespace_id = f.namespace_id AND e.archive_file = f.id AND {days e.id})
            LIMIT $2
            """;

    /**
     * Days of which a namespace has files. $1 namespace.
     */
    static final String FILED_DAYS_OF =
            "SELECT DISTINCT day FROM archive_file WHERE namespace_id = $1 ORDER BY day";

    /**
     * Files of a day that hold executions which are not in them any more, as far as rows say: these were
     * removed, or reported to while the file was written. $1 namespace, $2 day.
     */
    static final String LOOSE_FILES =
            """
            SELECT f.id, f.name, f.policy
            FROM archive_file f
            WHERE f.namespace_id = $1 AND f.day = $2
              AND f.executions > (
                SELECT count(*)
                FROM execution e
                WHERE e.namespace_id = $1 AND e.archive_file = f.id AND {days e.id})
            ORDER BY f.id
            """;

    /** What rows say is in a file, in its order. $1 namespace, $2 file. */
    static final String IN_FILE =
            """
            SELECT e.id, e.external_id, e.archive_position, e.archive_length
            FROM execution e
            WHERE e.namespace_id = $1 AND e.archive_file = $2 AND {days e.id}
            ORDER BY e.archive_position
            """;

    /**
     * Notes that executions, whose rows are locked, are in another file, unless they have left the former
     * one meanwhile. $1 namespace, $2 ids, $3 their positions, $4 their lengths, $5 file, $6 the former one.
     */
    static final String MOVE =
            """
            UPDATE execution e
            SET archive_file = $5, archive_position = u.position, archive_length = u.length
            FROM unnest($2::uuid[], $3::bigint[], $4::bigint[]) AS u (id, position, length)
            WHERE e.namespace_id = $1 AND e.id = ANY($2) AND {days e.id} AND e.id = u.id
              AND e.archive_file = $6
            """;

    /** $1 namespace, $2 id. */
    static final String FORGET_FILE =
            "DELETE FROM archive_file WHERE namespace_id = $1 AND id = $2";

    private ArchivedSql() {}
}
