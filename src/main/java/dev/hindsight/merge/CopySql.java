package dev.hindsight.merge;

/**
 * How two copies of one record become one, where one is stored and the other comes back from a file:
 * field by field by the rules of {@link PrecedenceSql}, as if the reports that made the copy came
 * again.
 *
 * <p>In the fragments {@code r} is the copy and {@code o} the stored row. Both have their fields, the
 * bits of those that were set by reports of each rank, {@code reported_at} and {@code touched_at}.
 * Where neither copy knows better, what is stored stays: a copy makes nothing older, and the same one
 * changes nothing the second time.
 */
final class CopySql {

    /**
     * What the copy wins, in the words of the merge: {@code a} (how both stand), {@code k} (the bits of
     * the fields whose stamp beats the stored one), {@code b} (whether its status is taken) and {@code
     * t}. An end that was told stays; a status that was only supposed yields to one that was told. Times
     * that nobody told follow the status.
     */
    static final String PRECEDENCE =
            """
            CROSS JOIN LATERAL (
              SELECT CASE o.status WHEN 0 THEN 0 WHEN 1 THEN 1 WHEN 6 THEN 1 ELSE 2 END AS old_rank,
                CASE r.status WHEN 0 THEN 0 WHEN 1 THEN 1 WHEN 6 THEN 1 ELSE 2 END AS new_rank,
                o.set_pending | o.set_running | o.set_end AS explicit,
                r.set_pending | r.set_running | r.set_end AS told,
                (SELECT coalesce(bit_or(1::bigint << n), 0)
                   FROM generate_series(0, %(last)) AS n
                  WHERE coalesce(r.reported_at[n + 1], r.touched_at)
                      > coalesce(o.reported_at[n + 1], o.touched_at)) AS later
              OFFSET 0
            ) AS a
            CROSS JOIN LATERAL (
              SELECT (r.set_end & ~o.set_end)
                | (r.set_running & ~(o.set_end | o.set_running))
                | (r.set_pending & ~a.explicit)
                | (((r.set_end & o.set_end) | (r.set_running & o.set_running)
                    | (r.set_pending & o.set_pending)) & a.later) AS won
              OFFSET 0
            ) AS k
            CROSS JOIN LATERAL (
              SELECT CASE
                WHEN a.old_rank = 2 AND a.explicit & 1 <> 0 THEN false
                WHEN a.explicit & 1 = 0 AND a.told & 1 <> 0
                  THEN o.status = 1 OR a.new_rank >= a.old_rank
                WHEN a.explicit & 1 <> 0 AND a.told & 1 = 0
                  THEN a.new_rank > a.old_rank AND r.status <> 1
                WHEN a.new_rank <> a.old_rank THEN a.new_rank > a.old_rank
                ELSE k.won & 1 <> 0 END AS takes_status
              OFFSET 0
            ) AS b
            CROSS JOIN LATERAL (
              SELECT CASE WHEN b.takes_status THEN r.status ELSE o.status END AS status,
                (k.won & ~1::bigint)
                | CASE WHEN b.takes_status
                    THEN 1 | ((%(started_at) | %(completed_at)) & ~(a.explicit | a.told))
                    ELSE 0 END AS take,
                false AS reopened
              OFFSET 0
            ) AS t
            """;

    /** The stamps of both: a field that is taken takes its stamp along. %(last) the highest bit. */
    static final String STAMPED =
            """
            (o.set_pending & ~t.take) | (r.set_pending & t.take) AS set_pending,
            (o.set_running & ~t.take) | (r.set_running & t.take) AS set_running,
            (o.set_end & ~t.take) | (r.set_end & t.take) AS set_end,
            CASE WHEN t.take = 0 THEN o.reported_at
                 WHEN o.reported_at IS NOT NULL OR r.reported_at IS NOT NULL THEN
              (SELECT array_agg(
                        CASE WHEN ((t.take & a.told) >> n) & 1 = 1
                               THEN coalesce(r.reported_at[n + 1], r.touched_at)
                             WHEN ((a.explicit & ~t.take) >> n) & 1 = 1
                               THEN coalesce(o.reported_at[n + 1], o.touched_at) END
                        ORDER BY n)
                 FROM generate_series(0, %(last)) AS n)
            END AS reported_at""";

    private CopySql() {}
}
