package dev.hindsight.log;

import dev.hindsight.execution.ExecutionRecorder;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Records lines within a transaction of the caller, who holds their executions' locks. */
@ApplicationScoped
public class LogRecorder {

    private final LogStore store;
    private final ExecutionRecorder executions;

    LogRecorder(LogStore store, ExecutionRecorder executions) {
        this.store = store;
        this.executions = executions;
    }

    /** The lines of one report, in their order, and the execution they belong to. */
    public record Addressed(UUID executionId, List<LogReport> lines) {}

    /**
     * Records the lines of reports in one namespace.
     *
     * @return an outcome for each report, in their order
     */
    public Uni<List<LogOutcome>> record(
            SqlClient client, int namespaceId, List<Addressed> reports) {
        Batch batch = new Batch(reports);
        if (batch.placed.isEmpty() && batch.unplaced.isEmpty()) {
            return Uni.createFrom().item(batch.outcomes());
        }
        OffsetDateTime now = executions.now();
        return storePlaced(client, namespaceId, now, batch)
                .chain(() -> appendRest(client, namespaceId, now, batch))
                .map(done -> batch.outcomes());
    }

    /** Stores the lines that have a sequence, and sorts out those whose sequence is taken. */
    private Uni<Void> storePlaced(
            SqlClient client, int namespaceId, OffsetDateTime now, Batch batch) {
        if (batch.placed.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return store.store(client, namespaceId, now, bound(batch.placed))
                .invoke(batch::settlePlaced)
                .chain(
                        () ->
                                batch.taken.isEmpty()
                                        ? Uni.createFrom().item(Set.<Integer>of())
                                        : store.duplicates(
                                                client, namespaceId, now, bound(batch.taken)))
                .invoke(batch::settleTaken)
                .replaceWithVoid();
    }

    private Uni<Void> appendRest(
            SqlClient client, int namespaceId, OffsetDateTime now, Batch batch) {
        return batch.unplaced.isEmpty()
                ? Uni.createFrom().voidItem()
                : store.append(client, namespaceId, now, bound(batch.unplaced));
    }

    private static List<LogStore.Bound> bound(List<Line> lines) {
        return lines.stream().map(Line::bound).toList();
    }

    /** A line and the report it came with. */
    private record Line(int report, LogStore.Bound bound) {
        LogStore.Place place() {
            return new LogStore.Place(bound.executionId(), bound.report().sequence());
        }
    }

    /** Where the lines of one call stand. */
    private static final class Batch {
        /** Lines to store under their own sequence: the first of each place. */
        private final List<Line> placed = new ArrayList<>();

        /** Lines whose place another line has. */
        private final List<Line> taken = new ArrayList<>();

        /** Lines to store behind the last ones. */
        private final List<Line> unplaced = new ArrayList<>();

        private final int[] accepted;
        private final int[] duplicates;
        private final int[] renumbered;

        Batch(List<Addressed> reports) {
            accepted = new int[reports.size()];
            duplicates = new int[reports.size()];
            renumbered = new int[reports.size()];
            Map<LogStore.Place, List<Object>> seen = new HashMap<>();
            for (int i = 0; i < reports.size(); i++) {
                for (LogReport report : reports.get(i).lines()) {
                    Line line =
                            new Line(i, new LogStore.Bound(reports.get(i).executionId(), report));
                    if (report.sequence() == null) {
                        accepted[i]++;
                        unplaced.add(line);
                        continue;
                    }
                    List<Object> there =
                            seen.computeIfAbsent(line.place(), place -> new ArrayList<>());
                    if (there.contains(report.fields())) {
                        duplicates[i]++;
                    } else {
                        (there.isEmpty() ? placed : taken).add(line);
                        there.add(report.fields());
                    }
                }
            }
        }

        void settlePlaced(Set<LogStore.Place> stored) {
            List<Line> refused = new ArrayList<>();
            for (Line line : placed) {
                if (stored.contains(line.place())) {
                    accepted[line.report()]++;
                } else {
                    refused.add(line);
                }
            }
            taken.addAll(0, refused);
        }

        void settleTaken(Set<Integer> known) {
            for (int i = 0; i < taken.size(); i++) {
                Line line = taken.get(i);
                if (known.contains(i)) {
                    duplicates[line.report()]++;
                } else {
                    accepted[line.report()]++;
                    renumbered[line.report()]++;
                    unplaced.add(line);
                }
            }
        }

        List<LogOutcome> outcomes() {
            List<LogOutcome> outcomes = new ArrayList<>();
            for (int i = 0; i < accepted.length; i++) {
                outcomes.add(new LogOutcome(accepted[i], duplicates[i], renumbered[i]));
            }
            return outcomes;
        }
    }
}
