package reports;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import reports.RecordTables.RecordTable;

/** Writes what the service writes without it, and prints how fast that is. */
final class References {

    private static final List<Integer> THREADS = List.of(8, 64);
    private static final List<Integer> CLIENTS = List.of(1, 8, 32, 64);

    private final Postgres postgres;
    private final int seconds;

    /**
     * @param seconds of each run
     */
    References(Postgres postgres, int seconds) {
        this.postgres = postgres;
        this.seconds = seconds;
    }

    static void printHead() {
        System.out.println("\n| reference | with | a second |\n| --- | --- | ---: |");
    }

    /** Executions a second of the store that an engine brings, the best of some. */
    double jdbc() throws SQLException, InterruptedException, ExecutionException {
        double best = 0;
        try (JdbcStore store = new JdbcStore(postgres)) {
            store.executionsPerSecond(THREADS.get(0), seconds / 4.0);
            for (int threads : THREADS) {
                postgres.checkpoint();
                double rate = store.executionsPerSecond(threads, seconds);
                print("JDBC store, executions", threads + " threads, 10 connections", rate);
                best = Math.max(best, rate);
            }
            System.out.printf(
                    Locale.ROOT,
                    "| JDBC store, bytes an execution | | %.0f |%n",
                    store.bytesPerExecution());
        }
        return best;
    }

    /**
     * Rows a second that pgbench inserts one by one, the best of some; NaN without pgbench.
     *
     * @param like an execution whose rows are the pattern
     */
    double pgbench(List<RecordTable> tables, UUID like)
            throws SQLException, IOException, InterruptedException {
        Optional<Path> program = Pgbench.find();
        if (program.isEmpty()) {
            System.out.println("| pgbench, rows | not measured: it is not installed | |");
            return Double.NaN;
        }
        Pgbench.Rate best = Pgbench.best(program.get(), postgres, tables, like, CLIENTS, seconds);
        print(
                "pgbench, rows",
                best.clients() + " clients, the best of " + CLIENTS,
                best.rowsPerSecond());
        return best.rowsPerSecond();
    }

    /** Rows a second that COPY writes: the rows of executions that were reported. */
    double copy(List<RecordTable> tables, Outcome reported) throws SQLException, IOException {
        double rate = new Copy(postgres, tables, reported).rowsPerSecond();
        print("COPY, rows", "1 connection, 1 transaction, the best of 3", rate);
        return rate;
    }

    private static void print(String what, String with, double rate) {
        System.out.printf(Locale.ROOT, "| %s | %s | %.0f |%n", what, with, rate);
    }
}
