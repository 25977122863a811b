package dev.hindsight.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hindsight.fixture.OverAYear;
import dev.hindsight.fixture.Rows;
import dev.hindsight.partition.DayRange;
import dev.hindsight.partition.PartitionCatalogue;
import dev.hindsight.partition.PastDays;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What looking for crashes reads where there are tables for 400 days; {@code -Dtest.executions} says
 * how many executions they hold.
 */
@QuarkusTest
@TestProfile(OverAYear.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashPlanTest {

    private static final Logger LOG = Logger.getLogger(CrashPlanTest.class);

    private static final int DAYS = OverAYear.DAYS;

    /** Not the one whose lists others look at. */
    private static final int NAMESPACE = 1_000_401;

    private static final int EXECUTIONS = Integer.getInteger("test.executions", 40_000);

    /** One of 400 still runs, every second of those promised heartbeats; all have had one. */
    private static final String FILL =
            """
            INSERT INTO execution (namespace_id, version, id, created_at, updated_at, started_at, status,
              workflow_id, heartbeat_timeout_ms)
            SELECT %3$d, 1, (lpad(to_hex(floor(extract(epoch FROM at) * 1000)::bigint), 12, '0')
                || '70008' || substr(md5(n::text), 1, 15))::uuid, at, at, at,
              CASE WHEN n %% 400 = 0 THEN 1 ELSE 2 END, 'workflow-' || n %% 100,
              CASE WHEN n %% 2 = 1 OR n %% 800 = 0 THEN 60000 END
            FROM generate_series(1, %1$d) AS n,
              LATERAL (SELECT now() - n * interval '%2$d days' / %1$d AS at) AS t
            """;

    private static final String BEATS =
            """
            INSERT INTO heartbeat (namespace_id, execution_id, beat_at)
            SELECT namespace_id, id, CASE WHEN status = 1 THEN now() ELSE created_at END FROM execution
            """;

    @Inject Pool pool;
    @Inject PastDays pastDays;
    @Inject PartitionCatalogue partitions;

    @BeforeAll
    void fill() {
        pastDays.make(DAYS);
        for (String sql :
                List.of(
                        "SET statement_timeout = 0; " + FILL.formatted(EXECUTIONS, DAYS, NAMESPACE),
                        "SET statement_timeout = 0; " + BEATS,
                        "ANALYZE execution, heartbeat")) {
            pool.query(sql).execute().await().indefinitely();
        }
    }

    /** The plans of a statement, one a range of days. */
    private List<JsonNode> explain(String sql, String values) {
        List<JsonNode> plans = new ArrayList<>();
        for (DayRange range : DayRange.covering(partitions.days().await().indefinitely())) {
            String text =
                    pool.withConnection(
                                    connection ->
                                            connection
                                                    .query("PREPARE looking AS " + range.in(sql))
                                                    .execute()
                                                    .chain(
                                                            () ->
                                                                    connection
                                                                            .query(
                                                                                    "EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON)"
                                                                                            + " EXECUTE looking"
                                                                                            + values)
                                                                            .execute())
                                                    .call(
                                                            () ->
                                                                    connection
                                                                            .query(
                                                                                    "DEALLOCATE looking")
                                                                            .execute()))
                            .await()
                            .indefinitely()
                            .iterator()
                            .next()
                            .getValue(0)
                            .toString();
            try {
                plans.add(new ObjectMapper().readTree(text).get(0));
            } catch (JsonProcessingException malformed) {
                throw new IllegalStateException(malformed);
            }
        }
        double millis =
                plans.stream().mapToDouble(plan -> plan.get("Execution Time").asDouble()).sum();
        LOG.infof("%d ranges, %.1f ms", plans.size(), millis);
        return plans;
    }

    private static List<JsonNode> scans(JsonNode node, String table) {
        List<JsonNode> scans = new ArrayList<>();
        if (node.path("Relation Name").asText().matches(table + "_\\d{8}")) {
            scans.add(node);
        }
        node.path("Plans").forEach(child -> scans.addAll(scans(child, table)));
        return scans;
    }

    private static long rowsRead(List<JsonNode> plans, String table) {
        double rows = 0;
        for (JsonNode plan : plans) {
            for (JsonNode scan : scans(plan.get("Plan"), table)) {
                double each =
                        scan.get("Actual Rows").asDouble()
                                + scan.path("Rows Removed by Filter").asDouble()
                                + scan.path("Rows Removed by Index Recheck").asDouble();
                rows += each * scan.get("Actual Loops").asDouble();
            }
        }
        return Math.round(rows);
    }

    private static void assertNoTableIsReadWhole(List<JsonNode> plans) {
        assertThat(plans)
                .allSatisfy(plan -> assertThat(plan.toString()).doesNotContain("Seq Scan"));
    }

    @Test
    void silentOnes_areFoundAmongThoseThatPromisedHeartbeats_andNoOthers() {
        long running =
                Rows.number(
                        "SELECT count(*) FROM execution"
                                + " WHERE status = 1 AND heartbeat_timeout_ms IS NOT NULL");

        List<JsonNode> plans = explain(CrashSql.FIND_SILENT, "(now(), 500)");

        assertNoTableIsReadWhole(plans);
        assertThat(plans).hasSizeBetween(13, 14);
        assertThat(running).isEqualTo(EXECUTIONS / 800);
        assertThat(rowsRead(plans, "execution")).isEqualTo(running);
        assertThat(rowsRead(plans, "heartbeat")).isEqualTo(running);
        assertThat(plans)
                .allSatisfy(
                        plan ->
                                assertThat(scans(plan.get("Plan"), "execution"))
                                        .extracting(scan -> scan.path("Index Name").asText())
                                        .allMatch(
                                                index -> index.contains("_created_at_heartbeat")));
    }

    @Test
    void staleOnes_areFoundAmongThoseThatDidNotEnd() {
        long running = Rows.number("SELECT count(*) FROM execution WHERE status = 1");

        List<JsonNode> plans =
                explain(CrashSql.FIND_STALE, "(now(), now() - interval '7 days', 500)");

        assertNoTableIsReadWhole(plans);
        assertThat(rowsRead(plans, "execution")).isLessThanOrEqualTo(running);
    }
}
