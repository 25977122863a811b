package dev.hindsight.report;

import dev.hindsight.db.EventLoops;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The one way into the record. Whoever writes at the same moment shares a transaction, and is
 * answered after its commit.
 */
@Startup
@ApplicationScoped
public class ReportWriter {

    /**
     * Bytes of requests under way from which it pays to write several transactions at once. One costs by
     * itself what some fifteen kilobytes of reports cost in it, so that below, those who wait are served
     * sooner together.
     */
    private static final long SPREAD_BYTES = 128L * 1024;

    private final WaitingRoom room;
    private final Lane aside;
    private final List<Lane> lanes = new ArrayList<>();

    ReportWriter(
            ReportTransaction transaction,
            EventLoops loops,
            WriterConfig config,
            WriterMeters meters) {
        room = new WaitingRoom(config, meters);
        Lane.Desk desk = new Lane.Desk(transaction, meters, config.maxBatch());
        aside = new Lane(desk, loops.next(), null);
        for (int i = 0; i < config.lanes(); i++) {
            lanes.add(new Lane(desk, loops.next(), aside));
        }
        meters.watch(room, config);
    }

    /**
     * Writes one report. Fails with the problem if it is not taken: {@code overloaded} if too many
     * wait, or the database is away.
     */
    public Uni<Recorded> write(Report report) {
        return write(List.of(report))
                .map(recorded -> recorded.get(0))
                .invoke(
                        recorded -> {
                            if (recorded.problem() != null) {
                                throw recorded.problem();
                            }
                        });
    }

    /**
     * Writes reports in their order; those of executions that somebody else holds are written later than
     * the rest. They may go in several transactions, together with those of others. Where it fails, since
     * too many wait or the database is away, some may have been written.
     *
     * @return what became of each, in their order
     */
    public Uni<List<Recorded>> write(List<Report> reports) {
        return Uni.createFrom().deferred(() -> enter(reports));
    }

    private Uni<List<Recorded>> enter(List<Report> reports) {
        if (reports.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        room.enter(reports);
        return Uni.createFrom()
                .emitter(caller -> deal(reports, new Submission(reports, room, caller)));
    }

    /** All of them use one lane: an execution may be named by its id here and by another name there. */
    private void deal(List<Report> reports, Submission submission) {
        List<Submission.Waiting> waiting = new ArrayList<>(reports.size());
        for (int i = 0; i < reports.size(); i++) {
            waiting.add(submission.new Waiting(i));
        }
        lane(reports).add(waiting);
    }

    /**
     * While little waits, one lane for all. Then the lane of an execution; any, for one that is new and
     * has no name. What takes long however little it is goes aside.
     */
    private Lane lane(List<Report> reports) {
        if (Turns.areMany(reports)) {
            return aside;
        }
        if (room.bytes() < SPREAD_BYTES) {
            return lanes.get(0);
        }
        Report report = reports.get(0);
        int hash =
                report.name() == null
                        ? ThreadLocalRandom.current().nextInt()
                        : Objects.hash(report.caller().namespaceId(), report.name());
        return lanes.get(Math.floorMod(hash, lanes.size()));
    }
}
