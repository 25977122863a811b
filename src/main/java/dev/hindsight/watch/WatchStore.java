package dev.hindsight.watch;

import static java.util.Objects.requireNonNull;

import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import dev.hindsight.db.RowCursor;
import dev.hindsight.execution.ExecutionRows;
import dev.hindsight.execution.ExecutionSummary;
import dev.hindsight.log.LogLine;
import dev.hindsight.log.LogRows;
import dev.hindsight.partition.DayRange;
import dev.hindsight.step.Step;
import dev.hindsight.step.StepRows;
import dev.hindsight.subscription.Traits;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads the state that changes led to. */
@ApplicationScoped
public class WatchStore {

    /** An execution as it stands. */
    public record Found(ExecutionSummary summary, Traits traits) {}

    /** An attempt of a step. */
    record StepPlace(UUID executionId, String key, int attempt) {}

    /** Executions by their ids; those that are not there are absent. */
    public Uni<Map<UUID, Found>> executions(
            SqlClient client, int namespaceId, Collection<UUID> executionIds) {
        return Multi.createFrom()
                .iterable(DayRange.split(executionIds))
                .onItem()
                .transformToUniAndConcatenate(
                        ids ->
                                Database.run(
                                        client,
                                        DayRange.of(ids).in(WatchSql.EXECUTIONS),
                                        Args.of(namespaceId, ids.toArray(UUID[]::new)).tuple()))
                .collect()
                .asList()
                .map(
                        answers -> {
                            Map<UUID, Found> found = new HashMap<>();
                            for (RowSet<Row> rows : answers) {
                                for (Row row : rows) {
                                    Found it = found(new RowCursor(row));
                                    found.put(it.summary().id(), it);
                                }
                            }
                            return found;
                        });
    }

    private static Found found(RowCursor next) {
        ExecutionSummary summary = ExecutionRows.summary(next);
        return new Found(summary, Traits.of(summary, next.text(), next.text()));
    }

    /** Attempts of steps, without payloads; those that are not there are absent. */
    Uni<Map<StepPlace, Step>> steps(
            SqlClient client, int namespaceId, Collection<StepPlace> places) {
        if (places.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        List<StepPlace> all = List.copyOf(places);
        List<UUID> ids = all.stream().map(StepPlace::executionId).toList();
        Args args =
                Args.of(namespaceId)
                        .add(ids.toArray(UUID[]::new))
                        .add(Args.column(all, String[]::new, StepPlace::key))
                        .add(Args.column(all, Integer[]::new, StepPlace::attempt));
        return Database.run(client, DayRange.of(ids).in(WatchSql.STEPS), args.tuple())
                .map(
                        rows -> {
                            Map<StepPlace, Step> steps = new HashMap<>();
                            for (Row row : rows) {
                                RowCursor next = new RowCursor(row);
                                UUID id = requireNonNull(next.uuid());
                                Step step = StepRows.read(next, false);
                                steps.put(new StepPlace(id, step.key(), step.attempt()), step);
                            }
                            return steps;
                        });
    }

    /** Lines by their sequences, in ascending order; those that are not there are absent. */
    Uni<List<LogLine>> lines(
            SqlClient client, int namespaceId, UUID executionId, Collection<Long> sequences) {
        Args args = Args.of(namespaceId, executionId).add(sequences.toArray(Long[]::new));
        return Database.run(client, DayRange.of(executionId).in(WatchSql.LINES), args.tuple())
                .map(
                        rows -> {
                            List<LogLine> lines = new ArrayList<>(rows.size());
                            for (Row row : rows) {
                                lines.add(LogRows.read(new RowCursor(row)));
                            }
                            return lines;
                        });
    }
}
