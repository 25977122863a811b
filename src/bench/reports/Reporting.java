package reports;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;

/** Runs workloads against the service and prints a row of figures for each. */
final class Reporting {

    private static final String ROWS =
            """
            SELECT 'executions', count(*) FROM external_id
            WHERE external_id >= ? AND external_id < ?
            UNION ALL
            SELECT 'steps', count(*) FROM external_id e JOIN step s USING (namespace_id, execution_id)
            WHERE external_id >= ? AND external_id < ?
            """;

    private final Options options;
    private final InetSocketAddress service;
    private final Postgres postgres;
    private final Usage.Watched watched;

    Reporting(Options options, Postgres postgres) throws IOException, SQLException {
        this.options = options;
        this.service = new InetSocketAddress(options.url().getHost(), options.url().getPort());
        this.postgres = postgres;
        this.watched =
                new Usage.Watched(
                        options.pid().isPresent()
                                ? options.pid()
                                : Processes.listeningOn(service.getPort()),
                        postgres.server(),
                        postgres);
    }

    /**
     * What one row says.
     *
     * @param executionsPerSecond in the closed loop
     * @param cpuMillis of service and PostgreSQL, an execution
     * @param storedBytes of the database with its indexes, an execution
     */
    record Figures(double executionsPerSecond, double cpuMillis, double storedBytes) {}

    /** What the columns mean. */
    void printHead() {
        System.out.printf(
                """

                Latencies in ms, of calls: of a closed loop, and at %.0f %% of its rate from the moment at
                which each call was to be sent. CPU in ms, an execution; "others" is what other programs
                took of the machine, in %%. Transactions, bytes of log and of database an execution.

                """,
                100 * options.load());
        System.out.println(
                "| reports | connections | executions/s | calls/s | p50 | p99 | at calls/s | p50 | p99"
                        + " | CPU service | PostgreSQL | generator | others | transactions | log | database |");
        System.out.println("| --- |" + " ---: |".repeat(15));
    }

    /** Lets the service compile what it needs. */
    void warmUp(Workload workload, int connections) throws IOException {
        if (options.warmUp() > 0 && Load.probe(service, workload).refused() == 0) {
            Load.closed(service, workload, connections, options.warmUp());
        }
    }

    /** A closed run without figures; what it reported can be used by others. */
    Outcome fill(Workload workload, int connections, double seconds)
            throws IOException, SQLException {
        return checked(workload, Load.closed(service, workload, connections, seconds));
    }

    /**
     * Measures a workload; empty, with a line that says why, if the service does not take it.
     *
     * @param paced whether to measure latencies at a fixed rate too
     */
    Optional<Figures> measure(String name, Workload workload, int connections, boolean paced)
            throws IOException, SQLException {
        Outcome probe = Load.probe(service, workload);
        if (probe.refused() > 0) {
            System.out.printf(
                    "| %s | %d | not measured, the service refuses it: %s |%n",
                    name, connections, probe.complaint());
            return Optional.empty();
        }
        Load.closed(service, workload, connections, options.seconds() / 4.0);
        postgres.checkpoint();
        long bytes = postgres.bytes();
        Usage before = watched.usage();
        Outcome free = Load.closed(service, workload, connections, options.seconds());
        Usage used = watched.usage().since(before);
        postgres.checkpoint();
        double stored = (postgres.bytes() - bytes) / (double) free.executions();
        checked(workload, free);
        Optional<Outcome> even =
                paced ? Optional.of(pace(workload, connections, free)) : Optional.empty();
        print(name, connections, free, even, used, stored);
        return Optional.of(
                new Figures(
                        free.executionsPerSecond(),
                        (used.service() + used.postgres()) / free.executions(),
                        stored));
    }

    private Outcome pace(Workload workload, int connections, Outcome free)
            throws IOException, SQLException {
        double rate = options.load() * free.callsPerSecond();
        return checked(
                workload, Load.paced(service, workload, connections, options.seconds(), rate));
    }

    /** What was acknowledged must be there. */
    private Outcome checked(Workload workload, Outcome outcome) throws SQLException {
        if (outcome.refused() > 0) {
            System.out.printf(
                    "%d of the reports were refused, the last with %s%n",
                    outcome.refused(), outcome.complaint());
        }
        String first = Template.id(outcome.first());
        String next = Template.id(outcome.next());
        var rows = postgres.numbers(ROWS, first, next, first, next);
        if (rows.get("executions") < outcome.executions()
                || rows.get("steps") < outcome.executions() * StandardExecution.STEPS) {
            throw new IllegalStateException(
                    "%d executions were acknowledged, stored are %s"
                            .formatted(outcome.executions(), rows));
        }
        return outcome;
    }

    private static void print(
            String name,
            int connections,
            Outcome free,
            Optional<Outcome> even,
            Usage used,
            double stored) {
        double n = free.executions();
        System.out.printf(
                Locale.ROOT,
                "| %s | %d | %.0f | %.0f | %.2f | %.2f | %s | %.3f | %.3f | %.3f | %.0f | %.2f | %.0f | %.0f |%n",
                name,
                connections,
                free.executionsPerSecond(),
                free.callsPerSecond(),
                free.latencies().millis(50),
                free.latencies().millis(99),
                even.map(Reporting::paced).orElse(" | | "),
                used.service() / n,
                used.postgres() / n,
                used.generator() / n,
                used.othersPercent(),
                used.transactions() / n,
                used.logBytes() / n,
                stored);
    }

    private static String paced(Outcome outcome) {
        return "%.0f | %.2f | %.2f"
                .formatted(
                        outcome.callsPerSecond(),
                        outcome.latencies().millis(50),
                        outcome.latencies().millis(99));
    }
}
