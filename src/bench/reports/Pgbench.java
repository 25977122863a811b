package reports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import reports.RecordTables.RecordTable;

/**
 * The reference for single rows: {@code pgbench} inserts rows like those of an execution, in the
 * same proportion, into the same tables, one prepared statement and one row a transaction.
 */
final class Pgbench {

    private static final Pattern RATE = Pattern.compile("(?m)^tps = ([\\d.]+)");

    /** A UUIDv7 of now, which only PostgreSQL 18 has a function for. */
    private static final String NEW_ID =
            """
            encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) PLACING \
            substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) \
            FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid\
            """;

    private static final String NEW_EXTERNAL_ID = "'bench-' || left(md5(random()::text), 16)";

    private final Path program;
    private final Postgres postgres;
    private final List<String> inserts = new ArrayList<>();

    private Pgbench(Path program, Postgres postgres) {
        this.program = program;
        this.postgres = postgres;
    }

    /** Rows that one transaction each has written, a second. */
    record Rate(int clients, double rowsPerSecond) {}

    /** The program on the path or, since Debian puts it elsewhere, the newest of its releases. */
    static Optional<Path> find() throws IOException {
        List<Path> folders = new ArrayList<>();
        for (String folder : System.getenv("PATH").split(":")) {
            folders.add(Path.of(folder));
        }
        Path debian = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(debian)) {
            try (Stream<Path> releases = Files.list(debian)) {
                releases.sorted((a, b) -> b.compareTo(a))
                        .forEach(release -> folders.add(release.resolve("bin")));
            }
        }
        return folders.stream()
                .map(folder -> folder.resolve("pgbench"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * The best rate of several numbers of clients.
     *
     * @param like an execution whose rows are the pattern
     * @param seconds for each number of clients
     */
    static Rate best(
            Path program,
            Postgres postgres,
            List<RecordTable> tables,
            UUID like,
            List<Integer> clients,
            int seconds)
            throws SQLException, IOException, InterruptedException {
        Path folder = Files.createTempDirectory("pgbench");
        try {
            Pgbench bench = new Pgbench(program, postgres);
            for (RecordTable table : tables) {
                bench.addInsert(folder, table, like);
            }
            Rate best = new Rate(0, 0);
            for (int each : clients) {
                postgres.checkpoint();
                double rate = bench.run(each, seconds);
                best = rate > best.rowsPerSecond() ? new Rate(each, rate) : best;
            }
            return best;
        } finally {
            for (RecordTable table : tables) {
                Files.deleteIfExists(script(folder, table));
            }
            Files.delete(folder);
        }
    }

    private static Path script(Path folder, RecordTable table) {
        return folder.resolve(table.name() + ".sql");
    }

    /** Every value that is no id is a parameter, as it would be in a program. */
    private void addInsert(Path folder, RecordTable table, UUID like)
            throws SQLException, IOException {
        Map<String, String> row =
                postgres.row(
                                "SELECT * FROM %s WHERE %s = ? LIMIT 1"
                                        .formatted(table.name(), table.key()),
                                like)
                        .orElseThrow();
        List<String> values = new ArrayList<>();
        for (Map.Entry<String, String> column : row.entrySet()) {
            if (column.getKey().equals(table.key())) {
                values.add(NEW_ID);
            } else if (column.getKey().equals("external_id")) {
                values.add(NEW_EXTERNAL_ID);
            } else {
                String variable = table.name() + "_" + column.getKey();
                inserts.addAll(List.of("-D", variable + "=" + column.getValue()));
                values.add(":" + variable);
            }
        }
        String columns =
                row.keySet().stream().map(RecordTables::quoted).collect(Collectors.joining(", "));
        Path script = script(folder, table);
        Files.writeString(
                script,
                "INSERT INTO %s (%s) VALUES (%s);%n"
                        .formatted(table.name(), columns, String.join(", ", values)));
        inserts.addAll(List.of("-f", script + "@" + table.rows()));
    }

    private double run(int clients, int seconds) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString(), "-n", "-M", "prepared"));
        command.addAll(List.of("-c", Integer.toString(clients)));
        command.addAll(List.of("-j", Integer.toString(Math.min(clients, 2))));
        command.addAll(List.of("-T", Integer.toString(seconds)));
        command.addAll(inserts);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(
                        Map.of(
                                "PGHOST", postgres.host(),
                                "PGPORT", Integer.toString(postgres.port()),
                                "PGDATABASE", postgres.name(),
                                "PGUSER", postgres.user(),
                                "PGPASSWORD", postgres.password()));
        Process process = builder.start();
        String said;
        try (InputStream output = process.getInputStream()) {
            said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            process.destroy();
            process.waitFor(10, TimeUnit.SECONDS);
        }
        Matcher rate = RATE.matcher(said);
        if (!rate.find()) {
            throw new IOException("pgbench failed: " + said.strip());
        }
        return Double.parseDouble(rate.group(1));
    }
}
