package dev.hindsight.report;

import dev.hindsight.change.Feed;
import dev.hindsight.dag.DagService;
import dev.hindsight.db.Database;
import dev.hindsight.execution.ExecutionRecorder;
import dev.hindsight.log.LogOutcome;
import dev.hindsight.log.LogRecorder;
import dev.hindsight.partition.DayStatistics;
import dev.hindsight.recording.ExecutionOutcome;
import dev.hindsight.recording.ReportRecorder;
import dev.hindsight.step.StepOutcome;
import dev.hindsight.step.StepRecorder;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Writes a batch of reports in one transaction. */
@ApplicationScoped
class ReportTransaction {

    private final Database database;
    private final ReportRecorder recorder;
    private final ExecutionRecorder executions;
    private final StepRecorder steps;
    private final LogRecorder logs;
    private final DagService dags;
    private final DayStatistics statistics;
    private final Feed feed;

    ReportTransaction(
            Database database,
            ReportRecorder recorder,
            ExecutionRecorder executions,
            StepRecorder steps,
            LogRecorder logs,
            DagService dags,
            DayStatistics statistics,
            Feed feed) {
        this.database = database;
        this.recorder = recorder;
        this.executions = executions;
        this.steps = steps;
        this.logs = logs;
        this.dags = dags;
        this.statistics = statistics;
        this.feed = feed;
    }

    /**
     * Writes a batch of reports; answers after the commit. Where others hold rows, it waits for them,
     * or leaves those reports out.
     *
     * @param waits whether it waits; if not, {@link Recorded#isHeld} tells of what is left out
     * @return what became of each, in their order
     */
    Uni<List<Recorded>> write(List<Report> reports, boolean waits) {
        return write(reports, waits, Map.of());
    }

    /**
     * A part that cannot be taken, a step say, is only found out when the rest of its report is
     * written. Then nothing of the transaction stays, and it is run again without the guilty.
     *
     * @param refused what became of the reports that are left out, by their place
     */
    private Uni<List<Recorded>> write(
            List<Report> reports, boolean waits, Map<Integer, Recorded> refused) {
        List<Integer> places =
                IntStream.range(0, reports.size())
                        .filter(i -> !refused.containsKey(i))
                        .boxed()
                        .toList();
        List<Report> left = places.stream().map(reports::get).toList();
        return database.transaction(
                        client ->
                                writeIn(new Writing(client, waits), left)
                                        .invoke(done -> refuse(done, places)))
                .invoke(
                        done -> {
                            statistics.grew(written(done));
                            if (done.stream().anyMatch(Recorded::mayChange)) {
                                feed.committed();
                            }
                        })
                .map(
                        done -> {
                            Map<Integer, Recorded> all = new HashMap<>(refused);
                            for (int i = 0; i < places.size(); i++) {
                                all.put(places.get(i), done.get(i));
                            }
                            return IntStream.range(0, reports.size()).mapToObj(all::get).toList();
                        })
                .onFailure(Refused.class)
                .recoverWithUni(
                        failure -> {
                            Map<Integer, Recorded> more = new HashMap<>(refused);
                            more.putAll(failure.guilty);
                            return write(reports, waits, more);
                        });
    }

    private static List<UUID> written(List<Recorded> done) {
        return done.stream().map(it -> it.execution().id()).filter(Objects::nonNull).toList();
    }

    private static void refuse(List<Recorded> done, List<Integer> places) {
        Map<Integer, Recorded> guilty = new HashMap<>();
        for (int i = 0; i < done.size(); i++) {
            if (done.get(i).isHalf()) {
                guilty.put(places.get(i), Recorded.refused(done.get(i).problem()));
            }
        }
        if (!guilty.isEmpty()) {
            throw new Refused(guilty);
        }
    }

    /** Rolls a transaction back in which reports turned out to be guilty. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Map<Integer, Recorded> guilty;

        Refused(Map<Integer, Recorded> guilty) {
            super("Some reports are not taken", null, false, false);
            this.guilty = guilty;
        }
    }

    /** The transaction that a batch is written in, and whether it waits for rows that others hold. */
    private record Writing(SqlClient client, boolean waits) {}

    private Uni<List<Recorded>> writeIn(Writing writing, List<Report> reports) {
        // A statement is bound to one namespace; the namespaces take their turns in one order.
        Map<Integer, List<Integer>> byNamespace = new TreeMap<>();
        for (int i = 0; i < reports.size(); i++) {
            byNamespace
                    .computeIfAbsent(reports.get(i).caller().namespaceId(), id -> new ArrayList<>())
                    .add(i);
        }
        Recorded[] recorded = new Recorded[reports.size()];
        return Multi.createFrom()
                .iterable(byNamespace.entrySet())
                .onItem()
                .transformToUniAndConcatenate(
                        entry -> {
                            List<Integer> places = entry.getValue();
                            List<Report> mine = places.stream().map(reports::get).toList();
                            return writeOne(writing, entry.getKey(), mine)
                                    .invoke(
                                            done -> {
                                                for (int i = 0; i < done.size(); i++) {
                                                    recorded[places.get(i)] = done.get(i);
                                                }
                                            });
                        })
                .collect()
                .asList()
                .map(done -> List.of(recorded));
    }

    private Uni<List<Recorded>> writeOne(Writing writing, int namespaceId, List<Report> reports) {
        SqlClient client = writing.client();
        OffsetDateTime now = executions.now();
        return graphs(client, namespaceId, reports)
                .chain(
                        hashes ->
                                recorder.record(
                                        client,
                                        namespaceId,
                                        now,
                                        reports.stream().map(Report::execution).toList(),
                                        hashes,
                                        writing.waits()))
                .chain(
                        outcomes ->
                                writeChildren(
                                        new Place(client, namespaceId, now), reports, outcomes));
    }

    /** Stores the graphs that reports carry; tells a hash, or {@code null}, for each report. */
    private Uni<List<@Nullable String>> graphs(
            SqlClient client, int namespaceId, List<Report> reports) {
        List<String> graphs = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < reports.size(); i++) {
            String graph = reports.get(i).execution().graph();
            if (graph != null) {
                graphs.add(graph);
                places.add(i);
            }
        }
        return dags.record(client, namespaceId, graphs)
                .map(
                        hashes -> {
                            List<@Nullable String> all =
                                    new ArrayList<>(Collections.nCopies(reports.size(), null));
                            for (int i = 0; i < places.size(); i++) {
                                all.set(places.get(i), hashes.get(i));
                            }
                            return all;
                        });
    }

    /** Where what belongs to executions is written, and the moment that it shares with them. */
    private record Place(SqlClient client, int namespaceId, OffsetDateTime now) {}

    private Uni<List<Recorded>> writeChildren(
            Place place, List<Report> reports, List<ExecutionOutcome> outcomes) {
        List<StepRecorder.Addressed> stepReports = new ArrayList<>();
        List<LogRecorder.Addressed> lines = new ArrayList<>();
        List<UUID> beats = new ArrayList<>();
        for (int i = 0; i < reports.size(); i++) {
            Report report = reports.get(i);
            UUID id = outcomes.get(i).id();
            if (id == null) {
                continue;
            }
            report.steps().forEach(step -> stepReports.add(new StepRecorder.Addressed(id, step)));
            lines.add(new LogRecorder.Addressed(id, report.lines()));
            if (report.heartbeat()) {
                beats.add(id);
            }
        }
        SqlClient client = place.client();
        int namespaceId = place.namespaceId();
        return steps.record(client, namespaceId, place.now(), stepReports)
                .chain(
                        stepOutcomes ->
                                logs.record(client, namespaceId, place.now(), lines)
                                        .call(() -> beat(client, namespaceId, beats))
                                        .map(
                                                lineOutcomes ->
                                                        gather(
                                                                reports,
                                                                outcomes,
                                                                stepOutcomes,
                                                                lineOutcomes)));
    }

    private Uni<Void> beat(SqlClient client, int namespaceId, List<UUID> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().voidItem()
                : executions.beat(client, namespaceId, ids);
    }

    /** Deals the outcomes of steps and lines out to the reports they came with. */
    private static List<Recorded> gather(
            List<Report> reports,
            List<ExecutionOutcome> outcomes,
            List<StepOutcome> stepOutcomes,
            List<LogOutcome> lineOutcomes) {
        List<Recorded> recorded = new ArrayList<>();
        int step = 0;
        int line = 0;
        for (int i = 0; i < reports.size(); i++) {
            if (outcomes.get(i).id() == null) {
                recorded.add(new Recorded(outcomes.get(i), List.of(), LogOutcome.NONE));
                continue;
            }
            int end = step + reports.get(i).steps().size();
            recorded.add(
                    new Recorded(
                            outcomes.get(i),
                            List.copyOf(stepOutcomes.subList(step, end)),
                            lineOutcomes.get(line++)));
            step = end;
        }
        return recorded;
    }
}
