package dev.hindsight.merge;

import dev.hindsight.field.Field;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a report and the stored row of a record become one: the rules that executions and steps share,
 * as fragments of their merge statements.
 *
 * <p>In the fragments {@code r} is the report, {@code o} the stored row and {@code $2} now. The report
 * has, beside its fields, {@code mask} (the bits of the fields it sets or clears), {@code stamps} (see
 * {@link #stamps}), {@code patch}, {@code forced}, {@code rank} (of its status) and {@code sent_at}
 * (its reportedAt). The row has, beside its fields, the bits of the fields that were set by reports of
 * each rank, {@code reported_at} (when, field by field; absent until a report tells), {@code
 * created_at} and {@code touched_at}, a moment by which all of it had arrived.
 *
 * <p>Precedence, field by field: what the service filled in has no stamp and loses to anything; else
 * the higher rank wins, then the later moment, then the later arrival, which is this report. A
 * report's moment is its reportedAt, or that of its arrival: one that names none was made just before
 * it arrived. A patch always wins.
 *
 * <p>Each join ends in {@code OFFSET 0}, which keeps the planner from writing its expressions into
 * every place that uses them: unfolded into one another they are so large that to prepare them for
 * one row took 25 ms at every call, and 500 ms to plan.
 */
public final class PrecedenceSql {

    /**
     * What the report wins: {@code a} (how the row stands), {@code b} (whether the report's status is
     * taken), {@code c} and {@code t} (the status after it, the bits it takes, those it stamps, and those
     * whose old stamp goes).
     *
     * <p>A status that the service supposed, a default or one inferred, goes forward like any other
     * and yields to what is said. What a report of a crash says of the end is a guess, too: it is
     * taken where nothing was said, and only along with the status.
     */
    private static final String PRECEDENCE =
            """
            CROSS JOIN LATERAL (
              SELECT CASE o.status WHEN 0 THEN 0 WHEN 1 THEN 1 WHEN 6 THEN 1 ELSE 2 END AS old_rank,
                o.set_pending | o.set_running | o.set_end AS explicit,
                CASE
                  WHEN o.reported_at IS NOT NULL THEN
                    (SELECT coalesce(bit_or(1::bigint << (n - 1)::integer), 0)
                       FROM unnest(o.reported_at) WITH ORDINALITY AS s (set_at, n)
                      WHERE s.set_at > coalesce(r.sent_at, $2))
                  WHEN o.touched_at > r.sent_at THEN -1
                  ELSE 0 END AS later
              OFFSET 0
            ) AS a
            CROSS JOIN LATERAL (
              SELECT CASE
                WHEN r.mask & 1 = 0 THEN NOT r.patch AND r.rank = 2 AND a.old_rank < 2
                WHEN r.patch OR r.forced THEN true
                WHEN a.explicit & 1 = 0 THEN o.status = 1 OR r.rank >= a.old_rank
                WHEN a.old_rank = 2 THEN false
                WHEN r.rank <> a.old_rank THEN r.rank > a.old_rank
                ELSE a.later & 1 = 0 END AS takes_status
              OFFSET 0
            ) AS b
            CROSS JOIN LATERAL (
              SELECT CASE WHEN b.takes_status THEN r.status ELSE o.status END AS status,
                CASE WHEN b.takes_status THEN 1 ELSE 0 END
                | (r.mask & ~1::bigint
                   & CASE WHEN r.patch THEN -1 ELSE ~CASE r.rank
                       WHEN 2 THEN o.set_end & a.later
                       WHEN 1 THEN o.set_end | (o.set_running & a.later)
                       ELSE o.set_end | o.set_running | (o.set_pending & a.later) END END
                   & ~CASE WHEN r.status = 6 AND NOT (b.takes_status
                                 AND (r.patch OR a.explicit & %(completed_at) = 0))
                           THEN %(completed_at) ELSE 0 END) AS take
              OFFSET 0
            ) AS c
            CROSS JOIN LATERAL (
              SELECT c.status, c.take, a.old_rank = 2 AND c.status < 2 AS reopened,
                c.take | CASE WHEN a.old_rank = 2 AND c.status < 2 THEN %(completed_at) ELSE 0 END
                  AS unstamped,
                c.take & r.stamps
                  & ~CASE WHEN r.patch AND c.status = 6 THEN %(completed_at) ELSE 0 END AS stamped,
                CASE WHEN NOT r.patch THEN r.rank
                     WHEN c.status IN (1, 6) THEN 1
                     WHEN c.status = 0 THEN 0 ELSE 2 END AS rank
              OFFSET 0
            ) AS t
            """;

    /**
     * The times after the report: {@code w} (the end, and the duration if one was sent), {@code s}
     * (the start), {@code d} (the duration). What no report said follows from the rest, always anew,
     * so that the order of the reports does not show: what was pending starts when it is heard to run;
     * an end without a start began its duration before, else when the record was begun, but not after
     * its end.
     *
     * <p>A crash that is revived loses its supposed end; what is forced back from an end, any.
     */
    private static final String TIMES =
            """
            CROSS JOIN LATERAL (
              SELECT CASE
                WHEN t.take & %(completed_at) <> 0 AND r.completed_at IS NOT NULL THEN r.completed_at
                WHEN t.reopened THEN NULL
                WHEN o.status = 6 AND t.status < 2 AND a.explicit & %(completed_at) = 0 THEN NULL
                WHEN b.takes_status AND t.status >= 2 AND t.status <> o.status
                 AND (o.completed_at IS NULL OR t.take & %(completed_at) <> 0
                      OR o.status = 6 AND a.explicit & %(completed_at) = 0)
                  THEN $2
                WHEN t.take & %(completed_at) <> 0 THEN NULL
                ELSE o.completed_at END AS completed_at,
                CASE WHEN t.take & %(duration_ms) <> 0 THEN r.duration_ms
                     WHEN a.explicit & %(duration_ms) <> 0 THEN o.duration_ms END AS sent_ms
              OFFSET 0
            ) AS w
            CROSS JOIN LATERAL (
              SELECT CASE
                WHEN t.take & %(started_at) <> 0 THEN r.started_at
                WHEN a.explicit & %(started_at) <> 0 THEN o.started_at
                WHEN t.status = 0 THEN %(pending_start)
                WHEN t.status = 7 THEN NULL
                WHEN t.status = 1 AND o.status = 0 THEN $2
                WHEN t.status = 1 THEN
                  CASE WHEN o.started_at IS NULL THEN $2 ELSE greatest(o.started_at, o.created_at) END
                WHEN w.completed_at IS NOT NULL AND w.sent_ms IS NOT NULL THEN
                  w.completed_at - interval '1 millisecond' * least(w.sent_ms,
                    (extract(epoch FROM w.completed_at - timestamptz '0001-01-01 00:00:00+00')
                      * 1000)::bigint)
                ELSE least(CASE WHEN o.started_at IS NULL THEN $2
                                ELSE greatest(o.started_at, o.created_at) END,
                           w.completed_at) END AS started_at
              OFFSET 0
            ) AS s
            CROSS JOIN LATERAL (
              SELECT CASE
                WHEN w.sent_ms IS NOT NULL THEN w.sent_ms
                WHEN t.status >= 2 AND w.completed_at IS NOT NULL AND s.started_at IS NOT NULL THEN
                  greatest(0, (extract(epoch FROM w.completed_at - s.started_at) * 1000)::bigint)
                END AS duration_ms
              OFFSET 0
            ) AS d
            """;

    /** The stamps after the report. %(last) the highest bit. */
    private static final String STAMPED =
            """
            (o.set_pending & ~t.unstamped) | CASE t.rank WHEN 0 THEN t.stamped ELSE 0 END AS set_pending,
            (o.set_running & ~t.unstamped) | CASE t.rank WHEN 1 THEN t.stamped ELSE 0 END AS set_running,
            (o.set_end & ~t.unstamped) | CASE t.rank WHEN 2 THEN t.stamped ELSE 0 END AS set_end,
            CASE WHEN o.reported_at IS NOT NULL OR r.sent_at IS NOT NULL THEN
              (SELECT array_agg(
                        CASE WHEN (t.take >> n) & 1 = 1 THEN coalesce(r.sent_at, $2)
                             WHEN (a.explicit >> n) & 1 = 1
                               THEN coalesce(o.reported_at[n + 1], o.touched_at) END
                        ORDER BY n)
                 FROM generate_series(0, %(last)) AS n)
            END AS reported_at""";

    /** What was altered, after the report: a field that is taken takes its notices along. */
    private static final String NOTICES =
            """
            CASE WHEN o.notices IS NOT NULL OR r.notices IS NOT NULL THEN
              (SELECT nullif(
                        (coalesce(o.notices, '{}') - coalesce(array_agg(c.name) FILTER (WHERE c.won), '{}'))
                        || (coalesce(r.notices::jsonb, '{}')
                            - coalesce(array_agg(c.name) FILTER (WHERE NOT c.won), '{}')),
                        '{}')
                 FROM (SELECT name, (t.take >> (n - 1)::integer) & 1 = 1 AS won
                         FROM unnest(ARRAY[%(names)]) WITH ORDINALITY AS f (name, n)) AS c)
            END AS notices""";

    private final Field startedAt;
    private final Field completedAt;
    private final Field durationMs;
    private final List<String> names;

    /**
     * The rules for one record.
     *
     * @param names what its bits stand for, from bit 0 on: columns, and keys of stored notices
     */
    public PrecedenceSql(Field startedAt, Field completedAt, Field durationMs, List<String> names) {
        this.startedAt = startedAt;
        this.completedAt = completedAt;
        this.durationMs = durationMs;
        this.names = List.copyOf(names);
    }

    /**
     * Those of the record's fields of which the rules say no more than whose value is taken: not the
     * status, which has the first bit, and not the times.
     */
    public <F extends Field> List<F> plain(List<F> all) {
        Set<Field> times = Set.of(startedAt, completedAt, durationMs);
        return all.stream().filter(it -> it.bit() != 1 && !times.contains(it)).toList();
    }

    /**
     * The joins that decide.
     *
     * @param pendingStart what a record that is pending has for a start until one is told
     */
    public String decisions(String pendingStart) {
        return filled(PRECEDENCE + TIMES, pendingStart);
    }

    /**
     * The joins that decide, where the report is another copy of the record, see {@link CopySql}.
     *
     * @param pendingStart as above
     */
    public String decisionsOfCopies(String pendingStart) {
        return filled(CopySql.PRECEDENCE + TIMES, pendingStart).replace("%(last)", last());
    }

    private String filled(String sql, String pendingStart) {
        return sql.replace("%(pending_start)", pendingStart)
                .replace("%(started_at)", bit(startedAt))
                .replace("%(completed_at)", bit(completedAt))
                .replace("%(duration_ms)", bit(durationMs));
    }

    /** The columns of the stamps, and of the notices, behind {@link #decisions}. */
    public String stampsAndNotices() {
        return withNotices(STAMPED);
    }

    /** The same behind {@link #decisionsOfCopies}. */
    public String stampsAndNoticesOfCopies() {
        return withNotices(CopySql.STAMPED);
    }

    private String withNotices(String stamps) {
        return (stamps + ",\n" + NOTICES)
                .replace("%(last)", last())
                .replace(
                        "%(names)",
                        names.stream()
                                .map(name -> "'" + name + "'")
                                .collect(Collectors.joining(", ")));
    }

    /**
     * The bits of a report, in the columns {@code u}, that leave a stamp: all but those of an end that
     * a crash supposes, and of what is derived once it is cleared.
     */
    public String stamps() {
        return "u.mask & ~(CASE WHEN u.status = 6 OR u.completed_at IS NULL THEN %s ELSE 0 END"
                        .formatted(bit(completedAt))
                + " | CASE WHEN u.duration_ms IS NULL THEN %s ELSE 0 END)"
                        .formatted(bit(durationMs));
    }

    /** The stamps' moments of a row that the report begins; the bits are its {@code stamps}. */
    public String firstReportedAt() {
        return """
               CASE WHEN r.sent_at IS NOT NULL THEN
                 (SELECT array_agg(CASE WHEN (r.stamps >> n) & 1 = 1 THEN r.sent_at END ORDER BY n)
                    FROM generate_series(0, %d) AS n)
               END"""
                .formatted(names.size() - 1);
    }

    private String last() {
        return String.valueOf(names.size() - 1);
    }

    private static String bit(Field field) {
        return field.bit() + "::bigint";
    }
}
