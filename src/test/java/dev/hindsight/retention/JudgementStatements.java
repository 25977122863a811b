package dev.hindsight.retention;

import dev.hindsight.execution.ExecutionStatus;
import dev.hindsight.partition.DayRange;
import dev.hindsight.policy.Age;
import dev.hindsight.policy.CountPer;
import dev.hindsight.policy.RetentionPolicy;
import dev.hindsight.policy.Selection;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Samples of the statements that judge: with no policy, with the usual one, and with everything. */
public final class JudgementStatements {

    private static final UUID ID = new UUID(1, 2);
    private static final OffsetDateTime NOW = OffsetDateTime.parse("2026-11-20T18:00:00Z");
    private static final DayRange DAYS = DayRange.of(ID);

    private JudgementStatements() {}

    /** Statements of every kind. */
    public static List<String> samples() {
        List<String> statements = new ArrayList<>();
        for (List<RetentionPolicy> policies :
                List.of(
                        List.<RetentionPolicy>of(),
                        List.of(RetentionPolicy.DEFAULT),
                        List.of(everything(), RetentionPolicy.DEFAULT))) {
            PolicySet set = new PolicySet(List.of(1, 2), policies);
            for (List<Cut> cuts : List.of(List.<Cut>of(), List.of(new Cut(1, 1, "w", NOW, ID)))) {
                Plan.Group group = new Plan.Group(set, cuts);
                for (Function<JudgementSql, JudgementSql.Statement> kind : kinds(policies)) {
                    statements.add(kind.apply(new JudgementSql(group, NOW)).sql());
                }
            }
        }
        return statements;
    }

    private static List<Function<JudgementSql, JudgementSql.Statement>> kinds(
            List<RetentionPolicy> policies) {
        List<Function<JudgementSql, JudgementSql.Statement>> kinds = new ArrayList<>();
        kinds.add(sql -> sql.count(DAYS));
        kinds.add(sql -> sql.countParts(DAYS, "step", "count(*)"));
        kinds.add(sql -> sql.kept(DAYS));
        for (Due due : Due.values()) {
            kinds.add(sql -> sql.lock(DAYS, 1, due, ID, 10));
            kinds.add(sql -> sql.find(DAYS, 1, due, ID, 10));
            kinds.add(sql -> sql.lockAll(DAYS, 1, due, List.of(ID)));
        }
        if (policies.size() > 1) {
            kinds.add(sql -> sql.cuts(DAYS, 1, 1, null));
            kinds.add(sql -> sql.cuts(DAYS, 1, 1, List.of("w")));
        }
        return kinds;
    }

    private static RetentionPolicy everything() {
        return new RetentionPolicy(
                "everything",
                1,
                new Selection(List.of("w"), List.of(ExecutionStatus.FAILED), Map.of("team", "pay")),
                new Age("P1D"),
                new Age("PT1H"),
                new Age("PT1H"),
                10,
                CountPer.WORKFLOW,
                5,
                true,
                new Age("P1Y"),
                true);
    }
}
