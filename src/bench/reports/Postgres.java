package reports;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The service's database, asked beside the service. */
final class Postgres implements AutoCloseable {

    private final URI url;
    private final Connection connection;

    private Postgres(URI url) throws SQLException {
        this.url = url;
        this.connection = connect();
    }

    /**
     * The database that {@code HINDSIGHT_DATABASE_URL} names or, where there is none, the one that
     * the service runs itself in {@code HINDSIGHT_HOME}.
     */
    static Postgres ofService() throws IOException, SQLException {
        String url = System.getenv("HINDSIGHT_DATABASE_URL");
        return new Postgres(URI.create(url == null ? embedded() : url));
    }

    private static String embedded() throws IOException {
        String named = System.getenv("HINDSIGHT_HOME");
        Path home =
                named == null
                        ? Path.of(System.getProperty("user.home"), ".hindsight")
                        : Path.of(named);
        String password = Files.readString(home.resolve("password")).strip();
        // The fourth line that a server leaves there is its port.
        String port = Files.readAllLines(home.resolve("data/postmaster.pid")).get(3).strip();
        return "postgresql://hindsight:" + password + "@127.0.0.1:" + port + "/hindsight";
    }

    String host() {
        return url.getHost();
    }

    int port() {
        return url.getPort() < 0 ? 5432 : url.getPort();
    }

    String name() {
        return url.getPath().substring(1);
    }

    String user() {
        return url.getUserInfo().split(":", 2)[0];
    }

    /** Empty where none is needed. */
    String password() {
        String[] parts = url.getUserInfo().split(":", 2);
        return parts.length == 2 ? parts[1] : "";
    }

    String jdbc() {
        return "jdbc:postgresql://" + host() + ":" + port() + "/" + name();
    }

    /** A connection of its own. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbc(), user(), password());
    }

    /** Version and the settings on which writing depends most, for a line of output. */
    String facts() throws SQLException {
        StringBuilder facts = new StringBuilder("PostgreSQL ");
        for (String setting :
                List.of(
                        "server_version",
                        "fsync",
                        "synchronous_commit",
                        "full_page_writes",
                        "shared_buffers",
                        "max_wal_size")) {
            facts.append(setting.equals("server_version") ? "" : ", " + setting + " ");
            facts.append(text("SHOW " + setting));
        }
        return facts.toString();
    }

    /** Whether what is committed survives a loss of power. */
    boolean isDurable() throws SQLException {
        return text("SHOW fsync").equals("on")
                && List.of("on", "remote_apply").contains(text("SHOW synchronous_commit"));
    }

    /** Writes out what is dirty, so that runs begin alike; where that is forbidden, does nothing. */
    void checkpoint() throws SQLException {
        if (text("SELECT pg_has_role(rolname, 'pg_checkpoint', 'usage') FROM pg_roles WHERE rolname = current_user")
                .equals("t")) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CHECKPOINT");
            }
        }
    }

    /** Of all tables and indexes. */
    long bytes() throws SQLException {
        return number("SELECT pg_database_size(current_database())");
    }

    /** Ever written to the log. */
    long logBytes() throws SQLException {
        return number("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint");
    }

    /** Transactions that ever wrote something, each savepoint that did so counted as one more. */
    long transactions() throws SQLException {
        return number("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint");
    }

    /** The process whose children the server consists of; empty if it runs on another machine. */
    OptionalLong server() throws SQLException, IOException {
        long session = number("SELECT pg_backend_pid()");
        Path name = Path.of("/proc", Long.toString(session), "comm");
        return Files.exists(name) && Files.readString(name).startsWith("postgres")
                ? OptionalLong.of(Processes.parent(session))
                : OptionalLong.empty();
    }

    /** Rows of a query by its first column; the second is a number. */
    Map<String, Long> numbers(String sql, Object... arguments) throws SQLException {
        Map<String, Long> numbers = new LinkedHashMap<>();
        try (PreparedStatement statement = prepare(sql, arguments);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                numbers.put(rows.getString(1), rows.getLong(2));
            }
        }
        return numbers;
    }

    /** The first row's texts by column, without those that are null; empty without a row. */
    Optional<Map<String, String>> row(String sql, Object... arguments) throws SQLException {
        try (PreparedStatement statement = prepare(sql, arguments);
                ResultSet rows = statement.executeQuery()) {
            if (!rows.next()) {
                return Optional.empty();
            }
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                if (rows.getString(i) != null) {
                    row.put(rows.getMetaData().getColumnName(i), rows.getString(i));
                }
            }
            return Optional.of(row);
        }
    }

    String text(String sql, Object... arguments) throws SQLException {
        return row(sql, arguments).orElseThrow().values().iterator().next();
    }

    long number(String sql, Object... arguments) throws SQLException {
        return Long.parseLong(text(sql, arguments));
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private PreparedStatement prepare(String sql, Object... arguments) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < arguments.length; i++) {
            statement.setObject(i + 1, arguments[i]);
        }
        return statement;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
