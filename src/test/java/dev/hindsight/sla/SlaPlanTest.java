package dev.hindsight.sla;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import dev.hindsight.partition.DayRange;
import dev.hindsight.partition.PartitionCatalogue;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What looking at service levels reads where there are many executions. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class SlaPlanTest {

    private static final String SLA = "'00000000-0000-0000-0000-000000000001'";

    /** Changed and started every two seconds; one of 100 workflows, one of 200 still runs. */
    private static final String FILL =
            """
            INSERT INTO execution (namespace_id, version, id, created_at, updated_at, started_at,
              completed_at, duration_ms, status, workflow_id)
            SELECT 1, 1, (lpad(to_hex(floor(extract(epoch FROM now()) * 1000)::bigint), 12, '0')
                || '70008' || substr(md5(n::text), 1, 15))::uuid, at, at, at,
              CASE WHEN n % 200 <> 0 THEN at END, CASE WHEN n % 200 <> 0 THEN n % 1000 END,
              CASE WHEN n % 200 = 0 THEN 1 ELSE 2 END, 'workflow-' || n % 100
            FROM generate_series(1, 30000) AS n,
              LATERAL (SELECT now() - n * interval '2 s' AS at) AS t
            """;

    @Inject Pool pool;
    @Inject PartitionCatalogue partitions;

    @BeforeEach
    void fill() {
        if (Rows.number("SELECT count(*) FROM execution") < 30_000) {
            Rows.run(FILL);
            Rows.run("ANALYZE execution");
        }
    }

    private void assertIndexed(String sql, String values) {
        List<String> lines = new ArrayList<>();
        for (DayRange range : DayRange.covering(partitions.days().await().indefinitely())) {
            pool.withConnection(
                            connection ->
                                    connection
                                            .query("PREPARE looking AS " + range.in(sql))
                                            .execute()
                                            .chain(
                                                    () ->
                                                            connection
                                                                    .query(
                                                                            "EXPLAIN EXECUTE looking"
                                                                                    + values)
                                                                    .execute())
                                            .call(
                                                    () ->
                                                            connection
                                                                    .query("DEALLOCATE looking")
                                                                    .execute()))
                    .await()
                    .indefinitely()
                    .forEach(row -> lines.add(row.getString(0)));
        }
        assertThat(lines).anyMatch(line -> line.matches(".*Index.* Scan.*execution.*"));
        assertThat(lines)
                .noneMatch(line -> line.matches(".*Seq Scan on execution_\\d{8}.*rows=\\d{3,} .*"));
    }

    @Test
    void executionsThatRunTooLong_areFoundByTheirStatus() {
        assertIndexed(
                CheckSql.RUNNING_TOO_LONG,
                "(1, 'workflow-0', %s, now() - interval '1 h', 1000)".formatted(SLA));
    }

    @Test
    void executionsThatTookTooLong_areFoundByAnIndex() {
        assertIndexed(
                CheckSql.TOOK_TOO_LONG,
                "(1, 'workflow-7', %s, now() - interval '1 h', now() - interval '65 min', 900, 1000)"
                        .formatted(SLA));
    }

    @Test
    void rate_isCountedByAnIndex() {
        assertIndexed(
                CheckSql.RATE,
                "(1, 'workflow-7', now() - interval '1 h', now() - interval '65 min')");
    }

    @Test
    void newestStart_isFoundByAnIndex() {
        assertIndexed(CheckSql.NEWEST_START, "(1, 'workflow-7', now())");
    }
}
