package reports;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import reports.RecordTables.RecordTable;
import reports.Reporting.Figures;

/**
 * Measures how fast reports are taken and what they cost, and then, in the same run, the references
 * that the figures are held against.
 *
 * <p>The database should be a new one of its own: references leave rows in it that belong to no
 * execution, and what is stored is told from how much it grew. Everything runs on one machine, which
 * the service, PostgreSQL and this program share. Ends by itself.
 */
public final class Reports {

    /** Connections of bulk ingest and of what the targets call eight connections. */
    private static final int FEW = 8;

    private static final int MANY = 64;

    /** Seconds for which executions are reported whose rows the references write again. */
    private static final double FILL_SECONDS = 5;

    private final Options options;
    private final Postgres postgres;
    private final Reporting reporting;

    private Reports(Options options, Postgres postgres) throws IOException, SQLException {
        this.options = options;
        this.postgres = postgres;
        this.reporting = new Reporting(options, postgres);
    }

    public static void main(String... arguments) throws Exception {
        Options options = Options.of(arguments);
        try (Postgres postgres = Postgres.ofService()) {
            System.out.println(postgres.facts());
            if (!postgres.isDurable()) {
                System.out.println("NOT DURABLE: figures of this server prove nothing");
            }
            new Reports(options, postgres).run();
        }
    }

    private void run() throws IOException, SQLException, InterruptedException, ExecutionException {
        printSizes();
        reporting.printHead();
        reporting.warmUp(new StepByStep(), FEW);
        Map<Integer, Figures> steps = measure("steps", "step by step", StepByStep::new);
        Map<Integer, Figures> whole = measure("whole", "whole, one call", Whole::new);
        double bulk = bulk();
        References.printHead();
        References references = new References(postgres, options.seconds());
        double jdbc = runs("jdbc") ? references.jdbc() : Double.NaN;
        Rows rows = runs("pgbench") || runs("copy") ? rows(references) : Rows.NONE;
        Targets.printHead();
        compareSteps(steps);
        Targets.atLeast("whole ÷ JDBC store, executions/s", 1, best(whole) / jdbc);
        double bulkRows = bulk * rows.perExecution();
        Targets.atLeast("bulk ÷ pgbench, rows/s", 4, bulkRows / rows.pgbench());
        Targets.atLeast("bulk ÷ COPY, rows/s", 0.5, bulkRows / rows.copy());
    }

    private static void compareSteps(Map<Integer, Figures> steps) {
        Targets.atLeast(
                "step by step at 8 connections, executions/s",
                1_500,
                of(steps, FEW).executionsPerSecond());
        Targets.atLeast(
                "step by step at 64 connections, executions/s",
                2_500,
                of(steps, MANY).executionsPerSecond());
        Targets.atMost(
                "CPU of service and PostgreSQL at 64 connections, ms an execution",
                0.6,
                of(steps, MANY).cpuMillis());
        Targets.atMost(
                "bytes stored, step by step, a byte of input and output",
                2.2,
                of(steps, FEW).storedBytes() / StandardExecution.payloadBytes());
        Targets.told(
                "the same, a byte of all that was sent as JSON",
                of(steps, FEW).storedBytes() / new StepByStep().bodyBytes());
    }

    private void printSizes() {
        System.out.printf(
                "an execution: %d bytes of input and output; bodies step by step %d, whole %d, bulk %d bytes%n",
                StandardExecution.payloadBytes(),
                new StepByStep().bodyBytes(),
                new Whole().bodyBytes(),
                new Bulk(Bulk.Form.ENDED, options.batch()).bodyBytes());
    }

    private boolean runs(String part) {
        return options.only().contains(part);
    }

    private Map<Integer, Figures> measure(String part, String name, Supplier<Workload> workload)
            throws IOException, SQLException {
        Map<Integer, Figures> figures = new TreeMap<>();
        if (runs(part)) {
            for (int connections : options.connections()) {
                reporting
                        .measure(name, workload.get(), connections, true)
                        .ifPresent(measured -> figures.put(connections, measured));
            }
        }
        return figures;
    }

    /** Executions a second of {@link Bulk.Form#ENDED}; NaN where the service has no bulk ingest. */
    private double bulk() throws IOException, SQLException {
        double ended = Double.NaN;
        if (runs("bulk")) {
            for (Bulk.Form form : Bulk.Form.values()) {
                Workload workload = new Bulk(form, options.batch());
                String name = "bulk, " + form.words;
                double rate =
                        reporting
                                .measure(name, workload, FEW, false)
                                .map(Figures::executionsPerSecond)
                                .orElse(Double.NaN);
                ended = form == Bulk.Form.ENDED ? rate : ended;
            }
        }
        return ended;
    }

    /**
     * How fast rows are written without the service.
     *
     * @param perExecution how many an execution has
     * @param pgbench rows a second
     * @param copy rows a second
     */
    private record Rows(long perExecution, double pgbench, double copy) {
        static final Rows NONE = new Rows(0, Double.NaN, Double.NaN);
    }

    private Rows rows(References references)
            throws IOException, SQLException, InterruptedException {
        Outcome reported = reporting.fill(new Whole(), FEW, FILL_SECONDS);
        UUID like =
                UUID.fromString(
                        postgres.text(
                                "SELECT execution_id FROM external_id WHERE external_id = ?",
                                Template.id(reported.first())));
        List<RecordTable> tables = RecordTables.of(postgres, like);
        return new Rows(
                tables.stream().mapToLong(RecordTable::rows).sum(),
                runs("pgbench") ? references.pgbench(tables, like) : Double.NaN,
                runs("copy") ? references.copy(tables, reported) : Double.NaN);
    }

    private static Figures of(Map<Integer, Figures> figures, int connections) {
        return figures.getOrDefault(connections, new Figures(Double.NaN, Double.NaN, Double.NaN));
    }

    private static double best(Map<Integer, Figures> figures) {
        OptionalDouble best =
                figures.values().stream().mapToDouble(Figures::executionsPerSecond).max();
        return best.orElse(Double.NaN);
    }
}
