package dev.hindsight.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.db.Database;
import dev.hindsight.fixture.AtOnce;
import dev.hindsight.fixture.HeldClock;
import dev.hindsight.fixture.Rows;
import dev.hindsight.partition.PartitionCatalogue;
import dev.hindsight.partition.PartitionDay;
import dev.hindsight.partition.PastDays;
import dev.hindsight.storage.StorageService;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Replicas of the test's own measure what there is: all of it, or a sample. */
@QuarkusTest
@TestProfile(StorageResourceTest.Alone.class)
class UsageServiceTest {

    private static final int SAMPLE = 1_000;
    private static final int PLANTED = 6_000;

    @Inject HeldClock clock;
    @Inject StorageService storage;
    @Inject PartitionCatalogue partitions;
    @Inject UsageStore store;
    @Inject Database database;
    @Inject PastDays past;
    @Inject Pool pool;

    private final String workflow = "w-" + UUID.randomUUID();

    /**
     * Six thousand executions of two days and three workflows, with one to three steps each. Once: a
     * sample is of pages, and tells little of workflows that have pages of their own.
     */
    private void plant() {
        past.make(2);
        LocalDate today = PartitionDay.dayOf(Instant.now());
        for (int ago = 0; ago < 2; ago++) {
            String floor = PartitionDay.floorOf(today.minusDays(ago)).toString();
            write(
                    """
                    INSERT INTO execution (namespace_id, version, id, created_at, updated_at,
                      started_at, status, workflow_id)
                    SELECT 1, 1, (left('%s', 18) || '-8' || lpad(to_hex(i), 3, '0')
                      || right(gen_random_uuid()::text, 13))::uuid, now(), now(), now(), 2,
                      '%s' || CASE WHEN i %% 10 < 6 THEN 1 WHEN i %% 10 < 9 THEN 2 ELSE 3 END
                    FROM generate_series(1, %d) AS i
                    """
                            .formatted(floor, workflow, PLANTED / 2));
        }
        write(
                """
                INSERT INTO step (namespace_id, execution_id, attempt, key, node_id, created_at,
                  version, status)
                SELECT e.namespace_id, e.id, 1, 'k' || n, 'n', now(), 1, 2
                FROM execution e
                CROSS JOIN generate_series(1, right(e.workflow_id, 1)::integer) AS n
                WHERE starts_with(e.workflow_id, '%s')
                """
                        .formatted(workflow));
        pool.query("ANALYZE execution").executeAndAwait();
    }

    /** Told to the counts at once: what comes after an ANALYZE would be counted twice. */
    private void write(String sql) {
        pool.query(sql + "; SELECT pg_stat_force_next_flush()").executeAndAwait();
    }

    private WorkflowUsage measure(int most) {
        return new UsageService(storage, partitions, store, clock, most)
                .workflows()
                .await()
                .indefinitely();
    }

    private static Map<String, WorkflowWeight> byId(WorkflowUsage usage) {
        Map<String, WorkflowWeight> weights = new HashMap<>();
        usage.items().forEach(it -> weights.put(it.workflowId(), it));
        return weights;
    }

    @Test
    void sample_isScaledToAll() {
        plant();
        long executions = Rows.number("SELECT count(*) FROM execution");

        WorkflowUsage estimate = measure(SAMPLE);
        WorkflowUsage exact = measure(Sample.EXECUTIONS);

        assertThat(estimate.isEstimate()).isTrue();
        assertThat(exact.isEstimate()).isFalse();
        assertThat(exact.items().stream().mapToLong(WorkflowWeight::executions).sum())
                .isEqualTo(executions);
        assertThat(estimate.items().stream().mapToLong(WorkflowWeight::executions).sum())
                .isCloseTo(executions, Percentage.withPercentage(1));
        assertThat(estimate.items()).isSortedAccordingTo(WorkflowWeight.HEAVIEST_FIRST);
        for (int steps = 1; steps <= 3; steps++) {
            WorkflowWeight weight = byId(estimate).get(workflow + steps);
            WorkflowWeight truth = byId(exact).get(workflow + steps);
            assertThat(truth.steps()).isEqualTo(steps * truth.executions());
            assertThat(weight.executions())
                    .isCloseTo(truth.executions(), Percentage.withPercentage(15));
            assertThat(weight.bytes()).isCloseTo(truth.bytes(), Percentage.withPercentage(15));
            assertThat(weight.steps())
                    .isCloseTo(steps * weight.executions(), Percentage.withPercentage(0.5));
            assertThat(weight.logs()).isZero();
        }
    }

    /** Counts how often everything is measured. */
    private static final class Counting extends UsageStore {
        private final AtomicInteger measured = new AtomicInteger();

        Counting(Database database) {
            super(database);
        }

        @Override
        Uni<List<Leaf>> leaves(List<LocalDate> days) {
            return super.leaves(days).invoke(measured::incrementAndGet);
        }
    }

    @Test
    void questions_atOneMomentAreMeasuredForOnce() throws Exception {
        Counting counting = new Counting(database);
        UsageService service =
                new UsageService(storage, partitions, counting, clock, Sample.EXECUTIONS);

        List<WorkflowUsage> told = AtOnce.ask(10, i -> service.workflows().await().indefinitely());

        assertThat(counting.measured).hasValue(1);
        assertThat(new HashSet<>(told)).hasSize(1);
    }
}
