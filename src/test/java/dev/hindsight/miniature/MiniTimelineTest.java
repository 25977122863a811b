package dev.hindsight.miniature;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.access.Key;
import dev.hindsight.access.KeysProfile;
import dev.hindsight.db.Database;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.HeldClock;
import dev.hindsight.fixture.Rows;
import io.quarkus.test.junit.QuarkusMock;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Executions of a list, drawn if they are asked for with {@code fields=miniTimeline}. */
@QuarkusTest
@TestProfile(MiniTimelineTest.Held.class)
class MiniTimelineTest {

    private static final String EXECUTIONS = "/api/v1/executions";
    private static final String DRAWN = EXECUTIONS + "?fields=miniTimeline";

    /** With keys, and a clock that stands. */
    public static class Held extends KeysProfile {
        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(HeldClock.class);
        }
    }

    @Inject HeldClock clock;
    @Inject Pool pool;
    @Inject Database database;

    private final String namespace = "n-" + UUID.randomUUID();
    private Key key = Key.ADMIN;
    private Instant start = Instant.EPOCH;

    @BeforeEach
    void begin() {
        key = Key.of(namespace, "admin");
        start = clock.instant().truncatedTo(ChronoUnit.SECONDS).minusSeconds(1_000);
    }

    /** A moment so many seconds after the start of all; a thousand are now, nearly. */
    private String at(double seconds) {
        return "'" + start.plusMillis(Math.round(seconds * 1_000)) + "'";
    }

    /** Begins an execution at a moment; tells its id. */
    private String execution(double seconds, String members) {
        Answer made =
                key.post(
                        EXECUTIONS,
                        "{'workflowId': 'w', 'startedAt': %s%s}".formatted(at(seconds), members));
        assertThat(made.status()).as(made.http().body()).isEqualTo(201);
        return made.text("/id");
    }

    private void report(String execution, String... steps) {
        Answer made =
                key.post(
                        EXECUTIONS + "/" + execution + "/steps",
                        "[" + String.join(", ", steps) + "]");
        assertThat(made.status()).as(made.http().body()).isEqualTo(201);
    }

    private String step(double from, double to, String status) {
        return "{'nodeId': 'n', 'startedAt': %s, 'completedAt': %s, 'status': '%s', 'output': 'secret'}"
                .formatted(at(from), at(to), status);
    }

    private String running(double from) {
        return "{'nodeId': 'n', 'startedAt': %s}".formatted(at(from));
    }

    private static JsonNode items(Key asker, String path) {
        Answer answer = asker.get(path);
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
        return answer.at("/items");
    }

    /** The drawing of the only execution. */
    private JsonNode drawing() {
        JsonNode items = items(key, DRAWN);
        assertThat(items).hasSize(1);
        assertThat(items.at("/0").has("miniTimeline")).isTrue();
        return items.at("/0/miniTimeline");
    }

    /** The bars of the only execution, such as {@code 0+250 failed}. */
    private List<String> bars() {
        return bars(drawing());
    }

    private static List<String> bars(JsonNode drawing) {
        assertThat(drawing.properties()).hasSize(1);
        List<String> bars = new ArrayList<>();
        for (JsonNode bar : drawing.get("bars")) {
            assertThat(bar).hasSize(3);
            int from = bar.get(0).intValue();
            int length = bar.get(1).intValue();
            assertThat(from).isBetween(0, 999);
            assertThat(length).isPositive();
            assertThat(from + length).isLessThanOrEqualTo(1_000);
            bars.add("%d+%d %s".formatted(from, length, bar.get(2).textValue()));
        }
        return bars;
    }

    @Nested
    class Few {

        @Test
        void steps_areBarsInTheOrderOfTheirStarts() {
            String id = execution(0, "");
            report(id, step(75, 100, "cancelled"), step(0, 25, "completed"));
            report(id, step(25, 75, "failed"), step(30, 100, "timed_out"));

            assertThat(bars())
                    .containsExactly(
                            "0+250 completed",
                            "250+500 failed",
                            "300+700 timed_out",
                            "750+250 cancelled");
        }

        @Test
        void span_beginsWithTheExecution_unlessAStepWasBefore() {
            String late = execution(0, "");
            report(late, step(50, 100, "completed"));
            String early = execution(60, "");
            report(early, step(50, 100, "completed"));

            JsonNode items = items(key, DRAWN);

            assertThat(items.findValuesAsText("id")).containsExactly(early, late);
            assertThat(bars(items.at("/0/miniTimeline"))).containsExactly("0+1000 completed");
            assertThat(bars(items.at("/1/miniTimeline"))).containsExactly("500+500 completed");
        }

        @Test
        void attempts_areAllDrawn() {
            String id = execution(0, "");
            for (int attempt = 1; attempt <= 3; attempt++) {
                report(
                        id,
                        "{'key': 'k', 'attempt': %d, 'nodeId': 'n', 'startedAt': %s, 'completedAt': %s, 'status': '%s'}"
                                .formatted(
                                        attempt,
                                        at(attempt * 10 - 10),
                                        at(attempt * 10),
                                        attempt < 3 ? "failed" : "completed"));
            }

            assertThat(bars())
                    .containsExactly("0+333 failed", "333+334 failed", "667+333 completed");
        }

        @Test
        void bars_areNeverShorterThanAThousandth() {
            String id = execution(0, "");
            report(id, step(0, 1_000, "completed"), step(0, 0.1, "completed"));
            report(id, step(500, 500, "failed"), step(1_000, 1_000, "completed"));

            assertThat(bars())
                    .containsExactly(
                            "0+1 completed", "0+1000 completed", "500+1 failed", "999+1 completed");
        }

        @Test
        void momentaryStep_fillsItsSpan() {
            report(execution(10, ""), step(10, 10, "completed"));

            assertThat(bars()).containsExactly("0+1000 completed");
        }

        @Test
        void stepsThatNeverStarted_areNotDrawn() {
            report(
                    execution(0, ""),
                    step(0, 10, "completed"),
                    "{'nodeId': 'n', 'status': 'pending'}",
                    "{'nodeId': 'n', 'status': 'skipped'}");

            assertThat(bars()).containsExactly("0+1000 completed");
        }

        @Test
        void executionWithoutStartedSteps_hasNoDrawing() {
            execution(0, "");
            report(execution(1, ""), "{'nodeId': 'n', 'status': 'skipped'}");

            JsonNode items = items(key, DRAWN);

            assertThat(items).hasSize(2);
            assertThat(items)
                    .allSatisfy(item -> assertThat(item.get("miniTimeline").isNull()).isTrue());
        }

        @Test
        void forty_areStillDrawnOneByOne() {
            report(execution(0, ""), steps(40, 1));

            assertThat(bars())
                    .hasSize(40)
                    .startsWith("0+25 completed", "25+25 completed")
                    .endsWith("975+25 completed");
        }
    }

    /** One after the other, without pauses. */
    private String[] steps(int number, double seconds) {
        return IntStream.range(0, number)
                .mapToObj(i -> step(i * seconds, (i + 1) * seconds, "completed"))
                .toArray(String[]::new);
    }

    @Nested
    class Running {

        @Test
        void runningStep_reachesToNow() {
            String id = execution(0, "");
            Duration already = Duration.between(start, clock.instant());
            report(id, step(0, 500, "completed"), running(500));
            clock.move(Duration.ofSeconds(2_000).minus(already));

            assertThat(bars()).containsExactly("0+250 completed", "250+750 running");
        }

        @Test
        void stepLeftRunning_reachesToTheEndOfItsExecution() {
            String id = execution(0, "");
            report(id, step(0, 50, "completed"), running(50));
            String end = "{'status': 'crashed', 'completedAt': %s}".formatted(at(100));
            Answer ended = key.send("PATCH", EXECUTIONS + "/" + id, Api.json(end));
            assertThat(ended.status()).as(ended.http().body()).isEqualTo(200);
            clock.move(Duration.ofDays(1));

            assertThat(bars()).containsExactly("0+500 completed", "500+500 running");
        }

        @Test
        void stepOfTomorrow_isDrawnAsItStands() {
            report(execution(0, ""), step(0, 1_000, "completed"), running(100_000));

            assertThat(bars()).containsExactly("0+10 completed", "999+1 running");
        }
    }

    @Nested
    class Many {

        @Test
        void slots_areBarsWhereSomethingRan() {
            String id = execution(0, "");
            // Slots of 25 s: two in the first, none in the next, and many at the end.
            report(id, step(0, 5, "completed"), step(10, 20, "failed"));
            report(id, steps(38, 0.5, 900));
            report(id, step(975, 1_000, "completed"));

            assertThat(bars())
                    .containsExactly("0+20 failed", "900+19 completed", "975+25 completed");
        }

        @Test
        void longStep_isInAllItsSlots() {
            String id = execution(0, "");
            report(id, steps(50, 1, 0));
            report(id, step(40, 90, "failed"), step(995, 1_000, "completed"));

            assertThat(bars())
                    .containsExactly(
                            "0+25 completed",
                            "25+25 failed",
                            "50+25 failed",
                            "75+15 failed",
                            "995+5 completed");
        }

        @ParameterizedTest
        @CsvSource({
            "failed, crashed, failed",
            "crashed, timed_out, crashed",
            "timed_out, running, timed_out",
            "running, cancelled, running",
            "cancelled, completed, cancelled",
            "completed, skipped, completed",
            "skipped, pending, skipped",
        })
        void slot_tellsTheWorstStatusInIt(String worse, String better, String told) {
            String id = execution(0, "");
            report(
                    id,
                    IntStream.range(0, 60)
                            .mapToObj(i -> step(0, 1_000, i == 30 ? worse : better))
                            .toArray(String[]::new));

            assertThat(bars()).hasSize(40).allMatch(bar -> bar.endsWith("+25 " + told));
        }

        @Test
        void thousands_areFortyBars() {
            String id = execution(0, "");
            for (int i = 0; i < 3; i++) {
                report(id, steps(1_000, 0.1, i * 100));
            }

            assertThat(bars()).hasSize(40).allMatch(bar -> bar.endsWith("+25 completed"));
        }

        @Test
        void momentarySteps_areOneSpan() {
            report(
                    execution(0, ""),
                    Stream.generate(() -> step(0, 0, "completed"))
                            .limit(41)
                            .toArray(String[]::new));

            assertThat(bars()).hasSize(40).allMatch(bar -> bar.endsWith("+25 completed"));
        }

        private String[] steps(int number, double seconds, double from) {
            return IntStream.range(0, number)
                    .mapToObj(i -> step(from + i * seconds, from + (i + 1) * seconds, "completed"))
                    .toArray(String[]::new);
        }
    }

    @Nested
    class Asked {

        @Test
        void member_isAbsent_unlessItIsAskedFor() {
            String id = execution(0, "");
            report(id, step(0, 10, "completed"));

            assertThat(items(key, EXECUTIONS).at("/0").has("miniTimeline")).isFalse();
            assertThat(key.get(EXECUTIONS + "/" + id).body().has("miniTimeline")).isFalse();
            JsonNode plain = items(key, EXECUTIONS).at("/0");
            JsonNode drawn = items(key, DRAWN).at("/0");
            assertThat(drawn.properties()).containsAll(plain.properties());
            assertThat(drawn.properties()).hasSize(plain.properties().size() + 1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"minitimeline", "miniTimeline,miniTimeline", "", "summary"})
        void otherWord_isRefusedByName(String word) {
            Answer answer = key.get(EXECUTIONS + "?fields=" + word);

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text("/errors/0/pointer")).isEqualTo("fields");
        }

        @Test
        void otherLists_knowNoSuchParameter() {
            assertThat(key.get(EXECUTIONS + "/counts?fields=miniTimeline").status()).isEqualTo(400);
        }

        @Test
        void pages_fitTogether_drawnOrNot() {
            for (int i = 0; i < 5; i++) {
                report(execution(i, ""), step(i, i + 10, "completed"));
            }

            Answer first = key.get(DRAWN + "&limit=2&count=exact");
            String cursor = "&cursor=" + first.text("/nextCursor");
            Answer second = key.get(DRAWN + "&limit=2" + cursor);
            Answer plain = key.get(EXECUTIONS + "?limit=2" + cursor);

            assertThat(first.at("/total").intValue()).isEqualTo(5);
            assertThat(first.at("/items").findValuesAsText("id"))
                    .hasSize(2)
                    .doesNotContainAnyElementsOf(second.at("/items").findValuesAsText("id"));
            assertThat(bars(second.at("/items/1/miniTimeline")))
                    .containsExactly("0+1000 completed");
            assertThat(plain.at("/items").findValuesAsText("id"))
                    .isEqualTo(second.at("/items").findValuesAsText("id"));
            assertThat(plain.text("/nextCursor")).isEqualTo(second.text("/nextCursor"));
        }

        @Test
        void drawings_costOneStatementMore_whateverThePageHolds() {
            for (int i = 0; i < 5; i++) {
                report(execution(i, ""), step(i, i + 10, "completed"));
            }
            List<String> heard = new CopyOnWriteArrayList<>();
            QuarkusMock.installMockForInstance(
                    new Database(pool) {
                        @Override
                        public Uni<RowSet<Row>> ask(SqlClient client, String sql, Tuple arguments) {
                            // Others may be at work meanwhile: the feed, for one.
                            if (sql.contains("FROM execution e") || sql.contains("FROM step")) {
                                heard.add(sql);
                            }
                            return super.ask(client, sql, arguments);
                        }
                    },
                    database);

            items(key, EXECUTIONS);
            List<String> plain = List.copyOf(heard);
            heard.clear();
            items(key, DRAWN);

            assertThat(plain).isNotEmpty().noneMatch(sql -> sql.contains("FROM step"));
            assertThat(heard).hasSize(plain.size() + 1).doesNotHaveDuplicates();
            // The days stand in the text, so that the tables of no others are opened.
            assertThat(heard.get(plain.size()))
                    .contains("FROM step s", "s.execution_id >= '")
                    .doesNotContain("{days", "step_payload");
        }

        @Test
        void emptyPage_staysEmpty() {
            assertThat(items(key, DRAWN)).isEmpty();
        }

        @Test
        void otherNamespace_seesItsOwn() {
            report(execution(0, ""), step(0, 10, "completed"));
            Key other = Key.of("n-" + UUID.randomUUID(), "admin");

            assertThat(items(other, DRAWN)).isEmpty();
        }

        @Test
        void deletedExecution_isDrawn_whereItIsListed() {
            String id = execution(0, ", 'status': 'completed'");
            report(id, step(0, 10, "completed"));
            assertThat(key.send("DELETE", EXECUTIONS + "/" + id, null).status()).isEqualTo(204);

            assertThat(items(key, DRAWN)).isEmpty();
            assertThat(bars(items(key, DRAWN + "&deleted=true").at("/0/miniTimeline")))
                    .containsExactly("0+1000 completed");
        }

        @Test
        void archivedExecution_hasNoDrawing() {
            String id = execution(0, ", 'status': 'completed'");
            report(id, step(0, 10, "completed"));
            Rows.run(
                    "UPDATE execution SET archived = true, archived_at = now(), archive_file = gen_random_uuid(),"
                            + " archive_position = 0, archive_length = 1 WHERE id = $1",
                    UUID.fromString(id));

            assertThat(drawing().isNull()).isTrue();
        }

        @Test
        void viewer_needsNoRightToPayloads() {
            report(execution(0, ""), step(0, 10, "completed"));
            Key viewer =
                    Key.ordered(
                            "'name': 'k', 'role': 'viewer', 'payloads': false, 'namespace': '%s'"
                                    .formatted(namespace));

            JsonNode items = items(viewer, DRAWN);

            assertThat(bars(items.at("/0/miniTimeline"))).containsExactly("0+1000 completed");
            assertThat(items.toString()).doesNotContain("secret");
        }
    }
}
