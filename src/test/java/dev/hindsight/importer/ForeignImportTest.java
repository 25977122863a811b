package dev.hindsight.importer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.ForeignSamples;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Transcripts;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents of other engines taken over. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class ForeignImportTest extends ForeignImporting {

    static List<String> names() {
        return ForeignSamples.names();
    }

    private static Answer post(String format, String body) {
        return Api.post(Transcripts.IMPORT + (format.isEmpty() ? "" : "?format=" + format), body);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
            n8n/success.json       | n8n:kT3bXwz0M:231 | kT3bXwz0M | Orders to warehouse | completed | 7 | 0 | -    | 2500
            n8n/failure.json       | n8n:kT3bXwz0M:230 | kT3bXwz0M | Orders to warehouse | failed    | 3 | 0 | The service refused the connection | 900
            n8n/running.json       | n8n:kT3bXwz0M:233 | kT3bXwz0M | Orders to warehouse | running   | 3 | 0 | -    | -
            temporal/success.json  | temporal:0f6f1f3a-1c1e-4d4b-9a37-1d2cM | OrderWorkflow | OrderWorkflow | completed | 5 | 2 | - | 51000
            temporal/failure.json  | temporal:0f6f1f3a-1c1e-4d4b-9a37-1d2cM | OrderWorkflow | OrderWorkflow | failed | 3 | 1 | activity error: card declined | 11000
            temporal/running.json  | temporal:0f6f1f3a-1c1e-4d4b-9a37-1d2cM | OrderWorkflow | OrderWorkflow | running | 1 | 0 | - | -
            temporal/timed-out-old.json | temporal:1f6f1f3a-1c1e-4d4b-9a37-1d2cM | OrderWorkflow | OrderWorkflow | timed_out | 1 | 0 | - | 90000
            temporal/child.json    | temporal:0f6f1f3a-1c1e-4d4b-9a37-ffffM | ShipWorkflow | ShipWorkflow | completed | 0 | 0 | - | 9000
            argo/success.json      | argo:3f2c8c1e-9d1b-4f0e-8f57-8a1bM | build | build | completed | 6 | 0 | - | 30000
            argo/failure.json      | argo:4f2c8c1e-9d1b-4f0e-8f57-8a1bM | build | build | failed | 4 | 0 | child 'steps-9q8w7-2' failed | 14000
            argo/running.json      | argo:5f2c8c1e-9d1b-4f0e-8f57-8a1bM | build | build | running | 3 | 0 | - | -
            airflow/success-v1.json | airflow:etl/scheduled__2026-01-01T00:00:00+00:00-M | etl | - | completed | 6 | 0 | - | 40000
            airflow/failure-v2.json | airflow:etl/manual__2026-01-02T08:00:00+00:00-M | etl | ETL | failed | 4 | 0 | - | 40000
            airflow/running.json   | airflow:etl/scheduled__2026-01-03T00:00:00+00:00-M | etl | - | running | 2 | 0 | - | -
            """,
            delimiter = '|')
    void document_isOneExecution(
            String name,
            String externalId,
            String workflowId,
            @Nullable String workflowName,
            String status,
            int steps,
            int logs,
            @Nullable String error,
            @Nullable Long durationMs) {
        JsonNode receipt = taken(name);
        JsonNode execution = whole(receipt.at("/executions/0"));

        assertThat(receipt.get("executions")).hasSize(1);
        assertThat(receipt.get("steps").asInt()).isEqualTo(steps);
        assertThat(receipt.get("logs").asInt()).isEqualTo(logs);
        assertThat(receipt.has("rejected")).isFalse();
        assertThat(execution.get("steps")).hasSize(steps);
        assertThat(execution.get("logs")).hasSize(logs);
        assertThat(execution.get("externalId").asText()).isEqualTo(externalId.replace("M", mark));
        assertThat(execution.get("workflowId").asText()).isEqualTo(workflowId.replace("M", mark));
        assertThat(execution.at("/workflowName").asText(null)).isEqualTo(workflowName);
        assertThat(execution.get("status").asText()).isEqualTo(status);
        assertThat(execution.at("/error/message").asText(null)).isEqualTo(error);
        assertThat(execution.get("importedAt").isNull()).isFalse();
        assertThat(execution.get("version").asInt()).isOne();
        assertThat(
                        execution.get("durationMs").isNull()
                                ? null
                                : execution.get("durationMs").asLong())
                .isEqualTo(durationMs);
    }

    @ParameterizedTest
    @MethodSource("names")
    void document_thatComesAgainChangesNothing(String name) {
        JsonNode receipt = taken(name);
        List<JsonNode> before = new ArrayList<>();
        receipt.get("executions").forEach(it -> before.add(whole(it)));

        assertThat(taken(name)).isEqualTo(receipt);
        List<JsonNode> after = new ArrayList<>();
        receipt.get("executions").forEach(it -> after.add(whole(it)));
        assertThat(after).isEqualTo(before).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("names")
    void format_isRecognisedOrToldRightly(String name) {
        String format = name.substring(0, name.indexOf('/'));
        JsonNode receipt = taken(name);

        Answer told =
                Api.postRaw(
                        Transcripts.IMPORT + "?format=" + format, ForeignSamples.text(name, mark));
        assertThat(told.status()).isEqualTo(200);
        assertThat(told.body()).isEqualTo(receipt);
    }

    @Nested
    class Refused {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                n8n      | {'data': {'resultData': {}}} | /id
                n8n      | {'id': '7', 'mode': 'manual'} | /workflowId
                n8n      | [17] | /0
                temporal | {'name': 'x'} | /events
                argo     | {'metadata': {'name': 'x'}, 'status': {}} | /metadata/uid
                airflow  | {'dag_run': {'dag_id': 'etl'}} | /dag_run/dag_run_id
                airflow  | {'dag_id': 'etl'} | /dag_run
                """)
        void formatThatIsToldWrongly_isToldWhatIsMissing(
                String format, String body, String pointer) {
            Answer answer = post(format, body);

            assertThat(answer.status()).as(answer.http().body()).isEqualTo(400);
            assertThat(answer.at("/errors").findValuesAsText("pointer")).containsExactly(pointer);
        }

        @Test
        void recordsOfAList_doNotSpoilTheirNeighbours() {
            Answer answer =
                    post(
                            "",
                            """
                            {'data': [{'id': '1', 'workflowId': '%1$s', 'mode': 'manual', 'finished': true},
                              {'workflowId': '%1$s', 'mode': 'manual'}, 17,
                              {'id': '2', 'workflowId': '%1$s', 'mode': 'manual', 'status': 'error'}]}
                            """
                                    .formatted(mark));

            assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
            assertThat(answer.at("/executions").findValuesAsText("externalId"))
                    .containsExactlyInAnyOrder("n8n:" + mark + ":1", "n8n:" + mark + ":2");
            assertThat(answer.at("/rejected").findValuesAsText("pointer"))
                    .containsExactlyInAnyOrder("/data/1", "/data/2");
            assertThat(answer.at("/rejected").findValuesAsText("detail"))
                    .anyMatch(it -> it.contains("id"));
        }
    }
}
