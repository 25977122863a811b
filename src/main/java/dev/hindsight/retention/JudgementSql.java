package dev.hindsight.retention;

import dev.hindsight.db.Args;
import dev.hindsight.partition.DayRange;
import dev.hindsight.policy.Age;
import dev.hindsight.policy.CountPer;
import dev.hindsight.policy.RetentionPolicy;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the statements that judge executions by a set of policies. There is one text for what is due,
 * so that a preview, a sweep and its look at rows that it has locked cannot differ.
 */
final class JudgementSql {

    /** When an execution ended, as its age counts. */
    private static final String ENDED = "coalesce(e.imported_at, e.completed_at, e.updated_at)";

    /**
     * Executions with the place of their policy, the verdict (0 stays, 1 is removed, 2 is archived), and
     * what else is due. %1$s policy, %2$s when the ages ran out, %3$s likewise of archived ones, %4$s
     * whether it is too many, %5$s whether policies archive, %6$s and %7$s when the ages of payloads and
     * logs ran out, %8$s whether there is a log, %9$s whether there are too many snapshots.
     */
    private static final String JUDGED =
            """
            FROM execution e
            CROSS JOIN LATERAL (SELECT %1$s AS policy) AS p
            CROSS JOIN LATERAL (
              SELECT CASE
                WHEN p.policy IS NULL OR e.pinned OR e.status < 2 THEN 0
                WHEN e.archived THEN CASE WHEN e.archived_at <= %3$s THEN 1 ELSE 0 END
                WHEN coalesce({ended} <= %2$s, false) OR %4$s
                  THEN CASE WHEN %5$s AND e.deleted_at IS NULL THEN 2 ELSE 1 END
                ELSE 0 END AS verdict
            ) AS v
            CROSS JOIN LATERAL (
              SELECT e.status >= 2 AND NOT e.pinned AND NOT e.archived AS open
            ) AS o
            CROSS JOIN LATERAL (
              SELECT coalesce(o.open AND NOT e.payload_expired AND {ended} <= %6$s, false) AS payloads,
                coalesce(o.open AND {ended} <= %7$s AND %8$s, false) AS logs,
                coalesce(NOT e.pinned AND NOT e.archived AND %9$s, false) AS snapshots
            ) AS d
            """
                    .replace("{ended}", ENDED);

    private static final String HAS_LOG =
            """
            EXISTS (
              SELECT FROM log_tally t
              WHERE t.namespace_id = e.namespace_id AND t.execution_id = e.id
                AND {days t.execution_id})""";

    /** %s how many an execution may keep. */
    private static final String HAS_TOO_MANY_SNAPSHOTS =
            """
            EXISTS (
              SELECT FROM snapshot n
              WHERE n.namespace_id = e.namespace_id AND n.execution_id = e.id
                AND {days n.execution_id}
              OFFSET %s)""";

    private static final String TOO_MANY =
            """
            coalesce(e.deleted_at IS NULL AND (e.started_at, e.id) <= (
              SELECT (c.cut ->> 0)::timestamptz, (c.cut ->> 1)::uuid
              FROM (SELECT %1$s::jsonb -> concat_ws(':', e.namespace_id, p.policy,
                      CASE WHEN (%2$s::boolean[])[p.policy] THEN e.workflow_id ELSE '' END) AS cut) AS c
            ), false)""";

    private final Plan.Group group;
    private final OffsetDateTime now;
    private final Args args;

    /** One for one statement, since it collects what that binds. */
    JudgementSql(Plan.Group group, OffsetDateTime now) {
        this.group = group;
        this.now = now;
        this.args = Args.of();
    }

    /** A statement with what it binds. */
    record Statement(String sql, Args arguments) {}

    /**
     * Counts the rows of some days by namespace, policy, verdict and what else is due; and of these, what
     * still has payloads, and what is not archived or opened.
     */
    Statement count(DayRange days) {
        return statement(
                days,
                """
                SELECT e.namespace_id, p.policy, v.verdict, d.payloads, d.logs, d.snapshots, count(*),
                  count(*) FILTER (WHERE NOT e.payload_expired
                    AND (NOT e.archived OR e.opened_at IS NOT NULL)),
                  count(*) FILTER (WHERE NOT e.archived OR e.opened_at IS NOT NULL)
                %s
                WHERE e.namespace_id = ANY(%s::integer[]) AND {days e.id}
                GROUP BY 1, 2, 3, 4, 5, 6
                """
                        .formatted(judged(), args.bind(namespaces())));
    }

    /** As {@link #count}, of the rows in another table; each execution is judged once for all of its. */
    Statement countParts(DayRange days, String table, String sum) {
        return statement(
                days,
                """
                WITH judged AS MATERIALIZED (
                  SELECT e.namespace_id, e.id, p.policy, v.verdict, d.payloads, d.logs, d.snapshots
                  %2$s
                  WHERE e.namespace_id = ANY(%4$s::integer[]) AND {days e.id})
                SELECT j.namespace_id, j.policy, j.verdict, j.payloads, j.logs, j.snapshots, %1$s
                FROM judged j
                JOIN %3$s r
                  ON r.namespace_id = j.namespace_id AND r.execution_id = j.id
                 AND {days r.execution_id}
                GROUP BY 1, 2, 3, 4, 5, 6
                """
                        .formatted(sum, judged(), table, args.bind(namespaces())));
    }

    /** Those of some days that stay. */
    Statement kept(DayRange days) {
        return statement(
                days,
                """
                SELECT e.namespace_id, e.id
                %s
                WHERE e.namespace_id = ANY(%s::integer[]) AND {days e.id} AND v.verdict <> 1
                """
                        .formatted(judged(), args.bind(namespaces())));
    }

    /** Locks the next of a namespace's executions of which something is due, in the order of ids. */
    Statement lock(DayRange days, int namespaceId, Due due, UUID after, int limit) {
        return next(days, namespaceId, due, after, limit, "FOR NO KEY UPDATE OF e");
    }

    /** As {@link #lock}, without a lock. */
    Statement find(DayRange days, int namespaceId, Due due, UUID after, int limit) {
        return next(days, namespaceId, due, after, limit, "");
    }

    private Statement next(
            DayRange days, int namespaceId, Due due, UUID after, int limit, String lock) {
        return statement(
                days,
                """
                SELECT e.id, p.policy, e.external_id
                %s
                WHERE e.namespace_id = %s AND e.id > %s AND {days e.id} AND %s
                ORDER BY e.id
                LIMIT %s
                %s
                """
                        .formatted(
                                judged(),
                                args.bind(namespaceId),
                                args.bind(after),
                                due.condition(),
                                args.bind((long) limit),
                                lock));
    }

    /** Locks those of some executions of which something is still due. */
    Statement lockAll(DayRange days, int namespaceId, Due due, List<UUID> ids) {
        return statement(
                days,
                """
                SELECT e.id, p.policy, e.external_id
                %s
                WHERE e.namespace_id = %s AND e.id = ANY(%s) AND {days e.id} AND %s
                ORDER BY e.id
                FOR NO KEY UPDATE OF e
                """
                        .formatted(
                                judged(),
                                args.bind(namespaceId),
                                args.bind(ids.toArray(UUID[]::new)),
                                due.condition()));
    }

    /**
     * Where a policy that counts cuts, of one namespace: of each of some workflows, or of all executions
     * that it decides on.
     */
    Statement cuts(DayRange days, int namespaceId, int policy, @Nullable List<String> workflowIds) {
        int count = Objects.requireNonNull(group.set().policy(policy).maxCount());
        String newest =
                """
                SELECT e.started_at, e.id
                FROM execution e
                CROSS JOIN LATERAL (SELECT %1$s AS policy) AS p
                WHERE e.namespace_id = %2$s AND {days e.id} AND p.policy = %3$d
                  AND e.deleted_at IS NULL AND NOT e.archived AND NOT e.pinned AND e.status >= 2
                  %4$s
                ORDER BY e.started_at DESC, e.id DESC
                OFFSET %5$s
                LIMIT 1
                """
                        .formatted(
                                PlaceSql.of(policies(), args),
                                args.bind(namespaceId),
                                policy,
                                workflowIds == null ? "" : "AND e.workflow_id = w.workflow_id",
                                args.bind((long) count));
        return statement(
                days,
                workflowIds == null
                        ? "SELECT '' AS workflow_id, c.started_at, c.id FROM (%s) AS c"
                                .formatted(newest)
                        : """
                          SELECT w.workflow_id, c.started_at, c.id
                          FROM unnest(%s::text[]) AS w (workflow_id)
                          CROSS JOIN LATERAL (%s) AS c
                          """
                                .formatted(args.bind(workflowIds.toArray(String[]::new)), newest));
    }

    private Statement statement(DayRange days, String sql) {
        return new Statement(days.in(sql), args);
    }

    private Integer[] namespaces() {
        return group.set().namespaceIds().toArray(Integer[]::new);
    }

    private String judged() {
        return JUDGED.formatted(
                PlaceSql.of(policies(), args),
                ofPolicy(RetentionPolicy::maxAge),
                ofPolicy(RetentionPolicy::archiveMaxAge),
                tooMany(),
                archives(),
                ofPolicy(RetentionPolicy::payloadMaxAge),
                ofPolicy(RetentionPolicy::logMaxAge),
                policies().stream().anyMatch(it -> it.logMaxAge() != null) ? HAS_LOG : "false",
                hasTooManySnapshots());
    }

    private String hasTooManySnapshots() {
        Integer[] most =
                policies().stream().map(RetentionPolicy::maxSnapshots).toArray(Integer[]::new);
        if (Stream.of(most).allMatch(Objects::isNull)) {
            return "false";
        }
        String its = "(%s::integer[])[p.policy]".formatted(args.bind(most));
        return its + " IS NOT NULL AND " + HAS_TOO_MANY_SNAPSHOTS.formatted(its);
    }

    private List<RetentionPolicy> policies() {
        return group.set().policies();
    }

    /** The moment before which what is older than an age of its policy came to be. */
    private String ofPolicy(Function<RetentionPolicy, ? extends @Nullable Age> age) {
        OffsetDateTime[] moments = new OffsetDateTime[policies().size()];
        for (int i = 0; i < moments.length; i++) {
            Age its = age.apply(policies().get(i));
            moments[i] = its == null ? null : its.before(now);
        }
        return "(%s::timestamptz[])[p.policy]".formatted(args.bind(moments));
    }

    private String archives() {
        Boolean[] flags = policies().stream().map(RetentionPolicy::archive).toArray(Boolean[]::new);
        return "(%s::boolean[])[p.policy]".formatted(args.bind(flags));
    }

    private String tooMany() {
        if (group.cuts().isEmpty()) {
            return "false";
        }
        Boolean[] perWorkflow =
                policies().stream()
                        .map(it -> it.countPer() == CountPer.WORKFLOW)
                        .toArray(Boolean[]::new);
        return TOO_MANY.formatted(
                args.bind(Cut.json(group.cuts())) + "::text", args.bind(perWorkflow));
    }
}
