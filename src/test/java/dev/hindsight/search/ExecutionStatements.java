package dev.hindsight.search;

import dev.hindsight.content.Content;
import dev.hindsight.content.PayloadCondition;
import dev.hindsight.content.Words;
import dev.hindsight.execution.ExecutionStatus;
import dev.hindsight.filter.ExecutionFilter;
import dev.hindsight.partition.DayWindow;
import dev.hindsight.partition.PartitionDay;
import dev.hindsight.search.ExecutionListSql.Slice;
import dev.hindsight.search.ExecutionOrder.By;
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
    private static final DayWindow DAYS = DayWindow.all(List.of(), null, null);

    private ExecutionStatements() {}

    /** Pages behind every kind of place in all three ways, and counts. */
    public static List<String> lists() {
        List<String> statements = new ArrayList<>();
        for (ExecutionFilter filter : List.of(nothing(), one(), all())) {
            for (By by : By.values()) {
                for (boolean descending : new boolean[] {true, false}) {
                    ExecutionOrder order = new ExecutionOrder(by, descending);
                    places(by)
                            .forEach(
                                    after ->
                                            statements.addAll(
                                                    pages(filter, new Slice(order, after, 0, 50))));
                }
            }
        }
        return statements;
    }

    /** Counts of every kind. */
    public static List<String> counts() {
        List<String> statements = new ArrayList<>();
        for (ExecutionFilter filter : List.of(nothing(), one(), all())) {
            ExecutionCountSql counts = new ExecutionCountSql(1, filter, ids(filter), DAYS);
            statements.add(counts.total(0).text());
            statements.add(counts.total(10_000).text());
            statements.add(counts.byStatus().text());
        }
        return statements;
    }

    /** Locks of every kind. */
    public static List<String> locks() {
        PartitionDay day =
                new PartitionDay(MOMENT.toLocalDate(), "open", MOMENT, MOMENT, null, null);
        return Stream.of(nothing(), one(), all())
                .map(
                        filter ->
                                new ExecutionMatchSql(1, filter, ids(filter))
                                        .lock(day, ID, 500)
                                        .text())
                .toList();
    }

    private static List<String> pages(ExecutionFilter filter, Slice slice) {
        ExecutionListSql lists = new ExecutionListSql(1, filter, ids(filter), slice);
        return List.of(
                lists.walk(DAYS).text(), lists.probe(DAYS, 1).text(), lists.gather(DAYS).text());
    }

    private static Stream<@Nullable ExecutionPlaceSql> places(By by) {
        Object value = by == By.DURATION_MS ? (Object) 5L : MOMENT;
        ExecutionPlaceSql place = new ExecutionPlaceSql(value, ID);
        return by == By.DURATION_MS
                ? Stream.of(null, place, new ExecutionPlaceSql(null, ID))
                : Stream.of(null, place);
    }

    private static @Nullable List<UUID> ids(ExecutionFilter filter) {
        return filter.externalIds().isEmpty() ? null : List.of(ID);
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

    /** Words, and every kind of payload test. */
    private static Content content() {
        return new Content(
                Words.parse("order failed"),
                Stream.of(PayloadCondition.Part.values())
                        .flatMap(
                                part ->
                                        Stream.of(PayloadCondition.Kind.values())
                                                .map(kind -> new PayloadCondition(part, kind, "1")))
                        .toList());
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
                deleted,
                more ? content() : Content.ANY);
    }
}
