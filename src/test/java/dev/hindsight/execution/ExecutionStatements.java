package dev.hindsight.execution;

import dev.hindsight.execution.ExecutionListSql.After;
import dev.hindsight.execution.ExecutionOrder.By;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Samples of the statements that are written at run time: every order with every kind of filter. */
public final class ExecutionStatements {

    private static final UUID ID = new UUID(1, 2);
    private static final OffsetDateTime MOMENT = OffsetDateTime.parse("2026-11-20T18:00:00Z");

    private ExecutionStatements() {}

    /** Pages behind every kind of place, and counts. */
    public static List<String> lists() {
        List<String> statements = new ArrayList<>();
        for (ExecutionFilter filter : List.of(nothing(), one(), all())) {
            for (By by : By.values()) {
                for (boolean descending : new boolean[] {true, false}) {
                    ExecutionOrder order = new ExecutionOrder(by, descending);
                    places(by)
                            .forEach(
                                    after ->
                                            statements.add(
                                                    writer(filter).page(order, after, 0, 50)));
                }
            }
            statements.add(writer(filter).count(0));
            statements.add(writer(filter).count(10_000));
            statements.add(writer(filter).counts());
        }
        return statements;
    }

    private static Stream<@Nullable After> places(By by) {
        Object value = by == By.DURATION_MS ? (Object) 5L : MOMENT;
        return by == By.DURATION_MS
                ? Stream.of(null, new After(value, ID), new After(null, ID))
                : Stream.of(null, new After(value, ID));
    }

    private static ExecutionListSql writer(ExecutionFilter filter) {
        return new ExecutionListSql(
                1, ID, ID, filter, filter.externalIds().isEmpty() ? null : List.of(ID));
    }

    private static ExecutionFilter nothing() {
        return filter(List.of(), List.of(), ExecutionFilter.Deleted.HIDDEN, false);
    }

    private static ExecutionFilter one() {
        return filter(List.of("a"), List.of(ID), ExecutionFilter.Deleted.ONLY, true);
    }

    private static ExecutionFilter all() {
        return filter(List.of("a", "b"), List.of(ID, ID), ExecutionFilter.Deleted.ANY, true);
    }

    private static ExecutionFilter filter(
            List<String> texts, List<UUID> ids, ExecutionFilter.Deleted deleted, boolean more) {
        return new ExecutionFilter(
                texts,
                more ? "part" : null,
                more ? List.of(ExecutionStatus.FAILED, ExecutionStatus.RUNNING) : List.of(),
                texts,
                texts,
                texts,
                texts,
                texts,
                texts,
                ids,
                ids,
                ids,
                texts,
                more ? Map.of("team", "payments") : Map.of(),
                more ? MOMENT : null,
                more ? MOMENT : null,
                more ? 1L : null,
                more ? 2L : null,
                texts,
                texts,
                texts,
                more ? true : null,
                more ? false : null,
                deleted);
    }
}
