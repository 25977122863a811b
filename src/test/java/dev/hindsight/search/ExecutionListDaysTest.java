package dev.hindsight.search;

import static dev.hindsight.search.Listing.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.db.Database;
import dev.hindsight.fixture.OverAYear;
import dev.hindsight.partition.PastDays;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How many days a list opens where there are tables for 400. */
@QuarkusTest
@TestProfile(OverAYear.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExecutionListDaysTest {

    private static final int DAYS = OverAYear.DAYS;

    /** Ten a day. */
    private static final String FILL =
            """
            INSERT INTO execution (namespace_id, version, id, created_at, updated_at, started_at, status, workflow_id)
            SELECT 1, 1, (lpad(to_hex(floor(extract(epoch FROM at) * 1000)::bigint), 12, '0')
                || '7000800000000000000' || n)::uuid, at, at, at, 2, 'workflow-' || n
            FROM generate_series(1, 400) AS day, generate_series(0, 9) AS n,
              LATERAL (SELECT now() - day * interval '1 day' + n * interval '1 second' AS at) AS t
            """;

    @Inject Database database;
    @Inject Pool pool;
    @Inject PastDays pastDays;

    private ListPlans plans;

    @BeforeAll
    void fill() {
        pastDays.make(DAYS);
        for (String sql : List.of(FILL, "ANALYZE execution")) {
            pool.query(sql).execute().await().indefinitely();
        }
    }

    @BeforeEach
    void listen() {
        plans = ListPlans.listen(pool, database);
    }

    private List<Integer> opened() {
        return plans.explain().stream().map(ListPlans.Plan::partitions).toList();
    }

    @Test
    void firstPage_opensTheNewestDaysAlone() {
        page("limit", 20);

        assertThat(opened()).singleElement().satisfies(days -> assertThat(days).isBetween(1, 8));
    }

    @Test
    void deepPage_opensTheDaysAroundItAlone() {
        List<String> seen = new ArrayList<>();
        String cursor = null;
        do {
            JsonPath page = Listing.next(300, cursor);
            seen.addAll(page.getList("items.id", String.class));
            cursor = page.getString("nextCursor");
        } while (cursor != null && seen.size() < 3_000);
        opened();

        Listing.next(20, cursor);

        assertThat(seen).doesNotHaveDuplicates().hasSize(3_000);
        assertThat(opened()).singleElement().satisfies(days -> assertThat(days).isBetween(1, 8));
    }

    @Test
    void oldestFirst_opensTheOldestDaysAlone() {
        page("limit", 20, "orderDir", "asc");

        assertThat(opened()).singleElement().satisfies(days -> assertThat(days).isBetween(1, 8));
    }

    @Test
    void fewMatches_openTwoMonthsAndThenEveryDay() {
        page("workflowId", "no-such");

        List<Integer> opened = opened();
        assertThat(opened).hasSize(3);
        assertThat(opened.get(0)).isBetween(1, 8);
        assertThat(opened.get(1)).isBetween(60, 72);
        assertThat(opened.get(2)).isBetween(DAYS, DAYS + 8);
    }

    @Test
    void range_opensItsDaysAlone() {
        Instant now = Instant.now();

        page("orderBy", "durationMs", "startedAfter", now.minus(Duration.ofDays(35)).toString());
        List<Integer> month = opened();
        page(
                "workflowId",
                "no-such",
                "startedAfter",
                now.minus(Duration.ofDays(200)).toString(),
                "startedBefore",
                now.minus(Duration.ofDays(198)).toString());

        assertThat(month).allSatisfy(days -> assertThat(days).isBetween(35, 44));
        assertThat(opened()).allSatisfy(days -> assertThat(days).isBetween(1, 12));
    }

    @Test
    void otherOrders_openEveryDay() {
        page("orderBy", "updatedAt");

        assertThat(opened())
                .singleElement()
                .satisfies(days -> assertThat(days).isBetween(DAYS, DAYS + 8));
    }

    @Test
    void externalId_opensItsDayAlone() {
        String id = Listing.report("{\"workflowId\": \"w\", \"externalId\": \"of-today\"}");

        assertThat(Listing.ids("externalId", "of-today", "orderBy", "durationMs"))
                .containsExactly(id);
        assertThat(opened()).singleElement().satisfies(days -> assertThat(days).isBetween(1, 4));
    }
}
