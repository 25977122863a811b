package dev.hindsight.report;

import dev.hindsight.log.LogOutcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/**
 * What the writer does, counted once a transaction and not once a report, so that counting costs
 * nothing that could be measured.
 */
@Singleton
final class WriterMeters {

    private final MeterRegistry metrics;
    private final Counter created;
    private final Counter merged;
    private final Counter refused;
    private final Counter steps;
    private final Counter stored;
    private final Counter duplicate;
    private final Counter dropped;
    private final Counter heartbeats;
    private final Counter overloaded;
    private final Counter divided;
    private final Counter held;
    private final DistributionSummary batch;
    private final Timer transaction;

    WriterMeters(MeterRegistry metrics) {
        this.metrics = metrics;
        this.created = settled("created");
        this.merged = settled("merged");
        this.refused = settled("refused");
        this.steps = counter("hindsight_report_steps", "Reports of steps that were taken");
        this.stored = lines("stored");
        this.duplicate = lines("duplicate");
        this.dropped = lines("dropped");
        this.heartbeats = counter("hindsight_report_heartbeats", "Signs of life that were taken");
        this.overloaded =
                counter(
                        "hindsight_report_overloaded",
                        "Submissions that found no room, to which the answer was 429");
        this.divided =
                counter(
                        "hindsight_report_divided",
                        "Transactions that failed and were halved to find the guilty report");
        this.held =
                counter(
                        "hindsight_report_held",
                        "Reports that were written apart, since others held their execution");
        this.batch =
                DistributionSummary.builder("hindsight_report_batch_reports")
                        .description("Reports that shared a transaction")
                        .register(metrics);
        this.transaction =
                Timer.builder("hindsight_report_transaction")
                        .description("From a batch's beginning to its commit")
                        .serviceLevelObjectives(
                                Duration.ofMillis(2),
                                Duration.ofMillis(5),
                                Duration.ofMillis(10),
                                Duration.ofMillis(25),
                                Duration.ofMillis(100),
                                Duration.ofMillis(500),
                                Duration.ofSeconds(5))
                        .register(metrics);
    }

    private Counter settled(String outcome) {
        return Counter.builder("hindsight_report_settled")
                .description("Reports by what became of them")
                .tag("outcome", outcome)
                .register(metrics);
    }

    private Counter lines(String outcome) {
        return Counter.builder("hindsight_report_lines")
                .description("Log lines by what became of them")
                .tag("outcome", outcome)
                .register(metrics);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(metrics);
    }

    /** Tells how full a room is, and when it is. */
    void watch(WaitingRoom room, WriterConfig config) {
        Gauge.builder("hindsight_report_waiting", room, WaitingRoom::reports)
                .description("Reports that wait or are being written")
                .register(metrics);
        Gauge.builder("hindsight_report_waiting_limit", config::maxWaiting)
                .description("Reports at which the next ones are answered 429")
                .register(metrics);
        Gauge.builder("hindsight_report_waiting_bytes", room, WaitingRoom::bytes)
                .description("Bytes of requests whose reports wait or are being written")
                .register(metrics);
        Gauge.builder("hindsight_report_waiting_limit_bytes", config::maxWaitingBytes)
                .description("Bytes at which the next ones are answered 429")
                .register(metrics);
    }

    /** A batch was written and committed. */
    void wrote(List<Report> reports, List<Recorded> recorded, long nanos) {
        batch.record(reports.size());
        transaction.record(Duration.ofNanos(nanos));
        Sum sum = new Sum();
        for (int i = 0; i < reports.size(); i++) {
            sum.add(reports.get(i), recorded.get(i));
        }
        add(created, sum.created);
        add(merged, sum.merged);
        add(refused, sum.refused);
        add(steps, sum.steps);
        add(stored, sum.stored);
        add(duplicate, sum.duplicates);
        add(dropped, sum.dropped);
        add(heartbeats, sum.heartbeats);
        add(held, sum.held);
    }

    /** A report alone could not be written. */
    void refused() {
        refused.increment();
    }

    /** A batch failed, and its halves are tried. */
    void divided() {
        divided.increment();
    }

    /** Somebody is told to come again. */
    void overloaded() {
        overloaded.increment();
    }

    private static void add(Counter counter, long number) {
        if (number > 0) {
            counter.increment((double) number);
        }
    }

    /** What became of the reports of a batch. */
    private static final class Sum {

        private long created;
        private long merged;
        private long refused;
        private long held;
        private long steps;
        private long heartbeats;
        private long stored;
        private long duplicates;
        private long dropped;

        void add(Report report, Recorded recorded) {
            if (recorded.isHeld()) {
                held++;
            } else if (recorded.problem() != null) {
                refused++;
            } else {
                if (recorded.execution().created()) {
                    created++;
                } else {
                    merged++;
                }
                addParts(report, recorded);
            }
        }

        private void addParts(Report report, Recorded recorded) {
            LogOutcome lines = recorded.lines();
            steps += recorded.steps().size();
            stored += lines.accepted();
            duplicates += lines.duplicates();
            dropped += lines.dropped();
            heartbeats += report.heartbeat() ? 1 : 0;
        }
    }
}
