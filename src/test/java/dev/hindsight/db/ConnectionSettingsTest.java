package dev.hindsight.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the service's own connections are set, as the server sees it. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class ConnectionSettingsTest {

    /** Longer than what the driver keeps prepared unless told otherwise. */
    private static final String LONG = "SELECT $1::text || '" + "x".repeat(4_000) + "'";

    @Inject Pool pool;

    @ParameterizedTest
    @CsvSource({
        "application_name, hindsight",
        "plan_cache_mode, force_generic_plan",
        "enable_seqscan, off",
        "jit, off",
        "random_page_cost, 1.1",
        "statement_timeout, 10s",
        "lock_timeout, 4s",
        "idle_in_transaction_session_timeout, 10s"
    })
    void connection_isSetFromItsStart(String name, String value) {
        String shown =
                pool.preparedQuery("SELECT current_setting($1)")
                        .execute(Tuple.of(name))
                        .map(rows -> rows.iterator().next().getString(0))
                        .await()
                        .indefinitely();

        assertThat(shown).isEqualTo(value);
    }

    @Test
    void longStatement_isPreparedOnce() {
        long prepared = pool.withConnection(this::prepareTwice).await().indefinitely();

        assertThat(prepared).isEqualTo(1);
    }

    private Uni<Long> prepareTwice(SqlConnection connection) {
        return connection
                .preparedQuery(LONG)
                .execute(Tuple.of("a"))
                .chain(() -> connection.preparedQuery(LONG).execute(Tuple.of("b")))
                .chain(
                        () ->
                                connection
                                        .preparedQuery(
                                                "SELECT count(*) FROM pg_prepared_statements WHERE statement = $1")
                                        .execute(Tuple.of(LONG)))
                .map(rows -> rows.iterator().next())
                .map((Row row) -> row.getLong(0));
    }
}
