package dev.hindsight.ingest;

import static dev.hindsight.fixture.Api.EXECUTIONS;
import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.get;
import static dev.hindsight.fixture.Api.patch;
import static dev.hindsight.fixture.Api.post;
import static dev.hindsight.fixture.Api.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How reports of executions merge. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class MergeTest {

    private final String id = fresh();

    private JsonNode stored() {
        return get(ext(id)).body();
    }

    private String field(String pointer) {
        return stored().at(pointer).asText();
    }

    @Test
    void create_fillsInWhatEveryExecutionHas() {
        Answer answer = report(id, "");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.text("/status")).isEqualTo("running");
        assertThat(answer.text("/attempt")).isEqualTo("1");
        assertThat(answer.text("/sampleRate")).isEqualTo("1.0");
        assertThat(answer.text("/trigger/type")).isEqualTo("manual");
        assertThat(Instant.parse(answer.text("/startedAt")))
                .isCloseTo(Instant.now(), within(Duration.ofMinutes(1)));
        assertThat(answer.text("/version")).isEqualTo("1");
    }

    @Test
    void explicitValue_replacesADefault_whateverItsRank() {
        report(id, "'status': 'completed'");

        report(
                id,
                "'status': 'pending', 'attempt': 3, 'trigger': {'type': 'webhook'}, 'startedAt':"
                        + " 1000, 'completedAt': 5000");

        assertThat(field("/status")).isEqualTo("completed");
        assertThat(field("/attempt")).isEqualTo("3");
        assertThat(field("/trigger/type")).isEqualTo("webhook");
        assertThat(field("/startedAt")).isEqualTo("1970-01-01T00:00:01.000Z");
        assertThat(field("/completedAt")).isEqualTo("1970-01-01T00:00:05.000Z");
        assertThat(field("/durationMs")).isEqualTo("4000");
    }

    @Test
    void defaultStatus_yieldsToOneThatIsSaid() {
        report(id, "");

        assertThat(report(id, "'status': 'pending'").text("/status")).isEqualTo("pending");
    }

    @Test
    void defaultStatus_yieldsToAPatch() {
        report(id, "");

        assertThat(patch(ext(id), "{'status': 'pending'}").text("/status")).isEqualTo("pending");
    }

    @Test
    void absentAndNullFields_changeNothing() {
        report(id, "'note': 'a', 'output': {'x': 1}, 'labels': {'a': 'b'}, 'exitCode': 3");

        report(
                id,
                "'note': null, 'output': null, 'labels': null, 'error': null, 'trigger': null,"
                        + " 'status': null, 'steps': null, 'exitCode': null");

        assertThat(field("/note")).isEqualTo("a");
        assertThat(field("/output/x")).isEqualTo("1");
        assertThat(field("/labels/a")).isEqualTo("b");
        assertThat(field("/exitCode")).isEqualTo("3");
        assertThat(field("/version")).isEqualTo("1");
    }

    @Test
    void higherRank_wins_whateverCameLast() {
        report(id, "'status': 'completed', 'note': 'end', 'output': 1");

        report(id, "'status': 'running', 'note': 'run', 'output': 2, 'source': 'late'");

        assertThat(field("/note")).isEqualTo("end");
        assertThat(field("/output")).isEqualTo("1");
        assertThat(field("/source")).isEqualTo("late");
    }

    @Test
    void reportWithoutStatus_ranksAsRunning() {
        report(id, "'status': 'pending', 'note': 'waits'");

        report(id, "'note': 'goes on'");
        report(id, "'status': 'pending', 'note': 'waited'");

        assertThat(field("/note")).isEqualTo("goes on");
    }

    @Test
    void laterReportedAt_winsWithinARank() {
        report(id, "'note': 'new', 'input': 'new', 'reportedAt': 2000");

        report(id, "'note': 'old', 'input': 'old', 'source': 's', 'reportedAt': 1000");

        assertThat(field("/note")).isEqualTo("new");
        assertThat(field("/input")).isEqualTo("new");
        assertThat(field("/source")).isEqualTo("s");
    }

    @Test
    void sameReportedAt_leavesItToTheArrival() {
        report(id, "'note': 'a', 'reportedAt': 2000");
        report(id, "'note': 'b', 'reportedAt': 2000");

        assertThat(field("/note")).isEqualTo("b");
    }

    @Test
    void laterArrival_winsWithoutReportedAt() {
        report(id, "'note': 'a'");
        report(id, "'note': 'b'");

        assertThat(field("/note")).isEqualTo("b");
    }

    @Test
    void reportWithoutReportedAt_countsAsMadeWhenItArrived() {
        report(id, "'note': 'a'");
        report(id, "'note': 'late', 'reportedAt': 1000");
        assertThat(field("/note")).isEqualTo("a");

        report(id, "'note': 'c'");
        assertThat(field("/note")).isEqualTo("c");

        report(id, "'note': 'late', 'reportedAt': 1000");
        assertThat(field("/note")).isEqualTo("c");
    }

    @Test
    void patch_isNotUndoneByARepeatedReport() {
        report(id, "'note': 'engine', 'reportedAt': 1000");
        patch(ext(id), "{'note': 'person'}");

        report(id, "'note': 'engine', 'reportedAt': 1000");

        assertThat(field("/note")).isEqualTo("person");
    }

    @Test
    void reportAfterAPatch_wins() {
        report(id, "'note': 'a'");
        patch(ext(id), "{'note': 'b'}");

        report(id, "'note': 'c'");

        assertThat(field("/note")).isEqualTo("c");
    }

    @Test
    void labelsErrorAndCost_areTakenWhole_triggerByMember() {
        report(
                id,
                "'labels': {'a': '1', 'b': '2'}, 'error': {'message': 'm', 'type': 'T', 'stack':"
                        + " 's'}, 'cost': {'amount': 1.50, 'unit': 'USD'}, 'trigger': {'type':"
                        + " 'webhook', 'data': {'x': 1}}");

        report(
                id,
                "'labels': {'c': '3'}, 'error': {'message': 'n'}, 'cost': {'amount': 2},"
                        + " 'trigger': {'type': 'schedule'}");

        assertThat(stored().at("/labels").toString()).isEqualTo("{\"c\":\"3\"}");
        assertThat(field("/error/message")).isEqualTo("n");
        assertThat(stored().at("/error/type").isNull()).isTrue();
        assertThat(stored().at("/error/stack").isNull()).isTrue();
        assertThat(field("/cost/amount")).isEqualTo("2");
        assertThat(stored().at("/cost/unit").isNull()).isTrue();
        assertThat(field("/trigger/type")).isEqualTo("schedule");
        assertThat(field("/trigger/data/x")).isEqualTo("1");
    }

    @Test
    void emptyErrorAndCost_sayNothing() {
        report(id, "'error': {'message': 'm'}, 'cost': {'amount': 1}");

        report(id, "'error': {'message': null}, 'cost': {}");

        assertThat(field("/error/message")).isEqualTo("m");
        assertThat(field("/cost/amount")).isEqualTo("1");
    }

    @Test
    void plainTextError_isItsMessage() {
        report(id, "'error': {'type': 'T'}");
        report(id, "'error': 'boom'");

        assertThat(field("/error/message")).isEqualTo("boom");
        assertThat(stored().at("/error/type").isNull()).isTrue();
    }

    @Test
    void status_neverGoesBack_andTheRestMerges() {
        report(id, "'status': 'running'");

        Answer answer = report(id, "'status': 'pending', 'source': 's'");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("/status")).isEqualTo("running");
        assertThat(answer.text("/source")).isEqualTo("s");
    }

    @Test
    void end_isNeverReplacedByAnother() {
        report(id, "'status': 'failed', 'completedAt': 5000, 'reportedAt': 1000");

        Answer answer = report(id, "'status': 'completed', 'source': 's', 'reportedAt': 2000");

        assertThat(answer.text("/status")).isEqualTo("failed");
        assertThat(answer.text("/source")).isEqualTo("s");
    }

    @Test
    void sameEndAgain_changesNothing() {
        report(id, "'status': 'completed'");
        String first = field("/completedAt");

        Answer again = report(id, "'status': 'completed'");

        assertThat(again.text("/completedAt")).isEqualTo(first);
        assertThat(again.text("/version")).isEqualTo("1");
    }

    @Test
    void crashed_ranksAsRunning_andAnyEndReplacesIt() {
        report(id, "'status': 'crashed'");
        assertThat(field("/status")).isEqualTo("crashed");

        report(id, "'status': 'pending'");
        assertThat(field("/status")).isEqualTo("crashed");

        report(id, "'status': 'timed_out', 'completedAt': 9000");
        assertThat(field("/status")).isEqualTo("timed_out");
        assertThat(field("/completedAt")).isEqualTo("1970-01-01T00:00:09.000Z");
    }

    @Test
    void whatWaited_startsWhenItRuns_unlessAStartWasSent() {
        report(id, "'status': 'pending'");
        Instant created = Instant.parse(field("/createdAt"));
        assertThat(field("/startedAt")).isEqualTo(field("/createdAt"));
        Rows.run(
                "UPDATE execution SET created_at = created_at - interval '1 hour',"
                        + " started_at = started_at - interval '1 hour' WHERE external_id = $1",
                id);

        patch(ext(id), "{'status': 'running'}");

        Instant started = Instant.parse(field("/startedAt"));
        assertThat(started).isAfterOrEqualTo(created);
        report(id, "'status': 'running', 'note': 'again'");
        assertThat(Instant.parse(field("/startedAt"))).isEqualTo(started);

        String sent = fresh();
        report(sent, "'status': 'pending', 'startedAt': 1000");
        report(sent, "'status': 'running'");
        assertThat(get(ext(sent)).text("/startedAt")).isEqualTo("1970-01-01T00:00:01.000Z");
    }

    @Test
    void end_setsCompletedAtUnlessSent() {
        report(id, "'startedAt': 1000");
        report(id, "'completedAt': 4000");
        assertThat(field("/status")).isEqualTo("running");

        report(id, "'status': 'completed'");

        assertThat(field("/completedAt")).isEqualTo("1970-01-01T00:00:04.000Z");
        assertThat(field("/durationMs")).isEqualTo("3000");
    }

    @Test
    void endNow_lastsSinceTheBegin() {
        report(id, "");
        report(id, "'status': 'cancelled'");

        JsonNode it = stored();
        long lasted =
                Duration.between(
                                Instant.parse(it.at("/startedAt").asText()),
                                Instant.parse(it.at("/completedAt").asText()))
                        .toMillis();
        assertThat(it.at("/durationMs").asLong()).isEqualTo(lasted).isBetween(0L, 60_000L);
        assertThat(it.at("/startedAt")).isEqualTo(it.at("/createdAt"));
    }

    @Test
    void endWithoutStart_beganItsDurationBefore() {
        report(id, "'status': 'completed', 'completedAt': 10000, 'durationMs': 4000");

        assertThat(field("/startedAt")).isEqualTo("1970-01-01T00:00:06.000Z");
    }

    @Test
    void endWithoutStartOrDuration_beganNotAfterItsEnd() {
        report(id, "'status': 'completed', 'completedAt': 10000");
        assertThat(field("/startedAt")).isEqualTo("1970-01-01T00:00:10.000Z");
        assertThat(field("/durationMs")).isEqualTo("0");

        report(id, "'status': 'running', 'startedAt': 7000");
        assertThat(field("/startedAt")).isEqualTo("1970-01-01T00:00:07.000Z");
        assertThat(field("/durationMs")).isEqualTo("3000");
    }

    @Test
    void supposedStart_followsAnEndThatIsCorrected() {
        report(id, "'status': 'completed', 'completedAt': 10000");
        report(id, "'status': 'completed', 'completedAt': 30000");

        assertThat(field("/startedAt")).isEqualTo("1970-01-01T00:00:30.000Z");
        assertThat(field("/durationMs")).isEqualTo("0");
    }

    @Test
    void sentDuration_wins() {
        report(id, "'startedAt': 1000, 'completedAt': 2000, 'status': 'failed', 'durationMs': 7");

        assertThat(field("/durationMs")).isEqualTo("7");
        assertThat(stored().at("/notices").size()).isZero();
    }

    @Test
    void timesThatRunBackwards_lastNothing_andANoticeTells() {
        report(id, "'status': 'completed', 'startedAt': 5000, 'completedAt': 2000");

        assertThat(field("/durationMs")).isEqualTo("0");
        assertThat(field("/startedAt")).isEqualTo("1970-01-01T00:00:05.000Z");
        assertThat(field("/completedAt")).isEqualTo("1970-01-01T00:00:02.000Z");
        assertThat(field("/notices/0/kind")).isEqualTo("clock-skew");
    }

    @Test
    void longestDuration_beforeTheFirstYear_isBounded() {
        report(
                id,
                "'status': 'failed', 'completedAt': '0001-01-02T00:00:00Z', 'durationMs':"
                        + " 315537897599999");
        assertThat(field("/startedAt")).isEqualTo("0001-01-01T00:00:00.000Z");

        report(id, "'source': 's'");
        assertThat(field("/startedAt")).isEqualTo("0001-01-01T00:00:00.000Z");
    }

    @Test
    void notices_goWithTheValueTheyAreAbout() {
        report(id, "'input': {'password': 'x'}, 'note': '%s'".formatted("n".repeat(9000)));
        assertThat(stored().at("/notices").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder("/input/password", "/note");

        report(id, "'note': 'short'");
        assertThat(stored().at("/notices").findValuesAsText("pointer"))
                .containsExactly("/input/password");

        patch(ext(id), "{'input': null}");
        assertThat(stored().at("/notices").size()).isZero();
    }

    @Test
    void reportThatLoses_leavesNoNotice() {
        report(id, "'status': 'completed', 'input': 1");
        report(id, "'input': {'token': 'x'}");

        assertThat(stored().at("/notices").size()).isZero();
    }

    @Test
    void graph_hasItsNotices() {
        Answer answer = report(id, "'dag': {'nodes': [{'id': 'a', 'secret': 'x'}]}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.text("/dagHash")).startsWith("sha256:");
        assertThat(field("/notices/0/pointer")).isEqualTo("/dag/nodes/0/secret");

        report(id, "'dag': {'nodes': []}");
        assertThat(stored().at("/notices").size()).isZero();
    }

    @Test
    void graph_isTakenByTheSameRules() {
        String end = report(id, "'status': 'completed', 'dag': {'a': 1}").text("/dagHash");

        assertThat(report(id, "'dag': {'b': 1}").text("/dagHash")).isEqualTo(end);
        assertThat(report(id, "'status': 'completed', 'dag': {'c': 1}").text("/dagHash"))
                .isNotEqualTo(end);
    }

    @Test
    void fingerprint_followsTheErrorAsItStands() {
        String other = fresh();
        report(id, "'error': {'message': 'no 7', 'type': 'A'}");
        report(other, "'error': {'message': 'no 8', 'type': 'B'}");

        patch(ext(id), "{'error': {'type': 'B'}}");

        assertThat(
                        Rows.number(
                                "SELECT count(DISTINCT fingerprint) FROM execution WHERE external_id IN"
                                        + " ($1, $2)",
                                id,
                                other))
                .isEqualTo(1);
    }

    @Test
    void reportById_mergesToo() {
        String created = report(id, "").text("/id");

        Answer answer = post(EXECUTIONS, "{'id': '%s', 'note': 'n'}".formatted(created));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("/externalId")).isEqualTo(id);
        assertThat(answer.text("/note")).isEqualTo("n");
    }
}
