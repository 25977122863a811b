package dev.hindsight.embedded;

import dev.hindsight.problem.StartFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The server of one home folder, driven by PostgreSQL's own programs.
 *
 * <p>{@code pg_ctl} starts it in a session of its own, on every system alike: a Ctrl-C in the
 * terminal reaches the service, which drains, and not the database under it. No settings file is
 * edited: what the service relies on is on the command line of each start.
 *
 * @param home whose lock this process holds
 * @param programs those that made its data folder
 */
record PostgresServer(HomeFolder home, PostgresPrograms programs) {

    /** Recovery after a power loss reads the log since the last checkpoint: minutes, at worst. */
    private static final String START_SECONDS = "600";

    private static final String STOP_SECONDS = "60";

    /** How long a start is tried again while what hinders it passes. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** Constants only, without a space: pg_ctl hands them to a shell. */
    private static final List<String> SETTINGS =
            List.of(
                    "listen_addresses=127.0.0.1",
                    "unix_socket_directories=",
                    "fsync=on",
                    "shared_buffers=128MB",
                    "max_connections=100",
                    "timezone=UTC",
                    "log_timezone=UTC",
                    "log_checkpoints=off",
                    // What fails may carry payloads, which have no place in a log.
                    "log_min_error_statement=panic",
                    "log_error_verbosity=terse");

    /**
     * A server that was started.
     *
     * @param process its first process; empty if it has ended already
     * @param logged where what it says begins in the log
     */
    record Running(int port, Optional<ProcessHandle> process, long logged) {}

    /**
     * Starts the server on a free port and waits until it accepts connections.
     *
     * @throws StartFailure if it does not start, with the server's own reason
     */
    Running start() throws IOException {
        return start(PostgresServer::freePort);
    }

    /**
     * Starts the server after another one, which has ended, where that was. One that runs on the data
     * folder by now, whoever started it, is stopped first.
     *
     * @throws StartFailure if it does not start, with the server's own reason
     */
    Running startAgain(int port) throws IOException {
        stopIfRunning();
        log().rotate();
        return start(() -> port);
    }

    ServerLog log() {
        return new ServerLog(home.log());
    }

    /** Chooses a port. */
    @FunctionalInterface
    private interface Ports {
        int next() throws IOException;
    }

    private Running start(Ports ports) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String said;
        do {
            int port = ports.next();
            long logged = log().size();
            Program start = programs.call("pg_ctl", startArguments(port), "");
            if (start.succeeded()) {
                return new Running(port, process(), logged);
            }
            String written = log().from(logged);
            said = written.isBlank() ? start.output() : written;
        } while (passes(said) && System.nanoTime() < deadline);
        String reason = Program.complaint(said);
        stopIfRunning();
        throw new StartFailure(
                "the embedded PostgreSQL does not start: %s (more in %s)"
                        .formatted(reason, home.log()));
    }

    private Optional<ProcessHandle> process() throws IOException {
        return PostmasterFile.of(home.data()).flatMap(PostmasterFile::process);
    }

    /**
     * Another program may take a free port between its choice and its use; and the processes of a
     * server that was killed take a moment to notice.
     */
    private static boolean passes(String complaint) {
        return complaint.contains("Address already in use")
                || complaint.contains("pre-existing shared memory block");
    }

    private List<String> startArguments(int port) {
        List<String> settings = new ArrayList<>(List.of("-p", Integer.toString(port)));
        for (String setting : SETTINGS) {
            settings.add("-c");
            settings.add(setting);
        }
        return List.of(
                "start",
                "-D",
                home.data().toString(),
                "-l",
                home.log().toString(),
                "-w",
                "-t",
                START_SECONDS,
                "-o",
                String.join(" ", settings));
    }

    /**
     * Stops the server if it runs, whoever started it: open transactions are rolled back, what was
     * committed is safe. A stale file of a server that is gone does not matter.
     *
     * @throws StartFailure if it still runs after a minute
     */
    void stopIfRunning() throws IOException {
        PostmasterFile file = PostmasterFile.of(home.data()).orElse(null);
        if (file == null) {
            return;
        }
        if (!file.isServerOf(home)) {
            if (file.lines().isEmpty() || file.process().isPresent()) {
                file.disown();
            }
            return;
        }
        if (!stop("fast").succeeded() && PostmasterFile.of(home.data()).isPresent()) {
            Program killed = stop("immediate");
            if (!killed.succeeded() && PostmasterFile.of(home.data()).isPresent()) {
                throw new StartFailure(
                        "the PostgreSQL server with process id %s does not stop (%s): end it by hand"
                                .formatted(file.lines().get(0), killed.complaint()));
            }
        }
    }

    private Program stop(String mode) throws IOException {
        String data = home.data().toString();
        return programs.call(
                "pg_ctl", List.of("stop", "-D", data, "-m", mode, "-w", "-t", STOP_SECONDS), "");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket =
                new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        }
    }
}
