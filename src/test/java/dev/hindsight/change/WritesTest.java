package dev.hindsight.change;

import static dev.hindsight.fixture.Api.ext;
import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.patch;
import static dev.hindsight.fixture.Api.post;
import static dev.hindsight.fixture.Api.put;
import static dev.hindsight.fixture.Api.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.crash.CrashDetector;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import dev.hindsight.fixture.Transcripts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every place that changes an execution leaves a change, and says what was there before. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class WritesTest {

    private static final String NOBODY = "00000000-0000-0000-0000-000000000000";

    @Inject CrashDetector crashes;

    private final String id = fresh();
    private final long before = Rows.number("SELECT coalesce(max(id), 0) FROM change");

    /** The changes that this test made: kind, version, step, attempt and what was there before. */
    private List<String> changes() {
        return Rows.texts(
                "SELECT concat_ws(' ', kind, version, step_key, attempt, prev) FROM change"
                        + " WHERE id > $1 ORDER BY id",
                before);
    }

    private String last() {
        List<String> all = changes();
        return all.get(all.size() - 1);
    }

    @Nested
    class Reports {

        @Test
        void creationMergeAndSteps_leaveOneEach() {
            report(id, "'steps': [{'key': 'k', 'nodeId': 'n'}]");
            report(id, "'note': 'a'");
            report(id, "'note': 'a'");
            put(ext(id) + "/steps/k", "{'status': 'completed'}");

            assertThat(changes()).containsExactly("0 1", "2 1 k 1", "1 2", "2 2 k 1");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = ';',
                value = {
                    "workflowName; 'v'; 'w'",
                    "scriptPath; 'v'; 'w'",
                    "engineInstance; 'v'; 'w'",
                    "parentExecutionId; '0190d0c3-7c00-7000-8000-000000000001';"
                            + " '0190d0c3-7c00-7000-8000-000000000002'",
                    "rootExecutionId; '0190d0c3-7c00-7000-8000-000000000001';"
                            + " '0190d0c3-7c00-7000-8000-000000000002'",
                    "replayOf; '0190d0c3-7c00-7000-8000-000000000001';"
                            + " '0190d0c3-7c00-7000-8000-000000000002'",
                    "source; 'v'; 'w'",
                    "createdBy; 'v'; 'w'",
                    "labels; {\"a\": \"b\"}; {\"a\": \"c\"}",
                    "durationMs; 5; 6"
                })
        void update_tellsWhatAListCouldBeNarrowedBy(String field, String one, String other) {
            report(id, "");

            patch(ext(id), "{'%s': %s}".formatted(field, quoted(one)));
            assertThat(last()).isEqualTo("1 2 {\"%s\": null}".formatted(field));

            patch(ext(id), "{'%s': %s}".formatted(field, quoted(other)));
            assertThat(last()).isEqualTo("1 3 {\"%s\": %s}".formatted(field, quoted(one)));

            patch(ext(id), "{'%s': null}".formatted(field));
            assertThat(last()).isEqualTo("1 4 {\"%s\": %s}".formatted(field, quoted(other)));
        }

        private String quoted(String value) {
            return value.matches("[{\\d].*") && value.length() != 36 ? value : "\"" + value + "\"";
        }

        @Test
        void update_tellsTheFormerStatusAndTimes() {
            report(id, "'startedAt': '2030-01-01T00:00:00Z'");
            report(
                    id,
                    "'status': 'completed', 'startedAt': '2030-01-01T00:00:01Z', 'durationMs': 7");

            assertThat(last())
                    .isEqualTo(
                            "1 2 {\"status\": 1, \"startedAt\": \"2030-01-01T00:00:00+00:00\","
                                    + " \"durationMs\": null}");
        }

        @Test
        void update_tellsTheFormerNamesAndTriggersAndPins() {
            String uuid = report(id, "'runId': 'r'").text("/id");
            patch(
                    Api.EXECUTIONS + "/" + uuid,
                    "{'trigger': {'type': 'cron'}, 'pinned': true, 'externalId': null}");

            assertThat(last())
                    .isEqualTo(
                            "1 2 {\"pinned\": false, \"externalId\": \"%s\", \"triggerType\":"
                                            .formatted(id)
                                    + " \"manual\"}");
        }

        @Test
        void failure_tellsTheFormerErrorAndFingerprint() {
            report(id, "");
            report(id, "'status': 'failed', 'error': {'type': 'T', 'message': 'm'}");
            String fingerprint = fingerprint();
            assertThat(last())
                    .startsWith("1 2 {\"status\": 1, ")
                    .contains("\"errorType\": null", "\"fingerprint\": null");

            patch(ext(id), "{'error': {'type': 'U'}}");
            assertThat(last())
                    .isEqualTo(
                            "1 3 {\"errorType\": \"T\", \"fingerprint\": \"%s\"}"
                                    .formatted(fingerprint));

            put(ext(id) + "/steps/s", "{'nodeId': 'n', 'status': 'failed'}");
            assertThat(last())
                    .startsWith("1 3 {\"failedNode\": null, \"fingerprint\": \"")
                    .doesNotContain(fingerprint);
        }

        private String fingerprint() {
            return Rows.texts("SELECT fingerprint FROM execution WHERE external_id = $1", id)
                    .get(0);
        }

        @Test
        void update_ofWhatNoListKnowsTellsNothing() {
            report(id, "");
            patch(ext(id), "{'note': 'n', 'output': 1, 'statusReason': 'r'}");

            assertThat(last()).isEqualTo("1 2");
        }
    }

    @Nested
    class Logs {

        @Test
        void lines_leaveTheirSequences() {
            report(id, "'logs': [{'sequence': 0}, {'sequence': 1}, {'sequence': 7}]");
            post(ext(id) + "/logs", "[{'message': 'm'}, {'message': 'n'}]");
            // Of these, one is there and one is given another sequence.
            post(ext(id) + "/logs", "[{'sequence': 7}, {'sequence': 8, 'message': 'other'}]");

            assertThat(changes())
                    .containsExactly(
                            "0 1",
                            "6 0 {\"sequences\": \"{[0,2),[7,8)}\"}",
                            "6 0 {\"sequences\": \"{[8,10)}\"}",
                            "6 0 {\"sequences\": \"{[10,11)}\"}");
        }

        @Test
        void linesThatAreThere_leaveNothing() {
            report(id, "'logs': [{'sequence': 3}]");
            post(ext(id) + "/logs", "[{'sequence': 3}]");

            assertThat(changes()).containsExactly("0 1", "6 0 {\"sequences\": \"{[3,4)}\"}");
        }

        @Test
        void linesOfManyExecutions_leaveOneEach() {
            report(id + "-a", "");
            report(id + "-b", "");
            Api.send(
                    "POST",
                    "/api/v1/ingest",
                    Api.json(
                            """
                            {'log': {'execution': 'ext:%1$s-a', 'message': '1'}}
                            {'log': {'execution': 'ext:%1$s-b', 'message': '2'}}
                            {'log': {'execution': 'ext:%1$s-b', 'message': '3'}}
                            """
                                    .formatted(id)),
                    "Content-Type",
                    "application/x-ndjson");

            assertThat(changes().stream().filter(it -> it.startsWith("6")))
                    .containsExactlyInAnyOrder(
                            "6 0 {\"sequences\": \"{[0,1)}\"}", "6 0 {\"sequences\": \"{[0,2)}\"}");
        }
    }

    @Nested
    class Departures {

        @Test
        void deletionRestorationAndPurge_leaveOneEach() {
            String uuid = report(id, "").text("/id");
            Api.send("DELETE", ext(id), null);
            post(ext(id) + "/restore", "");
            Api.send("DELETE", ext(id) + "?purge=true", null);

            assertThat(changes())
                    .containsExactly(
                            "0 1",
                            "3 2 {\"deleted\": false}",
                            "4 3 {\"deleted\": true}",
                            "5 0 {\"count\": 1, \"policy\": null}");
            assertThat(
                            Rows.texts(
                                    "SELECT execution_id::text FROM change WHERE id > $1 AND kind ="
                                            + " 5",
                                    before))
                    .containsExactly(uuid);
        }

        @Test
        void bulkDeletion_leavesOneForAll() {
            report(id + "-a", "'source': '%s'".formatted(id));
            report(id + "-b", "'source': '%s'".formatted(id));
            Answer deleted =
                    post(Api.EXECUTIONS + "/delete", "{'filter': {'source': '%s'}}".formatted(id));

            assertThat(deleted.text("/deleted")).isEqualTo("2");
            assertThat(last()).isEqualTo("5 0 {\"count\": 2, \"policy\": null}");
            assertThat(
                            Rows.texts(
                                    "SELECT execution_id::text FROM change WHERE id > $1 AND kind ="
                                            + " 5",
                                    before))
                    .containsExactly(NOBODY);
        }

        @Test
        void crashAndRevival_leaveOneEach() {
            report(id, "'heartbeatTimeoutMs': 1");
            Rows.run(
                    "UPDATE execution SET created_at = now() - interval '1 hour' WHERE external_id"
                            + " = $1",
                    id);
            crashes.checkHeartbeats().await().indefinitely();
            assertThat(last()).startsWith("1 2 {\"status\": 1, ");

            Api.send("POST", ext(id) + "/heartbeat", null);
            assertThat(last()).startsWith("1 3 {\"status\": 6");
        }
    }

    @Test
    void import_leavesWhatItTakesIn() {
        String uuid =
                report(id, "'steps': [{'key': 'k', 'nodeId': 'n'}], 'logs': [{}]").text("/id");
        String file = Transcripts.export(id);
        Api.send("DELETE", ext(id) + "?purge=true", null);
        long removed = Rows.number("SELECT max(id) FROM change");

        Transcripts.taken(file);

        assertThat(
                        Rows.texts(
                                "SELECT concat_ws(' ', kind, version) FROM change"
                                        + " WHERE execution_id = $1 AND id > $2 ORDER BY id",
                                UUID.fromString(uuid),
                                removed))
                .contains("0 1");
    }
}
