package dev.hindsight.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.archive.Bucket;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.Artifact;
import dev.hindsight.fixture.Orphans;
import dev.hindsight.fixture.Postgres;
import dev.hindsight.partition.Uuid7;
import dev.hindsight.search.ExecutionMatches;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A service that erases a person is killed when half of it is done: another one does the rest, in the
 * tables and in an archive that is a bucket.
 */
class ErasureKillsIT {

    private static final String PERSON = "p3f9c1b7e5d2a";

    private static final String ERASURES = "/api/v1/erasures";

    private static final String SWEEPS = "/api/v1/retention/runs?wait=true";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private Path folder;

    private final String database = Postgres.NEWEST.freshDatabase();

    /** A question to the database. */
    @FunctionalInterface
    private interface Condition {
        boolean holds() throws SQLException;
    }

    private static void await(Condition condition) throws SQLException {
        Instant end = Instant.now().plus(PATIENCE);
        while (!condition.holds()) {
            assertThat(Instant.now()).isBefore(end);
            Thread.onSpinWait();
        }
    }

    private Connection connection() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:" + database.replaceFirst("//[^@]*@", "//"), "postgres", "postgres");
    }

    private static void run(Connection connection, String sql, Object argument)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setObject(1, argument);
            statement.execute();
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }

    private static Answer sent(String url, String method, String path, String json) {
        Answer answer = Api.sendTo(url, method, path, json.isEmpty() ? null : Api.json(json));
        assertThat(answer.status()).as(answer.http().body()).isBetween(200, 299);
        return answer;
    }

    /** One of the person and one of somebody else, in one file of the archive. */
    private static void archive(String url) {
        sent(
                url,
                "PUT",
                "/api/v1/retention/policies/default",
                "{'maxAge': 'P30D', 'archive': true}");
        for (String creator : new String[] {PERSON, "b"}) {
            sent(
                    url,
                    "POST",
                    Api.EXECUTIONS,
                    "{'workflowId': 'w', 'status': 'completed', 'createdBy': '%1$s', 'input': 'of %1$s', 'completedAt': '%2$s'}"
                            .formatted(creator, Instant.now().minus(Duration.ofDays(31))));
        }
        Answer sweep = sent(url, "POST", SWEEPS, "");
        assertThat(sweep.at("/problem").isNull()).as(sweep.http().body()).isTrue();
    }

    /** Fills more than one batch; tells the last execution of all. */
    private static UUID fill(Connection connection) throws SQLException {
        UUID[] ids =
                Stream.generate(Uuid7::mint)
                        .limit(ExecutionMatches.BATCH + 100)
                        .sorted((a, b) -> a.toString().compareTo(b.toString()))
                        .toArray(UUID[]::new);
        run(
                connection,
                """
                INSERT INTO execution (namespace_id, id, version, created_at, updated_at, started_at,
                  completed_at, status, workflow_id, created_by)
                SELECT 1, u.id, 1, now(), now(), now(), now(), 2, 'w', '%s'
                FROM unnest(?) AS u (id)
                """
                        .formatted(PERSON),
                connection.createArrayOf("uuid", ids));
        return ids[ids.length - 1];
    }

    @Test
    void erasureThatIsCutOff_isDoneByAnother() throws Exception {
        try (Bucket bucket = Bucket.start(folder);
                Connection connection = connection();
                Connection holder = connection()) {
            Map<String, String> settings = new HashMap<>(bucket.variables());
            settings.put("HINDSIGHT_DATABASE_URL", database);
            settings.put("HINDSIGHT_HOME", folder.toString());
            settings.put("HINDSIGHT_ARCHIVE_DIR", "s3://" + Bucket.NAME + "/history");
            String id;
            try (Artifact first = Artifact.start(settings)) {
                String url = first.url();
                archive(url);
                assertThat(Archived.text(bucket.contents())).contains("of " + PERSON, "of b");
                UUID last = fill(connection);
                holder.setAutoCommit(false);
                run(holder, "SELECT FROM execution WHERE id = ? FOR UPDATE", last);

                id =
                        sent(url, "POST", ERASURES, "{'createdBy': '%s'}".formatted(PERSON))
                                .text("/id");
                await(() -> number(connection, "SELECT sum(executions) FROM erasure") > 0);
                first.kill();
            }
            holder.rollback();
            assertThat(number(connection, "SELECT sum(executions) FROM erasure"))
                    .isEqualTo(ExecutionMatches.BATCH);
            assertThat(Archived.text(bucket.contents())).contains("of " + PERSON);
            // Nobody has been heard of for long enough.
            run(
                    connection,
                    "UPDATE erasure SET leased_until = now() - make_interval(secs => ?)",
                    1);

            try (Artifact second = Artifact.start(settings)) {
                String url = second.url();
                sent(url, "POST", SWEEPS, "");

                // Who waits for a sweep does not wait for what clears up behind it.
                await(() -> number(connection, "SELECT count(completed_at) FROM erasure") == 1);
                Answer told = sent(url, "GET", ERASURES + "/" + id, "");
                assertThat(told.at("/executions").asInt()).isEqualTo(ExecutionMatches.BATCH + 101);
                assertThat(told.at("/archiveFiles").asInt()).isEqualTo(1);
            }
            assertThat(Archived.text(bucket.contents())).doesNotContain(PERSON).contains("of b");
            assertThat(number(connection, "SELECT count(*) FROM execution")).isEqualTo(1);
            assertThat(number(connection, Orphans.COUNT)).isZero();
        }
    }
}
