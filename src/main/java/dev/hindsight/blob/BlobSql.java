package dev.hindsight.blob;

/** Every statement about chunks and uploads. */
public final class BlobSql {

    /**
     * A column beside the row that points to a blob: its first chunk, if it has
     * one. One statement reads both as of one moment, however often the blob is being replaced. %s alias of
     * the row. $1 namespace, $2 execution.
     */
    public static final String FIRST_CHUNK =
            """
            (SELECT c.content
             FROM chunk c
             WHERE c.namespace_id = $1 AND c.execution_id = $2 AND {days c.execution_id}
               AND c.blob = %s.blob AND c.n = 0)""";

    /**
     * Writes the first chunk of a blob that nobody points to yet, and notes that. $1 namespace, $2
     * execution, $3 blob, $4 content.
     */
    static final String BEGIN =
            """
            WITH begun AS (
              INSERT INTO upload (namespace_id, execution_id, blob) VALUES ($1, $2, $3)
            )
            INSERT INTO chunk (namespace_id, execution_id, blob, n, content)
            VALUES ($1, $2, $3, 0, $4)
            """;

    /** $1 namespace, $2 execution, $3 blob, $4 number from 0, $5 content. */
    static final String ADD =
            """
            INSERT INTO chunk (namespace_id, execution_id, blob, n, content)
            VALUES ($1, $2, $3, $4, $5)
            """;

    /** As {@link #ADD}, unless it is there. */
    static final String ADD_MISSING =
            """
            INSERT INTO chunk (namespace_id, execution_id, blob, n, content)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT DO NOTHING
            """;

    /** Ends an upload, well or not; touches no row if another did. $1 namespace, $2 blob. */
    static final String END = "DELETE FROM upload WHERE namespace_id = $1 AND blob = $2";

    /** $1 namespace, $2 execution, $3 blob, $4 number from 0. */
    static final String FIND =
            """
            SELECT c.content
            FROM chunk c
            WHERE c.namespace_id = $1 AND c.execution_id = $2 AND {days c.execution_id}
              AND c.blob = $3 AND c.n = $4
            """;

    /** $1 namespace, $2 execution, $3 blob. */
    static final String FORGET =
            """
            DELETE FROM chunk c
            WHERE c.namespace_id = $1 AND c.execution_id = $2 AND {days c.execution_id}
              AND c.blob = $3
            """;

    /** Also those of uploads under way. $1 namespace, $2 executions. */
    static final String FORGET_ALL =
            """
            DELETE FROM chunk c
            WHERE c.namespace_id = $1 AND c.execution_id = ANY($2) AND {days c.execution_id}
            """;

    /**
     * Uploads of any namespace that began before, oldest first, but for those that are ending at this
     * moment. $1 least id that is young enough, $2 how many.
     */
    static final String STALE =
            """
            SELECT u.namespace_id, u.execution_id, u.blob
            FROM upload u
            WHERE u.blob < $1
            ORDER BY u.blob
            LIMIT $2
            FOR UPDATE SKIP LOCKED
            """;

    private BlobSql() {}
}
