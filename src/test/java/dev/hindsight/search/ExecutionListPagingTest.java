package dev.hindsight.search;

import static dev.hindsight.search.Listing.allIds;
import static dev.hindsight.search.Listing.ids;
import static dev.hindsight.search.Listing.next;
import static dev.hindsight.search.Listing.page;
import static dev.hindsight.search.Listing.rejected;
import static dev.hindsight.search.Listing.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In what order executions are listed, and that pages fit together. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class ExecutionListPagingTest {

    private static final int ROWS = 30;

    private static final String INSERT =
            """
            INSERT INTO execution (namespace_id, version, id, created_at, updated_at, started_at,
              duration_ms, status, workflow_id, source, labels, deleted_at)
            SELECT 1, 1, r.id, now(), to_timestamp(r.updated / 1000.0),
              to_timestamp(r.started / 1000.0), r.duration,
              CASE WHEN r.duration IS NULL THEN 1 ELSE 3 END, $1 || '-' || r.number % 2,
              's' || r.number % 4, jsonb_build_object('n', (r.number % 5)::text),
              CASE WHEN r.number IN (7, 9) THEN now() END
            FROM unnest($2::uuid[], $3::int[], $4::bigint[], $5::bigint[], $6::bigint[])
              AS r (id, number, started, duration, updated)
            """;

    @Inject Database database;

    private final String own = UUID.randomUUID().toString();

    /** What a list is ordered by: many ties, and every third has no duration. */
    private record Row(
            String id, int number, long startedAt, @Nullable Long durationMs, long updatedAt) {}

    private List<Row> rows() {
        // Through the front door, so that the day is known to hold old starts.
        report("{\"workflowId\": \"%s\", \"startedAt\": 0}".formatted(own));
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            long start = 1_000_000L + (i * 7L % 5) * 1_000;
            Long duration = i % 3 == 0 ? null : (long) (i * 11 % 4);
            String id = id(Instant.now().toEpochMilli(), i).toString();
            rows.add(new Row(id, i, start, duration, 2_000_000 + i * 13 % 6));
        }
        insert(rows);
        return rows;
    }

    private void insert(List<Row> rows) {
        Args args =
                Args.of(
                        own,
                        rows.stream().map(Row::id).map(UUID::fromString).toArray(UUID[]::new),
                        rows.stream().map(Row::number).toArray(Integer[]::new),
                        rows.stream().map(Row::startedAt).toArray(Long[]::new),
                        rows.stream().map(Row::durationMs).toArray(Long[]::new),
                        rows.stream().map(Row::updatedAt).toArray(Long[]::new));
        database.ask(INSERT, args.tuple()).await().indefinitely();
    }

    private static UUID id(long millis, int number) {
        long random = ThreadLocalRandom.current().nextLong() >>> 2;
        return new UUID(millis << 16 | 0x7000 | number, random | 0x8000000000000000L);
    }

    private static boolean isThere(Row row) {
        return row.number() != 7 && row.number() != 9;
    }

    private static List<String> ordered(
            List<Row> rows, String by, String direction, Predicate<Row> matching) {
        Function<Row, @Nullable Long> value =
                switch (by) {
                    case "durationMs" -> Row::durationMs;
                    case "updatedAt" -> Row::updatedAt;
                    default -> Row::startedAt;
                };
        Comparator<Row> ascending =
                Comparator.comparing(value, Comparator.nullsFirst(Comparator.naturalOrder()))
                        .thenComparing(Row::id);
        return rows.stream()
                .filter(matching)
                .sorted(direction.equals("asc") ? ascending : ascending.reversed())
                .map(Row::id)
                .toList();
    }

    static Stream<Arguments> orders() {
        return Stream.of("startedAt", "durationMs", "updatedAt")
                .flatMap(by -> Stream.of("desc", "asc").map(way -> Arguments.of(by, way)));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void order_goesByIdAmongTies(String by, String direction) {
        List<Row> rows = rows();
        String workflows = own + "-0," + own + "-1";
        String seven =
                workflows
                        + IntStream.range(0, 12)
                                .mapToObj(i -> ",no-" + i)
                                .reduce("", String::concat);

        for (int limit : new int[] {4, ROWS}) {
            assertThat(
                            allIds(
                                    limit,
                                    "workflowId",
                                    own + "-1",
                                    "orderBy",
                                    by,
                                    "orderDir",
                                    direction))
                    .isEqualTo(
                            ordered(
                                    rows,
                                    by,
                                    direction,
                                    row -> isThere(row) && row.number() % 2 == 1));
        }
        assertThat(allIds(5, "workflowId", workflows, "orderBy", by, "orderDir", direction))
                .isEqualTo(ordered(rows, by, direction, ExecutionListPagingTest::isThere));
        assertThat(allIds(9, "workflowId", seven, "orderBy", by, "orderDir", direction))
                .isEqualTo(ordered(rows, by, direction, ExecutionListPagingTest::isThere));
        assertThat(
                        allIds(
                                8,
                                "workflowId",
                                workflows,
                                "deleted",
                                "any",
                                "orderBy",
                                by,
                                "orderDir",
                                direction))
                .isEqualTo(ordered(rows, by, direction, row -> true));
        assertThat(
                        allIds(
                                1,
                                "workflowId",
                                workflows,
                                "deleted",
                                "true",
                                "orderBy",
                                by,
                                "orderDir",
                                direction))
                .isEqualTo(ordered(rows, by, direction, row -> !isThere(row)));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void order_holdsUnderEveryKindOfFilter(String by, String direction) {
        List<Row> rows = rows();
        String workflows = own + "-0," + own + "-1";
        Object[] order = {"workflowId", workflows, "orderBy", by, "orderDir", direction};

        assertThat(allIds(4, with(order, "label", "n:3")))
                .isEqualTo(
                        ordered(rows, by, direction, row -> isThere(row) && row.number() % 5 == 3));
        assertThat(allIds(4, with(order, "source", "s1,s2")))
                .isEqualTo(
                        ordered(
                                rows,
                                by,
                                direction,
                                row ->
                                        isThere(row)
                                                && (row.number() % 4 == 1
                                                        || row.number() % 4 == 2)));
        assertThat(allIds(4, with(order, "minDurationMs", 2, "maxDurationMs", 3)))
                .isEqualTo(
                        ordered(
                                rows,
                                by,
                                direction,
                                row ->
                                        isThere(row)
                                                && row.durationMs() != null
                                                && row.durationMs() >= 2));
        assertThat(allIds(4, with(order, "status", "running")))
                .isEqualTo(
                        ordered(
                                rows,
                                by,
                                direction,
                                row -> isThere(row) && row.durationMs() == null));
        assertThat(allIds(4, with(order, "startedAfter", 1_001_000, "startedBefore", 1_003_000)))
                .isEqualTo(
                        ordered(
                                rows,
                                by,
                                direction,
                                row ->
                                        isThere(row)
                                                && row.startedAt() >= 1_001_000
                                                && row.startedAt() < 1_003_000));
    }

    private static Object[] with(Object[] some, Object... more) {
        return Stream.concat(Stream.of(some), Stream.of(more)).toArray();
    }

    @ParameterizedTest
    @MethodSource("orders")
    void cursor_neitherSkipsNorRepeatsWhileRowsComeAndGo(String by, String direction) {
        List<Row> rows = rows();
        Object[] question = {"workflowId", own + "-0", "orderBy", by, "orderDir", direction};
        List<String> expected =
                ordered(rows, by, direction, row -> isThere(row) && row.number() % 2 == 0);

        List<String> seen = new ArrayList<>();
        String cursor = null;
        do {
            JsonPath page = next(4, cursor, question);
            seen.addAll(page.getList("items.id", String.class));
            cursor = page.getString("nextCursor");
            insert(LongStream.of(0, 1_002_000, 9_000_000).mapToObj(this::another).toList());
            // What was shown may leave: it was the place that the cursor remembers.
            remove(seen.get(seen.size() - 1));
        } while (cursor != null);

        assertThat(seen).doesNotHaveDuplicates();
        assertThat(seen.stream().filter(expected::contains)).containsExactlyElementsOf(expected);
    }

    private Row another(long start) {
        String id = id(Instant.now().toEpochMilli(), 4_000).toString();
        return new Row(id, 4_000, start, start % 4, start);
    }

    private void remove(String id) {
        database.ask(
                        "DELETE FROM execution WHERE namespace_id = 1 AND id = $1",
                        Args.of(UUID.fromString(id)).tuple())
                .await()
                .indefinitely();
    }

    @Test
    void page_withTheLastItemHasNoNextCursor() {
        report("{\"workflowId\": \"%s\"}".formatted(own));
        report("{\"workflowId\": \"%s\"}".formatted(own));

        assertThat(page("workflowId", own, "limit", 2).getString("nextCursor")).isNull();
        assertThat(page("workflowId", own, "limit", 1).getString("nextCursor")).isNotNull();
        assertThat(page("workflowId", own, "limit", 1000).getString("nextCursor")).isNull();
    }

    @Test
    void offset_passesOverRows() {
        List<Row> rows = rows();
        List<String> expected =
                ordered(rows, "startedAt", "desc", row -> isThere(row) && row.number() % 2 == 0);

        assertThat(ids("workflowId", own + "-0", "offset", 3, "limit", 4))
                .isEqualTo(expected.subList(3, 7));
        assertThat(ids("workflowId", own + "-0", "offset", 3, "limit", 4, "source", "s0,s2"))
                .isEqualTo(expected.subList(3, 7));
        assertThat(ids("workflowId", own + "-0", "offset", 10_000)).isEmpty();
        assertThat(ids("workflowId", own + "-0", "offset", expected.size() - 1)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orderBy=durationMs",
                "orderDir=asc",
                "status=failed",
                "workflowId=other",
                "label=a:b",
                "deleted=any",
                "startedAfter=0"
            })
    void cursor_isRefusedByAnotherQuestion(String other) {
        rows();
        String cursor = page("workflowId", own + "-0", "limit", 1).getString("nextCursor");
        String[] changed = other.split("=", 2);
        Object[] question = {"cursor", cursor, "workflowId", own + "-0"};

        List<String> named =
                changed[0].equals("workflowId")
                        ? rejected("cursor", cursor, "workflowId", changed[1])
                        : rejected(with(question, changed[0], changed[1]));

        assertThat(named).containsExactly("cursor");
    }

    @Test
    void cursor_servesAnyLimitAndCount() {
        List<Row> rows = rows();
        List<String> expected =
                ordered(rows, "startedAt", "desc", row -> isThere(row) && row.number() % 2 == 0);
        String cursor = page("workflowId", own + "-0", "limit", 3).getString("nextCursor");

        JsonPath page =
                page("workflowId", own + "-0", "limit", 5, "count", "exact", "cursor", cursor);

        assertThat(page.getList("items.id", String.class)).isEqualTo(expected.subList(3, 8));
        assertThat(page.getInt("total")).isEqualTo(expected.size());
    }

    @Test
    void list_mergesDaysByStart() {
        Instant yesterday = Instant.now().minus(Duration.ofHours(23));
        long day = yesterday.toEpochMilli();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            // Those first reported yesterday are of yesterday's tables, whenever they started.
            String old = id(day, i).toString();
            ids.add(
                    0,
                    report(
                            "{\"workflowId\": \"%s\", \"id\": \"%s\", \"startedAt\": %d}"
                                    .formatted(own, old, day + 2_000L * i)));
            ids.add(
                    0,
                    report(
                            "{\"workflowId\": \"%s\", \"startedAt\": %d}"
                                    .formatted(own, day + 2_000L * i + 1_000)));
        }

        assertThat(allIds(3, "workflowId", own)).isEqualTo(ids);
        assertThat(ids("workflowId", own, "startedBefore", day + 3_000))
                .isEqualTo(ids.subList(17, 20));
    }
}
