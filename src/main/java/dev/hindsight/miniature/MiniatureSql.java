package dev.hindsight.miniature;

/** The statement that draws executions. */
final class MiniatureSql {

    /** An execution of more steps than this is told in as many slots of equal length. */
    static final int MOST = 40;

    /** All positions are thousandths of the time that the drawing covers. */
    private static final int SLOT = 1_000 / MOST;

    /**
     * The bars of executions: a JSON array of {@code [start, length, status]} each, in the order of
     * their starts; an execution of which no step has started has none. A drawing covers the time
     * from the first start, its own or that of a step, to the last end of a step; every bar is at
     * least a thousandth long.
     *
     * <p>With more than {@link #MOST} steps there is a bar for each slot in which some step ran: as
     * long as they ran there, and as bad as the worst. A step that ran through many slots is in all
     * of them. To find that out, steps are grouped by the slots in which they began and ended, of
     * which there are only so many pairs; the groups, not the steps, are then laid over the slots.
     *
     * <p>Steps are read once, into a table of three numbers each, since nobody knows how many there
     * are, nor where the first begins, before all were seen.
     *
     * <p>$1 namespace, $2 executions, $3 their starts, $4 until when a step of them that runs has run,
     * $5 how bad a status is, by code, from 1, $6 the words of statuses by how bad they are.
     */
    static final String BARS =
            """
            SELECT w.id, drawn.bars
            FROM unnest($2::uuid[], $3::timestamptz[], $4::timestamptz[]) AS w (id, started_at, until)
            CROSS JOIN LATERAL (
              WITH visit AS MATERIALIZED (
                SELECT date_part('epoch', s.started_at) AS began,
                  date_part('epoch', greatest(s.started_at, CASE
                    WHEN s.completed_at IS NOT NULL THEN s.completed_at
                    WHEN s.status = 1 THEN w.until
                    ELSE s.started_at + coalesce(s.duration_ms, 0) * interval '1 millisecond'
                  END)) AS ended,
                  ($5::integer[])[s.status + 1] AS badness
                FROM step s
                WHERE s.namespace_id = $1 AND s.execution_id = w.id AND {days s.execution_id}
                  AND s.started_at IS NOT NULL
              ), span AS MATERIALIZED (
                SELECT count(*) AS visits,
                  least(min(v.began), date_part('epoch', w.started_at)) AS began,
                  max(v.ended) AS ended
                FROM visit v
              ), placed AS NOT MATERIALIZED (
                SELECT v.began AS place, p.start,
                  greatest(p.start + 1,
                    coalesce(round(1000 * (v.ended - t.began) / nullif(t.ended - t.began, 0)),
                      1000)::integer) AS stop,
                  v.badness
                FROM span t
                CROSS JOIN visit v
                CROSS JOIN LATERAL (
                  SELECT least(999,
                    coalesce(round(1000 * (v.began - t.began) / nullif(t.ended - t.began, 0)),
                      0)::integer) AS start) AS p
              ), folded AS (
                SELECT p.start / %2$d AS first, (p.stop - 1) / %2$d AS last, min(p.start) AS start,
                  max(p.stop) AS stop, max(p.badness) AS badness
                FROM placed p
                WHERE (SELECT t.visits FROM span t) > %1$d
                GROUP BY 1, 2
              ), bar AS (
                SELECT p.place, p.start, p.stop, p.badness
                FROM placed p
                WHERE (SELECT t.visits FROM span t) <= %1$d
                UNION ALL
                SELECT slot.n, min(greatest(f.start, slot.n * %2$d)),
                  max(least(f.stop, (slot.n + 1) * %2$d)), max(f.badness)
                FROM folded f
                CROSS JOIN LATERAL generate_series(f.first, f.last) AS slot (n)
                GROUP BY slot.n
              )
              SELECT json_agg(
                json_build_array(b.start, b.stop - b.start, ($6::text[])[b.badness])
                ORDER BY b.place, b.start, b.stop, b.badness)::text AS bars
              FROM bar b) AS drawn
            """
                    .formatted(MOST, SLOT);

    private MiniatureSql() {}
}
