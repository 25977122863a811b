package dev.hindsight.comparison;

import static dev.hindsight.db.Args.column;
import static java.util.Objects.requireNonNull;

import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import dev.hindsight.db.RowCursor;
import dev.hindsight.outcome.Cost;
import dev.hindsight.outcome.RecordedError;
import dev.hindsight.partition.DayRange;
import dev.hindsight.step.StepStatus;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what two executions have, as far as it differs. */
@ApplicationScoped
class ComparisonStore {

    /** The payloads of executions, in the order in which the statements count them. */
    private static final List<String> EXECUTION_POINTERS =
            List.of("/trigger/data", "/input", "/output", "/metadata", "/error/stack");

    /** The payloads of steps, likewise. */
    private static final List<String> STEP_POINTERS =
            List.of("/input", "/output", "/metadata", "/error/stack");

    private final Database database;

    ComparisonStore(Database database) {
        this.database = database;
    }

    /** The two executions that are compared, of one namespace. */
    record Sides(int namespaceId, UUID left, UUID right) {

        /**
         * A statement with the days of each side in their places: one range over both could open the
         * tables of every day between them.
         */
        String in(String sql) {
            DayRange days = DayRange.of(left);
            return days.equals(DayRange.of(right))
                    ? days.in(sql)
                    : DayRange.of(right)
                            .in(
                                    days.in(sql.replace("{days r", "{later r"))
                                            .replace("{later r", "{days r"));
        }
    }

    /** The newest attempts of an execution's steps, in the order of the list. */
    Uni<List<Visit>> outline(int namespaceId, UUID id, int limit) {
        return database.ask(
                        DayRange.of(id).in(ComparisonSql.OUTLINE),
                        Args.of(namespaceId, id, limit).tuple())
                .map(
                        rows -> {
                            List<Visit> visits = new ArrayList<>(rows.size());
                            for (Row row : rows) {
                                visits.add(visit(new RowCursor(row)));
                            }
                            return visits;
                        });
    }

    private static Visit visit(RowCursor next) {
        return new Visit(
                requireNonNull(next.text()),
                requireNonNull(next.integer()),
                requireNonNull(next.text()),
                next.integer(),
                StepStatus.ofCode(requireNonNull(next.integer())),
                next.bigint());
    }

    /** The payloads of both executions that differ. */
    Uni<List<Difference>> payloads(Sides sides) {
        return database.ask(
                        sides.in(ComparisonSql.EXECUTION_PAYLOADS),
                        Args.of(
                                        sides.namespaceId(),
                                        sides.left(),
                                        sides.right(),
                                        Difference.MAX_BYTES,
                                        Shown.PREVIEW)
                                .tuple())
                .map(
                        rows -> {
                            List<Difference> found = new ArrayList<>();
                            for (Row row : rows) {
                                RowCursor next = new RowCursor(row);
                                found.add(difference(next, 0, EXECUTION_POINTERS));
                            }
                            return found;
                        });
    }

    /** Which of some pairs, all of them matched, differ, and how. */
    Uni<List<StepDifference>> differing(Sides sides, List<Pair> pairs) {
        Args args =
                keys(
                        Args.of(sides.namespaceId(), sides.left(), sides.right()),
                        pairs.stream().map(Pair::left).map(it -> requireNonNull(it)).toList(),
                        pairs.stream().map(Pair::right).map(it -> requireNonNull(it)).toList());
        return database.ask(sides.in(ComparisonSql.DIFFERING_STEPS), args.tuple())
                .map(
                        rows -> {
                            List<StepDifference> found = new ArrayList<>(rows.size());
                            for (Row row : rows) {
                                found.add(stepDifference(new RowCursor(row)));
                            }
                            return found;
                        });
    }

    private static Args keys(Args args, List<Visit> left, List<Visit> right) {
        return args.add(column(left, String[]::new, Visit::key))
                .add(column(left, Integer[]::new, Visit::attempt))
                .add(column(right, String[]::new, Visit::key))
                .add(column(right, Integer[]::new, Visit::attempt));
    }

    private static StepDifference stepDifference(RowCursor next) {
        // Counted from 1 by the server.
        int pair = requireNonNull(next.integer()) - 1;
        @Nullable String[] texts = new String[10];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = next.text();
        }
        Boolean leftCached = next.boolOrNull();
        Boolean rightCached = next.boolOrNull();
        String leftAmount = next.text();
        String rightAmount = next.text();
        String leftUnit = next.text();
        String rightUnit = next.text();
        List<@Nullable Integer> sizes = new ArrayList<>();
        for (int i = 0; i < STEP_POINTERS.size(); i++) {
            sizes.add(next.integer());
        }
        return new StepDifference(
                pair,
                new StepDifference.Narrow(
                        texts[0],
                        texts[2],
                        RecordedError.of(texts[4], texts[6], texts[8]),
                        leftCached,
                        Cost.of(leftAmount, leftUnit)),
                new StepDifference.Narrow(
                        texts[1],
                        texts[3],
                        RecordedError.of(texts[5], texts[7], texts[9]),
                        rightCached,
                        Cost.of(rightAmount, rightUnit)),
                sizes);
    }

    /**
     * The payloads of steps that differ.
     *
     * @param pairs the batch in which the differences count
     */
    Uni<List<Difference>> payloads(
            Sides sides, List<Pair> pairs, List<StepDifference> differences) {
        List<Integer> places = new ArrayList<>();
        List<Integer> which = new ArrayList<>();
        for (StepDifference difference : differences) {
            for (int place = 0; place < difference.sizes().size(); place++) {
                if (difference.sizes().get(place) != null) {
                    which.add(difference.pair());
                    places.add(place);
                }
            }
        }
        if (places.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        Args args =
                Args.of(
                                sides.namespaceId(),
                                sides.left(),
                                sides.right(),
                                Difference.MAX_BYTES,
                                Shown.PREVIEW)
                        .add(which.toArray(Integer[]::new));
        keys(
                args,
                which.stream().map(i -> requireNonNull(pairs.get(i).left())).toList(),
                which.stream().map(i -> requireNonNull(pairs.get(i).right())).toList());
        return database.ask(
                        sides.in(ComparisonSql.STEP_PAYLOADS),
                        args.add(places.toArray(Integer[]::new)).tuple())
                .map(ComparisonStore::stepPayloads);
    }

    private static List<Difference> stepPayloads(RowSet<Row> rows) {
        List<Difference> found = new ArrayList<>(rows.size());
        for (Row row : rows) {
            RowCursor next = new RowCursor(row);
            found.add(difference(next, requireNonNull(next.integer()), STEP_POINTERS));
        }
        return found;
    }

    private static Difference difference(RowCursor next, int pair, List<String> pointers) {
        String pointer = pointers.get(requireNonNull(next.integer()));
        return new Difference(pair, pointer, value(next), value(next));
    }

    private static Difference.@Nullable Value value(RowCursor next) {
        String text = next.text();
        Integer bytes = next.integer();
        return text == null || bytes == null ? null : new Difference.Value(text, bytes);
    }
}
