package reports;

import java.sql.SQLException;
import java.util.OptionalLong;

/**
 * What was used up to a moment; of interest is the difference of two.
 *
 * @param nanos the moment
 * @param service milliseconds of CPU; NaN where it cannot be told
 * @param postgres likewise
 * @param generator likewise
 * @param machine likewise, of all processes
 * @param transactions that wrote
 * @param logBytes of write-ahead log
 */
record Usage(
        long nanos,
        double service,
        double postgres,
        double generator,
        double machine,
        long transactions,
        long logBytes) {

    /** Whom to look at. */
    record Watched(OptionalLong service, OptionalLong server, Postgres postgres) {

        Usage usage() throws SQLException {
            return new Usage(
                    System.nanoTime(),
                    service.isPresent() ? Processes.millis(service.getAsLong()) : Double.NaN,
                    server.isPresent()
                            ? Processes.millisWithChildren(server.getAsLong())
                            : Double.NaN,
                    Processes.millis(ProcessHandle.current().pid()),
                    Processes.millisOfMachine(),
                    postgres.transactions(),
                    postgres.logBytes());
        }
    }

    Usage since(Usage before) {
        return new Usage(
                nanos - before.nanos,
                service - before.service,
                postgres - before.postgres,
                generator - before.generator,
                machine - before.machine,
                transactions - before.transactions,
                logBytes - before.logBytes);
    }

    /** How much of the machine's CPU time went to others, in percent: how noisy the figures are. */
    double othersPercent() {
        double all = nanos / 1e6 * Runtime.getRuntime().availableProcessors();
        return Math.max(0, 100 * (machine - service - postgres - generator) / all);
    }
}
