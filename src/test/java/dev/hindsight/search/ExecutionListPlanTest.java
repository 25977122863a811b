package dev.hindsight.search;

import static dev.hindsight.search.Listing.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.hindsight.db.Database;
import dev.hindsight.partition.PastDays;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What lists over 100,000 executions of a month read. A statement is explained as the service's own
 * connections plan it.
 */
@QuarkusTest
@TestProfile(AtSize.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExecutionListPlanTest {

    private static final int DAYS = 30;

    private static final String SETTINGS =
            """
            SET LOCAL bench.executions = 100000;
            SET LOCAL bench.days = 30;
            SET LOCAL statement_timeout = 0;
            """;

    private static final String SORT =
            """
            SELECT e.id FROM execution e
            WHERE e.namespace_id = 1 AND e.deleted_at IS NULL AND %s
            ORDER BY %s
            LIMIT 400
            """;

    @Inject Database database;
    @Inject Pool pool;
    @Inject PastDays pastDays;

    private ListPlans plans;

    @BeforeAll
    void fill() throws IOException {
        pastDays.make(DAYS);
        String fill = Files.readString(Path.of("src/bench/fill-executions.sql"));
        for (String sql : List.of(SETTINGS + fill, "VACUUM execution")) {
            pool.query(sql).execute().await().indefinitely();
        }
    }

    @BeforeEach
    void listen() {
        plans = ListPlans.listen(pool, database);
    }

    @ParameterizedTest
    @CsvSource({
        "'', execution_started_at_idx",
        "workflowId=workflow-0, execution_workflow_id_started_at_idx",
        "'workflowId=workflow-0,workflow-49,no-such', execution_workflow_id_started_at_idx",
        "workflowId=workflow-0&status=failed, execution_workflow_id_status_idx",
        "status=failed, execution_status_idx",
        "'status=running,crashed', execution_status_idx",
        "triggerType=webhook, execution_trigger_type_idx",
        "triggerType=db_change, execution_trigger_type_idx",
        "triggerType=no-such, execution_trigger_type_idx",
        "source=API, execution_source_idx",
        "source=no-such, execution_source_idx",
        "createdBy=service, execution_created_by_idx",
        "createdBy=user-7, execution_created_by_idx",
        "scriptPath=flows/workflow-3.cst, execution_script_path_idx",
        "runId=run-77777, execution_run_id_idx",
        "engineInstance=worker-1, execution_engine_instance_idx",
        "parentExecutionId=PARENT, execution_parent_execution_id_idx",
        "rootExecutionId=PARENT, execution_root_execution_id_idx",
        "replayOf=PARENT, execution_replay_of_idx",
        "failedNode=node-3, execution_failed_node_idx",
        "errorType=java.lang.Error3, execution_error_type_idx",
        "fingerprint=a87ff679a2f3e71d, execution_fingerprint_idx",
        "externalId=external-5, execution_pkey",
        "deleted=true, execution_deleted_idx"
    })
    void filter_isServedByItsIndexInTheOrderOfStarts(String question, String index) {
        for (String direction : List.of("desc", "asc")) {
            JsonPath first = ask(question, "orderDir=" + direction, "limit=20");
            List<ListPlans.Plan> walked = plans.explain();

            assertThat(walked).allSatisfy(plan -> assertThat(plan.indexes()).contains(index));
            assertFrugal(walked, 1_000);
            String cursor = first.getString("nextCursor");
            if (cursor != null) {
                ask(question, "orderDir=" + direction, "limit=20", "cursor=" + cursor);
                List<ListPlans.Plan> next = plans.explain();
                assertThat(next).allSatisfy(plan -> assertThat(plan.indexes()).contains(index));
                assertFrugal(next, 1_000);
            }
        }
    }

    static Stream<String> questions() {
        List<String> questions = new ArrayList<>();
        for (String order : List.of("startedAt", "durationMs", "updatedAt")) {
            for (String filter :
                    List.of(
                            "",
                            "workflowId=workflow-0",
                            "workflowId=workflow-48",
                            "status=completed",
                            "status=failed",
                            "status=running",
                            "workflowId=workflow-3&status=failed",
                            "triggerType=db_change",
                            "source=API",
                            "createdBy=user-7",
                            "createdBy=service&status=crashed",
                            "scriptPath=flows/workflow-3.cst,flows/workflow-47.cst",
                            "runId=run-77777",
                            "engineInstance=worker-1",
                            "failedNode=node-3",
                            "label=team:team-3",
                            "label=stage:test",
                            "label=stage:live",
                            "label=customer:c77&label=team:team-17",
                            "label=customer:no-such",
                            "minDurationMs=1000",
                            "minDurationMs=8000000",
                            "maxDurationMs=21",
                            "minDurationMs=2000&maxDurationMs=2010",
                            "startedBefore=RECENT&triggerType=db_change",
                            "pinned=true",
                            "archived=true",
                            "pinned=false",
                            "deleted=true",
                            "deleted=any&label=stage:test",
                            "externalId=external-5,external-77777,no-such",
                            "externalId=external-5&status=running")) {
                questions.add("orderBy=" + order + (filter.isEmpty() ? "" : "&" + filter));
            }
        }
        return questions.stream();
    }

    @ParameterizedTest
    @MethodSource("questions")
    void page_readsNoMoreThanABoundedNumberOfRows(String question) {
        for (String direction : List.of("desc", "asc")) {
            ask(question, "orderDir=" + direction);

            // Probes, and all matches if they are no more than are gathered.
            assertFrugal(
                    plans.explain(),
                    (1 + ExecutionListSql.FURTHER) * ExecutionListSql.PROBE
                            + ExecutionListSql.GATHER
                            + 500);
        }
    }

    /** One in twenty: of a thousand rows that is as many as a page has, or one less. */
    @Test
    void page_isWalkedOnWhereTheProbeFoundAGoodPartOfIt() {
        assertThat(ask("label=team:team-3").getList("items")).hasSize(50);

        assertThat(plans.explain()).noneMatch(plan -> plan.sql().contains("gathered"));
    }

    /** No plan knows which of two conditions is the rarer, nor that old rows were not updated. */
    @ParameterizedTest
    @ValueSource(strings = {"minDurationMs=8000000&status=failed", "startedAfter=RECENT"})
    void page_readsMoreWhereConditionsHangTogether(String question) {
        for (ExecutionOrder.By by : ExecutionOrder.By.values()) {
            ask(question, "orderBy=" + by.word(), "orderDir=asc");

            assertFrugal(plans.explain(), 20_000);
        }
    }

    static Stream<Arguments> filters() {
        return Stream.of(
                arguments("createdBy=user-7", "created_by = 'user-7'"),
                arguments(
                        "createdBy=service&source=API",
                        "created_by = 'service' AND source = 'API'"),
                arguments("status=failed", "status = 3"),
                arguments("status=completed,failed", "status IN (2, 3)"),
                arguments(
                        "workflowId=workflow-3&status=failed",
                        "workflow_id = 'workflow-3' AND status = 3"),
                arguments("label=stage:test", "labels ->> 'stage' = 'test'"),
                arguments("label=team:team-3", "labels ->> 'team' = 'team-3'"),
                arguments("minDurationMs=8000000", "duration_ms >= 8000000"),
                arguments(
                        "minDurationMs=2000&maxDurationMs=9000",
                        "duration_ms BETWEEN 2000 AND 9000"),
                arguments(
                        "triggerType=schedule&createdBy=service",
                        "trigger_type = 'schedule' AND created_by = 'service'"));
    }

    @ParameterizedTest
    @MethodSource("filters")
    void pages_areThoseOfASortOfEverything(String question, String condition) {
        for (ExecutionOrder.By by : ExecutionOrder.By.values()) {
            ExecutionOrder order = new ExecutionOrder(by, true);
            List<String> expected = new ArrayList<>();
            for (Row row :
                    pool.query(SORT.formatted(condition, order.sql()))
                            .execute()
                            .await()
                            .indefinitely()) {
                expected.add(row.getUUID(0).toString());
            }
            JsonPath first = ask(question, "orderBy=" + by.word(), "limit=200");
            List<String> listed = new ArrayList<>(ids(first));
            if (first.getString("nextCursor") != null) {
                String cursor = "cursor=" + first.getString("nextCursor");
                listed.addAll(ids(ask(question, "orderBy=" + by.word(), "limit=200", cursor)));
            }

            assertThat(listed).isEqualTo(expected);
        }
    }

    private static void assertFrugal(List<ListPlans.Plan> walked, long mostRows) {
        assertThat(walked).isNotEmpty();
        for (ListPlans.Plan plan : walked) {
            assertThat(plan.has("Seq Scan")).as(plan.sql()).isFalse();
            assertThat(plan.json().toString()).doesNotContain("execution_payload");
        }
        assertThat(walked.stream().mapToLong(ListPlans.Plan::rowsRead).sum())
                .isLessThanOrEqualTo(mostRows);
    }

    private static List<String> ids(JsonPath page) {
        return page.getList("items.id", String.class);
    }

    /** A page; what depends on the data is filled in. */
    private static JsonPath ask(String... parameters) {
        List<Object> all = new ArrayList<>();
        for (String parameter : String.join("&", parameters).split("&", -1)) {
            if (!parameter.isEmpty()) {
                String name = parameter.substring(0, parameter.indexOf('='));
                all.add(name);
                all.add(value(parameter.substring(name.length() + 1)));
            }
        }
        return page(all.toArray());
    }

    private static String value(String value) {
        return switch (value) {
            case "RECENT" -> Instant.now().minus(Duration.ofDays(3)).toString();
            case "PARENT" -> "00000000-0000-7000-8000-000000000000";
            default -> value;
        };
    }

    @Test
    void cappedCount_stopsAtItsCap() {
        ask("limit=1", "count=capped");

        ListPlans.Plan count = plans.explain().get(1);
        assertThat(count.rowsRead()).isLessThanOrEqualTo(10_100);
        assertThat(count.has("Seq Scan")).isFalse();
    }
}
