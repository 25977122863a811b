package dev.hindsight.wfformat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.execution.ExecutionField;
import dev.hindsight.execution.ExecutionStatus;
import dev.hindsight.payload.Notice;
import dev.hindsight.report.Report;
import dev.hindsight.step.StepField;
import dev.hindsight.step.StepStatus;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class WfFormatReaderTest extends WfFormatReadingTest {

    private static final OffsetDateTime START = OffsetDateTime.parse("2020-12-25T20:10:08Z");

    @Nested
    class Execution {

        @Test
        void execution_isTheRunThatTheFileTells() {
            Report report =
                    read(
                            """
                            {"name": "1000genome-20200401T054035Z-0", "schemaVersion": "1.5",
                             "author": {"name": "ada", "email": "ada@example.org"},
                             "runtimeSystem": {"name": "Pegasus", "version": "4.9.3"},
                             "workflow": {"runName": "wise_volta", "repo": "https://x.org/y",
                              "specification": %s, "execution": %s}}
                            """
                                    .formatted(SPECIFICATION, EXECUTION));

            assertThat(report.execution().workflowId()).isEqualTo("1000genome");
            assertThat(execution(report, ExecutionField.WORKFLOW_NAME))
                    .isEqualTo("1000genome-20200401T054035Z-0");
            assertThat(execution(report, ExecutionField.RUN_ID)).isEqualTo("wise_volta");
            assertThat(execution(report, ExecutionField.STATUS))
                    .isEqualTo(ExecutionStatus.COMPLETED.code());
            assertThat(execution(report, ExecutionField.STARTED_AT)).isEqualTo(START);
            assertThat(execution(report, ExecutionField.COMPLETED_AT))
                    .isEqualTo(START.plusSeconds(30));
            assertThat(execution(report, ExecutionField.DURATION_MS)).isEqualTo(30_000L);
            assertThat(execution(report, ExecutionField.SOURCE)).isEqualTo("WfFormat");
            assertThat(execution(report, ExecutionField.CREATED_BY)).isEqualTo("ada");
            assertThat(json(execution(report, ExecutionField.LABELS)))
                    .isEqualTo(
                            json(
                                    """
                                    {"runtimeSystem": "Pegasus", "runtimeSystemVersion": "4.9.3"}
                                    """));
            assertThat(report.execution().reportedAt()).isEqualTo(START.plusSeconds(30));
            assertThat(report.execution().importedAt()).isEqualTo(NOW.atOffset(ZoneOffset.UTC));
        }

        @Test
        void metadata_isTheFileWithoutTasksAndFiles() {
            Report report =
                    read(
                            """
                            {"name": "n", "schemaVersion": "1.5", "novel": [1.50, {"a": "\\u0000"}],
                             "author": null, "runtimeSystem": "not an object",
                             "workflow": {"repo": "r", "specification": %s, "execution":
                               {"makespanInSeconds": 437.0, "executedAt": "20200401T054215+0000",
                                "machines": [{"nodeName": "m"}],
                                "tasks": [{"id": "a_ID01", "runtimeInSeconds": 1}]}}}
                            """
                                    .formatted(SPECIFICATION));

            assertThat((String) execution(report, ExecutionField.METADATA))
                    .contains("\"makespanInSeconds\":437.0", "1.50");
            assertThat(json(execution(report, ExecutionField.METADATA)))
                    .isEqualTo(
                            json(
                                    """
                                    {"name": "n", "schemaVersion": "1.5", "author": null,
                                     "novel": [1.50, {"a": "\\ufffd"}],
                                     "runtimeSystem": "not an object",
                                     "workflow": {"repo": "r", "execution": {
                                       "makespanInSeconds": 437.0,
                                       "executedAt": "20200401T054215+0000",
                                       "machines": [{"nodeName": "m"}]}}}
                                    """));
            assertThat(report.execution().fields().notices())
                    .containsExactly(Notice.of(Notice.Kind.SANITIZED, "/metadata/novel/1/a"));
        }

        @Test
        void externalId_dependsOnTheRunAndNotOnTheLayout() {
            String file = file(SPECIFICATION, EXECUTION);
            String id = read(file).execution().externalId();

            assertThat(read(file.replace("30,", "30.000 ,")).execution().externalId())
                    .isEqualTo(id);
            assertThat(
                            read(file.replace("20:10:08+00:00", "10:10:08-10:00"))
                                    .execution()
                                    .externalId())
                    .isEqualTo(id);
            assertThat(read(file.replace("20:10:08", "20:10:09")).execution().externalId())
                    .isNotEqualTo(id);
            assertThat(read(file.replace("1.5}", "1.6}")).execution().externalId())
                    .isNotEqualTo(id);
            assertThat(read(file.replace("\"sample\"", "\"other\"")).execution().externalId())
                    .isNotEqualTo(id);
        }

        @Test
        void graph_hasNodesAndEachEdgeOnce() {
            assertThat(json(read(file(SPECIFICATION, EXECUTION)).execution().graph()))
                    .isEqualTo(
                            json(
                                    """
                                    {"nodes": [{"id": "a_ID01", "name": "a_ID01"},
                                               {"id": "b_ID02", "name": "b_ID02"}],
                                     "edges": [{"from": "a_ID01", "to": "b_ID02"}]}
                                    """));
        }
    }

    @Nested
    class Steps {

        @Test
        void step_isTheTaskAndItsRun() {
            Report report = read(file(SPECIFICATION, EXECUTION));

            assertThat(report.steps())
                    .extracting(it -> it.key())
                    .containsExactly("a_ID01", "b_ID02");
            assertThat(field(report, "b_ID02", StepField.NODE_ID)).isEqualTo("b");
            assertThat(field(report, "b_ID02", StepField.NODE_NAME)).isEqualTo("b_ID02");
            assertThat(field(report, "b_ID02", StepField.STEP_INDEX)).isEqualTo(1);
            assertThat(field(report, "b_ID02", StepField.DEPENDS_ON)).isEqualTo("[\"a_ID01\"]");
            assertThat(field(report, "b_ID02", StepField.STATUS))
                    .isEqualTo(StepStatus.COMPLETED.code());
            assertThat(field(report, "a_ID01", StepField.STARTED_AT)).isEqualTo(START);
            assertThat(field(report, "b_ID02", StepField.STARTED_AT))
                    .isEqualTo(START.plusNanos(1_500_000_000L));
            assertThat(field(report, "b_ID02", StepField.COMPLETED_AT))
                    .isEqualTo(START.plusNanos(21_500_000_000L));
            assertThat(field(report, "b_ID02", StepField.DURATION_MS)).isEqualTo(20_000L);
            assertThat(step(report, "a_ID01").attempt()).isEqualTo(1);
        }

        @Test
        void files_bearTheirSizesWhereTheFileTellsThem() {
            Report report = read(file(SPECIFICATION, EXECUTION));

            assertThat(json(field(report, "a_ID01", StepField.INPUT)))
                    .isEqualTo(json("{\"files\": [{\"id\": \"in\", \"sizeInBytes\": 12}]}"));
            assertThat(json(field(report, "a_ID01", StepField.OUTPUT)))
                    .isEqualTo(
                            json(
                                    """
                                    {"files": [{"id": "mid", "sizeInBytes": 0}, {"id": "lost"}]}
                                    """));
            assertThat(step(report, "b_ID02").fields().has(StepField.INPUT)).isFalse();
        }

        @Test
        void measurements_keepTheirDigitsAndSecretsAreMasked() {
            Report report =
                    read(
                            file(
                                    SPECIFICATION.replace(
                                            "\"name\": \"b", "\"kind\": 7, \"name\": \"b"),
                                    """
                                    {"makespanInSeconds": 1, "executedAt": "2020-12-25T20:10:08Z",
                                     "tasks": [{"avgCPU": 99.10, "id": "b_ID02", "priority": 20,
                                       "env": {"token": "hush"}, "runtimeInSeconds": 0.054023,
                                       "command": {"program": "/usr/bin/b", "arguments": ["'x'\\n\\"y\\""]}}]}
                                    """));

            assertThat((String) field(report, "b_ID02", StepField.METADATA))
                    .isEqualTo(
                            "{\"avgCPU\":99.10,\"priority\":20,\"env\":{\"token\":\"[redacted]\"},"
                                    + "\"runtimeInSeconds\":0.054023,\"specification\":{\"kind\":7}}");
            assertThat(step(report, "b_ID02").fields().notices())
                    .containsExactly(Notice.of(Notice.Kind.REDACTED, "/metadata/env/token"));
            assertThat(json(field(report, "b_ID02", StepField.INPUT)).at("/command/arguments/0"))
                    .hasToString("\"'x'\\n\\\"y\\\"\"");
            assertThat(field(report, "b_ID02", StepField.NODE_TYPE)).isEqualTo("b");
            assertThat(field(report, "b_ID02", StepField.DURATION_MS)).isEqualTo(54L);
        }

        @Test
        void start_isTheTasksOwnWhereTheFileTellsIt() {
            Report report =
                    read(
                            file(
                                    SPECIFICATION,
                                    EXECUTION
                                            .replace(
                                                    "1.5}",
                                                    "1.5, \"executedAt\": \"12-25-20T20:10:10Z\"}")
                                            .replace("20}", "20, \"executedAt\": \"noon\"}")));

            assertThat(field(report, "a_ID01", StepField.STARTED_AT))
                    .isEqualTo(START.plusSeconds(2));
            assertThat(field(report, "b_ID02", StepField.STARTED_AT))
                    .isEqualTo(START.plusNanos(3_500_000_000L));
            assertThat(json(field(report, "b_ID02", StepField.METADATA)).get("executedAt"))
                    .hasToString("\"noon\"");
        }

        @Test
        void task_withoutRunIsSkippedAndTakesNoTime() {
            Report report =
                    read(
                            file(
                                    SPECIFICATION,
                                    """
                                    {"makespanInSeconds": 1, "executedAt": "2020-12-25T20:10:08Z",
                                     "tasks": [{"id": "b_ID02", "runtimeInSeconds": 1}]}
                                    """));

            assertThat(field(report, "a_ID01", StepField.STATUS))
                    .isEqualTo(StepStatus.SKIPPED.code());
            assertThat(field(report, "a_ID01", StepField.COMPLETED_AT)).isEqualTo(START);
            assertThat(field(report, "b_ID02", StepField.STARTED_AT)).isEqualTo(START);
        }

        @Test
        void run_withoutTaskIsAStepBehindTheOthers() {
            Report report =
                    read(
                            file(
                                    SPECIFICATION,
                                    EXECUTION.replace(
                                            "\"tasks\": [",
                                            "\"tasks\": [{\"id\": \"x\", \"runtimeInSeconds\": 1},")));

            assertThat(field(report, "x", StepField.STEP_INDEX)).isEqualTo(2);
            assertThat(field(report, "x", StepField.NODE_ID)).isEqualTo("x");
            assertThat(json(report.execution().graph()).get("nodes")).hasSize(2);
        }

        @Test
        void edges_areUnitedFromParentsAndChildrenAndMayLeadOutOfTheFile() {
            Report report =
                    read(
                            file(
                                    """
                                    {"tasks": [
                                      {"id": "c", "parents": ["", "b", "gone", "b"]},
                                      {"id": "a", "name": "a", "children": ["c", "b", "lost"]},
                                      {"id": "b", "name": null, "parents": null}]}
                                    """,
                                    """
                                    {"makespanInSeconds": 1, "executedAt": "2020-12-25 20:10:08",
                                     "tasks": []}
                                    """));

            assertThat(field(report, "c", StepField.DEPENDS_ON))
                    .isEqualTo("[\"b\",\"gone\",\"a\"]");
            assertThat(json(report.execution().graph()).get("edges"))
                    .isEqualTo(
                            json(
                                    """
                                    [{"from": "b", "to": "c"}, {"from": "a", "to": "c"},
                                     {"from": "a", "to": "b"}]
                                    """));
        }
    }

    @Test
    void members_mayComeInAnyOrder() {
        String reversed =
                """
                {"workflow": {"execution": %s, "specification": %s},
                 "schemaVersion": "1.5", "name": "sample"}
                """
                        .formatted(EXECUTION, SPECIFICATION);

        Report expected = read(file(SPECIFICATION, EXECUTION));
        Report report = read(reversed.getBytes(UTF_8));

        assertThat(report.steps()).isEqualTo(expected.steps());
        assertThat(report.execution().externalId()).isEqualTo(expected.execution().externalId());
    }
}
