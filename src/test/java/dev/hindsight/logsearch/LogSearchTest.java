package dev.hindsight.logsearch;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hindsight.access.Caller;
import dev.hindsight.content.Words;
import dev.hindsight.filter.ExecutionFilter;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import dev.hindsight.indexing.DayIndexer;
import dev.hindsight.page.Cursor;
import dev.hindsight.page.Limit;
import dev.hindsight.page.Page;
import dev.hindsight.partition.DayTables;
import dev.hindsight.partition.PartitionDay;
import dev.hindsight.partition.PastDays;
import dev.hindsight.partition.Uuid7;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.search.ExecutionScopes;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines found across executions, on days that are over and on one that is not. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class LogSearchTest {

    private static final String SEARCH = "/api/v1/logs/search";

    @Inject PastDays pastDays;
    @Inject DayIndexer indexer;
    @Inject LogSearchStore store;
    @Inject ExecutionScopes scopes;
    @Inject Pool pool;

    /** A word that no other test uses. */
    private final String own = "w" + UUID.randomUUID().toString().replace("-", "");

    private static String begin(String workflow) {
        return given().contentType("application/json")
                .body("{\"workflowId\": \"%s\"}".formatted(workflow))
                .post("/api/v1/executions")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static void log(String execution, String lines) {
        given().contentType("application/json")
                .body(lines)
                .post("/api/v1/executions/" + execution + "/logs")
                .then()
                .statusCode(200);
    }

    private static JsonPath search(Object... parameters) {
        var request = given();
        for (int i = 0; i < parameters.length; i += 2) {
            request.queryParam(parameters[i].toString(), parameters[i + 1]);
        }
        return request.get(SEARCH).then().statusCode(200).extract().jsonPath();
    }

    private static List<String> messages(Object... parameters) {
        return search(parameters).getList("items.line.message");
    }

    /** An execution of a past day with lines, as if it had been reported then. */
    private static UUID planted(LocalDate day, String... messages) {
        Instant at = day.atStartOfDay(ZoneOffset.UTC).toInstant().plusSeconds(3_600);
        UUID id =
                new UUID(
                        Uuid7.floor(at).getMostSignificantBits() | 0x7000,
                        UUID.randomUUID().getLeastSignificantBits());
        Rows.run(
                "INSERT INTO execution (namespace_id, version, id, created_at, updated_at, started_at, status, workflow_id)"
                        + " VALUES (1, 1, $1, $2, $2, $2, 2, 'w')",
                id,
                at.atOffset(ZoneOffset.UTC));
        for (int i = 0; i < messages.length; i++) {
            Rows.run(
                    "INSERT INTO log (namespace_id, execution_id, sequence, logged_at, level, message)"
                            + " VALUES (1, $1, $2, $3, 2, $4)",
                    id,
                    (long) i,
                    at.atOffset(ZoneOffset.UTC),
                    messages[i]);
        }
        return id;
    }

    private static LocalDate daysAgo(int days) {
        return PartitionDay.dayOf(Instant.now()).minusDays(days);
    }

    @Test
    void lines_areFoundAcrossExecutions() {
        String first = begin(own + "1");
        String second = begin(own + "2");
        log(
                first,
                "[{\"message\": \"%s a\"}, {\"message\": \"b\"}, {\"message\": \"c %s\"}]"
                        .formatted(own, own));
        log(
                second,
                "[{\"message\": \"%s d\", \"level\": \"error\", \"type\": \"T\", \"data\": {\"x\": 1}}]"
                        .formatted(own));

        JsonPath found = search("q", own);

        assertThat(found.getList("items.line.message"))
                .containsExactly(own + " d", "c " + own, own + " a");
        assertThat(found.getList("items.executionId")).containsExactly(second, first, first);
        assertThat(found.getMap("items[0].line"))
                .containsEntry("level", "error")
                .containsEntry("type", "T");
        assertThat(found.getInt("items[0].line.data.x")).isEqualTo(1);
        assertThat(found.getString("nextCursor")).isNull();
    }

    @Test
    void data_isSearchedLikeTheMessage() {
        String id = begin(own);
        log(
                id,
                "[{\"data\": {\"RawOutput\": {\"text\": \"said %s\"}}}, {\"data\": \"%s\"}]"
                        .formatted(own, "x".repeat(3_000) + " " + own));

        assertThat(search("q", own + " rawout").getList("items.line.sequence")).containsExactly(0);
        assertThat(search("q", own).getList("items.line.sequence")).containsExactly(0);
    }

    @Test
    void filters_narrow() {
        String first = begin(own + "1");
        String second = begin(own + "2");
        log(
                first,
                "[{\"message\": \"%1$s a\", \"level\": \"warn\", \"stepKey\": \"s\"}, {\"message\": \"%1$s b\"}]"
                        .formatted(own));
        log(
                second,
                "[{\"message\": \"%1$s c\", \"level\": \"error\", \"type\": \"T,U\"}, {\"message\": \"%1$s d\", \"level\": \"debug\"}]"
                        .formatted(own));

        assertThat(messages("q", own, "minLevel", "warn")).containsExactly(own + " c", own + " a");
        assertThat(messages("q", own, "level", "debug,info"))
                .containsExactly(own + " d", own + " b");
        assertThat(messages("q", own, "type", "T\\,U")).containsExactly(own + " c");
        assertThat(messages("q", own, "stepKey", "s")).containsExactly(own + " a");
        assertThat(messages("q", own, "workflowId", own + "1"))
                .containsExactly(own + " b", own + " a");
        assertThat(messages("workflowId", own + "2")).hasSize(2);
        assertThat(messages("q", own, "status", "failed")).isEmpty();
        assertThat(messages("q", own, "startedBefore", "2020-01-01T00:00:00Z")).isEmpty();
        assertThat(messages("q", own, "workflowName", "no such")).isEmpty();
        assertThat(messages("q", own + " c")).containsExactly(own + " c");
    }

    @Test
    void linesOfDeletedExecutions_areHidden() {
        String id = begin(own);
        log(id, "[{\"message\": \"%s\"}]".formatted(own));
        given().delete("/api/v1/executions/" + id).then().statusCode(204);

        assertThat(messages("q", own)).isEmpty();
        assertThat(messages("q", own, "deleted", "any")).hasSize(1);
    }

    @Test
    void pages_followOneAnotherWhileLinesArrive() {
        List<String> all = new ArrayList<>();
        List<String> ids = List.of(begin(own), begin(own), begin(own));
        for (String id : ids) {
            log(
                    id,
                    IntStream.range(0, 7)
                            .mapToObj(i -> "{\"message\": \"%s %d\"}".formatted(own, i))
                            .toList()
                            .toString());
        }
        String cursor = null;
        do {
            JsonPath page =
                    cursor == null
                            ? search("q", own, "limit", 4)
                            : search("q", own, "limit", 4, "cursor", cursor);
            List<String> executions = page.getList("items.executionId");
            List<Integer> sequences = page.getList("items.line.sequence");
            for (int i = 0; i < executions.size(); i++) {
                all.add(executions.get(i) + sequences.get(i));
            }
            log(begin(own), "[{\"message\": \"%s new\"}]".formatted(own));
            cursor = page.getString("nextCursor");
        } while (cursor != null);

        assertThat(all).hasSize(21).doesNotHaveDuplicates();
        assertThat(all.get(0)).isEqualTo(ids.get(2) + 6);
        assertThat(all.get(20)).isEqualTo(ids.get(0) + 0);
    }

    @ParameterizedTest
    @CsvSource({
        "q,''",
        "q,'!?'",
        "minLevel,loud",
        "level,'info,loud'",
        "limit,0",
        "status,no",
        "words,x",
        "inputContains,{}",
        "cursor,abc"
    })
    void wrongParameters_areNamed(String name, String value) {
        String body =
                given().queryParam(name, value)
                        .get(SEARCH)
                        .then()
                        .statusCode(400)
                        .contentType("application/problem+json")
                        .extract()
                        .asString();

        assertThat(body).contains(name);
    }

    /** As a day is before it has its indexes. */
    private static void bare(LocalDate day) {
        for (String table : List.of("execution", "log")) {
            Rows.run("DROP INDEX IF EXISTS %s_words_idx".formatted(DayTables.name(table, day)));
        }
        Rows.run("UPDATE partition_day SET state = 'closed' WHERE day = $1", day);
    }

    @Test
    void answers_areTheSameBeforeAndAfterADayHasItsIndexes() {
        pastDays.make(4);
        bare(daysAgo(2));
        bare(daysAgo(3));
        String today = begin(own);
        log(today, "[{\"message\": \"%s of today\"}]".formatted(own));
        UUID three = planted(daysAgo(3), own + " GET /api/Orders/17 timed out", own + " nothing");
        UUID two =
                planted(
                        daysAgo(2),
                        own + " java.net.SocketTimeoutException",
                        "other",
                        own + " orders");
        List<List<String>> questions =
                List.of(
                        List.of("q", own),
                        List.of("q", own + " order"),
                        List.of("q", own + " 17 TIMED"),
                        List.of("q", own + " sockettimeout"),
                        List.of("q", own + " imed"),
                        List.of("q", own + " orders", "workflowId", "w"));
        List<List<Object>> before =
                questions.stream()
                        .map(it -> search(it.toArray()).getList("items.line.message"))
                        .toList();

        int days = indexer.indexDays().await().atMost(Duration.ofSeconds(60));

        assertThat(days).isGreaterThanOrEqualTo(2);
        assertThat(
                        Rows.number(
                                "SELECT count(*) FROM partition_day WHERE state = 'indexed' AND day = ANY($1)",
                                (Object) new LocalDate[] {daysAgo(2), daysAgo(3)}))
                .isEqualTo(2);
        assertThat(
                        questions.stream()
                                .map(it -> search(it.toArray()).getList("items.line.message"))
                                .toList())
                .isEqualTo(before);
        assertThat(before.get(0)).hasSize(5);
        assertThat(before.get(1))
                .containsExactly(own + " orders", own + " GET /api/Orders/17 timed out");
        assertThat(before.get(4)).isEmpty();
        assertThat(search("q", own).getList("items.executionId"))
                .containsExactly(
                        today, two.toString(), two.toString(), three.toString(), three.toString());
    }

    @Test
    void lateLines_areFoundInDaysThatHaveTheirIndexes() {
        pastDays.make(4);
        indexer.indexDays().await().atMost(Duration.ofSeconds(60));

        UUID late = planted(daysAgo(3), own + " arrived late");

        assertThat(search("q", own + " late").getList("items.executionId"))
                .containsExactly(late.toString());
    }

    @Test
    void timeThatIsUp_leavesWhatWasFound() {
        pastDays.make(4);
        String today = begin(own);
        log(today, "[{\"message\": \"%s of today\"}]".formatted(own));
        planted(daysAgo(2), own + " of then");
        LogSearch hasty = new LogSearch(store, () -> Duration.ofMillis(200));
        SqlConnection other = pool.getConnection().await().indefinitely();
        other.query(
                        "BEGIN; LOCK TABLE log_%s IN ACCESS EXCLUSIVE MODE"
                                .formatted(DateTimeFormatter.BASIC_ISO_DATE.format(daysAgo(2))))
                .execute()
                .await()
                .indefinitely();
        Page<FoundLine> page;
        try {
            page = page(hasty, own, null);

            assertThat(page.items())
                    .extracting(it -> it.line().message())
                    .containsExactly(own + " of today");
            assertThat(page.nextCursor()).isNotNull();
            assertThatThrownBy(
                            () ->
                                    page(
                                            hasty,
                                            own,
                                            Cursor.decode(Optional.ofNullable(page.nextCursor()), 7)
                                                    .orElseThrow()))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("Nothing was found back to");
            assertThatThrownBy(() -> page(hasty, own + " then", null))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("workflowId");
        } finally {
            other.query("ROLLBACK").execute().await().indefinitely();
            other.close().await().indefinitely();
        }

        assertThat(
                        page(
                                        hasty,
                                        own,
                                        Cursor.decode(Optional.ofNullable(page.nextCursor()), 7)
                                                .orElseThrow())
                                .items())
                .extracting(it -> it.line().message())
                .containsExactly(own + " of then");
    }

    private Page<FoundLine> page(LogSearch search, String words, @Nullable Cursor after) {
        LogQuestion question =
                new LogQuestion(Words.parse(words), List.of(), null, List.of(), List.of());
        return scopes.of(Caller.LOCAL, ExecutionFilter.ALL)
                .chain(
                        scope ->
                                search.page(
                                        scope,
                                        question,
                                        new LogSearch.Asked(Limit.DEFAULT, after, 7)))
                .await()
                .atMost(Duration.ofSeconds(20));
    }
}
