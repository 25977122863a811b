package dev.hindsight.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.db.Database;
import dev.hindsight.fixture.Postgres;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaTest {

    private static final Vertx VERTX = Vertx.vertx();

    @AfterAll
    static void close() {
        VERTX.closeAndAwait();
    }

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
    @CsvSource({
        "later, true",
        "later since 989, true",
        "later since 120x, true",
        "later since , true",
        "later since 120, false"
    })
    void aLaterSchema_isNotUsableAndNotTouched(String description, boolean success)
            throws SQLException {
        Replica database = new Replica(Postgres.NEWEST);
        database.start(SchemaConfig.Mode.MIGRATE);
        database.migratedLater("990", "another since 120", true);
        database.migratedLater("999", description, success);

        for (SchemaConfig.Mode mode :
                List.of(SchemaConfig.Mode.MIGRATE, SchemaConfig.Mode.VALIDATE)) {
            Schema schema = database.start(mode);
            assertThat(schema.state()).isEqualTo(Schema.State.AHEAD);
            assertThat(schema.isUsable()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(Postgres.class)
    void aLaterSchema_isUsableWhereEveryMigrationSaysSo(Postgres line) throws SQLException {
        Replica database = new Replica(line);
        database.start(SchemaConfig.Mode.MIGRATE);
        database.migratedLater("990", "another since 120", true);
        database.migratedLater("999", "more of it since 4", true);

        for (SchemaConfig.Mode mode :
                List.of(SchemaConfig.Mode.MIGRATE, SchemaConfig.Mode.VALIDATE)) {
            Schema schema = database.start(mode);
            assertThat(schema.state()).isEqualTo(Schema.State.LATER);
            assertThat(schema.isUsable()).isTrue();
        }
    }

    /** Those up to 120 came with the first release: none before it could be working. */
    @Test
    void migrations_nameTheOldestReleaseThatWorksOnThem() {
        MigrationInfo[] all = new Replica(Postgres.NEWEST).flyway().info().all();

        assertThat(all)
                .filteredOn(migration -> migration.getVersion().isNewerThan("120"))
                .allSatisfy(
                        migration ->
                                assertThat(LaterMigrations.since(migration.getDescription()))
                                        .as(migration.getScript())
                                        .isNotNull()
                                        .isLessThan(migration.getVersion()));
        assertThat(all).hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @EnumSource(Postgres.class)
    void completeHistory_needsNoFlyway(Postgres line) {
        Replica database = new Replica(line);
        database.start(SchemaConfig.Mode.MIGRATE);

        for (SchemaConfig.Mode mode :
                List.of(SchemaConfig.Mode.MIGRATE, SchemaConfig.Mode.VALIDATE)) {
            Schema schema =
                    new Schema(
                            () -> {
                                throw new AssertionError("Flyway was asked");
                            },
                            database.history(),
                            () -> mode);
            assertThat(schema.prepare().await().indefinitely()).isTrue();
            assertThat(schema.state()).isEqualTo(Schema.State.CURRENT);
        }
    }

    @Test
    void history_knowsTheMigrationsOfThisRelease() {
        MigrationInfo[] all = new Replica(Postgres.NEWEST).flyway().info().all();

        assertThat(all).hasSize((int) HistoryStore.NUMBER);
        assertThat(all[all.length - 1].getVersion().getVersion()).isEqualTo(HistoryStore.LAST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE flyway_schema_history SET success = false WHERE version = '110'",
                "DELETE FROM flyway_schema_history WHERE version = '110'",
                "UPDATE flyway_schema_history SET version = '999' WHERE version = '"
                        + HistoryStore.LAST
                        + "'",
                "DELETE FROM flyway_schema_history",
                "DROP TABLE flyway_schema_history"
            })
    void otherHistories_areFlywaysToJudge(String change) throws SQLException {
        Replica database = new Replica(Postgres.NEWEST);
        database.start(SchemaConfig.Mode.MIGRATE);
        assertThat(database.history().isComplete().await().indefinitely()).isTrue();

        database.execute(change);

        assertThat(database.history().isComplete().await().indefinitely()).isFalse();
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
            return new Schema(this::flyway, history(), () -> mode);
        }

        HistoryStore history() {
            PgConnectOptions options =
                    PgConnectOptions.fromUri(url.substring("jdbc:".length()))
                            .setUser("postgres")
                            .setPassword("postgres");
            return new HistoryStore(new Database(Pool.pool(VERTX, options, new PoolOptions())));
        }

        Flyway flyway() {
            return Flyway.configure().dataSource(url, "postgres", "postgres").load();
        }

        /** As the history stands after a release that knows a migration more. */
        void migratedLater(String version, String description, boolean success)
                throws SQLException {
            execute(
                    """
                    INSERT INTO flyway_schema_history (installed_rank, version, description, type,
                        script, checksum, installed_by, execution_time, success)
                    VALUES (%1$s, '%1$s', '%2$s', 'SQL', 'V%1$s__%2$s.sql', 1, 'x', 1, %3$s)
                    """
                            .formatted(version, description, success));
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
