package dev.hindsight.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Postgres;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SchemaTest {

    @ParameterizedTest
    @EnumSource(Postgres.class)
    void migrate_bringsAnEmptyDatabaseUpToDate(Postgres line) {
        Schema schema = new Replica(line).start(SchemaConfig.Mode.MIGRATE);

        assertThat(schema.state()).isEqualTo(Schema.State.CURRENT);
        assertThat(schema.isUsable()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Postgres.class)
    void migrate_byTwoReplicasAtOnceSucceedsForBoth(Postgres line) {
        Replica database = new Replica(line);
        Schema one = database.schema(SchemaConfig.Mode.MIGRATE);
        Schema other = database.schema(SchemaConfig.Mode.MIGRATE);

        List<Boolean> done =
                Uni.join().all(one.prepare(), other.prepare()).andFailFast().await().indefinitely();

        assertThat(done).containsOnly(true);
    }

    @ParameterizedTest
    @EnumSource(Postgres.class)
    void validate_waitsForSomebodyElseToMigrate(Postgres line) {
        Replica database = new Replica(line);
        Schema schema = database.start(SchemaConfig.Mode.VALIDATE);
        assertThat(schema.state()).isEqualTo(Schema.State.BEHIND);
        assertThat(schema.isUsable()).isFalse();

        database.start(SchemaConfig.Mode.MIGRATE);

        assertThat(schema.prepare().await().indefinitely()).isTrue();
        assertThat(schema.isUsable()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Postgres.class)
    void off_takesTheSchemaAsItIs(Postgres line) {
        Schema schema = new Replica(line).start(SchemaConfig.Mode.OFF);

        assertThat(schema.state()).isEqualTo(Schema.State.UNKNOWN);
        assertThat(schema.isUsable()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Postgres.class)
    void aNewerSchema_isNotUsableAndNotTouched(Postgres line) throws SQLException {
        Replica database = new Replica(line);
        database.start(SchemaConfig.Mode.MIGRATE);
        database.execute(
                "INSERT INTO flyway_schema_history (installed_rank, version, description, type,"
                        + " script, checksum, installed_by, execution_time, success)"
                        + " VALUES (999, '999', 'later', 'SQL', 'V999__later.sql', 1, 'x', 1, true)");

        for (SchemaConfig.Mode mode :
                List.of(SchemaConfig.Mode.MIGRATE, SchemaConfig.Mode.VALIDATE)) {
            Schema schema = database.start(mode);
            assertThat(schema.state()).isEqualTo(Schema.State.AHEAD);
            assertThat(schema.isUsable()).isFalse();
        }
    }

    /** A database of its own, and whoever starts on it. */
    private record Replica(String url) {

        Replica(Postgres line) {
            this(jdbc(line.freshDatabase()));
        }

        Schema start(SchemaConfig.Mode mode) {
            Schema schema = schema(mode);
            assertThat(schema.prepare().await().indefinitely()).isEqualTo(schema.isUsable());
            return schema;
        }

        Schema schema(SchemaConfig.Mode mode) {
            return new Schema(
                    Flyway.configure().dataSource(url, "postgres", "postgres").load(), () -> mode);
        }

        void execute(String sql) throws SQLException {
            try (Connection connection = DriverManager.getConnection(url, "postgres", "postgres");
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }

        private static String jdbc(String url) {
            URI uri = URI.create(url);
            return "jdbc:postgresql://%s:%d%s"
                    .formatted(uri.getHost(), uri.getPort(), uri.getPath());
        }
    }
}
