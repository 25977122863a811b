package dev.hindsight.reader;

/** Statements about how far a server has come. */
final class ReaderSql {

    /**
     * The place in the log of the primary up to which everything is that anybody can see by now: a
     * commit becomes visible, and is acknowledged, after its record was flushed.
     */
    static final String PLACE = "SELECT pg_current_wal_flush_lsn()::text";

    /**
     * Whether a server has come to a place. One that is no replica, or was promoted, is asked what
     * can be seen there. $1 the place
     */
    static final String HAS_COME =
            """
            SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()
                        ELSE pg_current_wal_flush_lsn() END >= ($1::text)::pg_lsn
            """;

    private ReaderSql() {}
}
