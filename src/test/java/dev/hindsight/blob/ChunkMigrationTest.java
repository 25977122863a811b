package dev.hindsight.blob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Postgres;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Databases that have days from before there were chunks. */
class ChunkMigrationTest {

    private static final String RANGE =
            " FOR VALUES FROM ('019a0000-0000-7000-8000-000000000000')"
                    + " TO ('019b0000-0000-7000-8000-000000000000')";

    @ParameterizedTest
    @EnumSource(Postgres.class)
    void days_getChunksAndKeepTheirArtifacts(Postgres line) throws SQLException {
        URI uri = URI.create(line.freshDatabase());
        String url = "jdbc:postgresql://localhost:" + uri.getPort() + uri.getPath();
        Flyway.configure().dataSource(url, "postgres", "postgres").target("20").load().migrate();

        try (Connection connection = DriverManager.getConnection(url, "postgres", "postgres");
                Statement statement = connection.createStatement()) {
            for (String table : new String[] {"artifact", "tree", "snapshot", "state"}) {
                statement.execute(
                        "CREATE TABLE %1$s_20251020 PARTITION OF %1$s".formatted(table) + RANGE);
            }
            statement.execute(
                    "INSERT INTO artifact (namespace_id, execution_id, updated_at, node, key, value)"
                            + " VALUES (1, '019a0000-0000-7000-8000-000000000001', now(), 'n', 'k',"
                            + " '[1, \"ü\"]')");

            Flyway.configure().dataSource(url, "postgres", "postgres").load().migrate();

            assertThat(one(statement, "SELECT bytes || value::text FROM artifact_20251020"))
                    .isEqualTo("9[1, \"ü\"]");
            assertThat(
                            one(
                                    statement,
                                    "SELECT pg_get_expr(relpartbound, oid) FROM pg_class"
                                            + " WHERE relname = 'chunk_20251020'"))
                    .isEqualTo(RANGE.strip());
            statement.execute(
                    "INSERT INTO chunk VALUES (1, '019a0000-0000-7000-8000-000000000001',"
                            + " '019a0000-0000-7000-8000-000000000002', 0, '')");
        }
    }

    private static String one(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
