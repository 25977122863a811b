package dev.hindsight.ingest;

import static dev.hindsight.payload.Notice.Kind.REDACTED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.access.Caller;
import dev.hindsight.execution.ExecutionField;
import dev.hindsight.field.Fields;
import dev.hindsight.log.LogField;
import dev.hindsight.payload.Notice;
import dev.hindsight.payload.PayloadLimits;
import dev.hindsight.recording.ExecutionReport;
import dev.hindsight.report.Report;
import dev.hindsight.step.StepField;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is declared secret is masked wherever a report carries it, texts included. */
class MaskedReportTest {

    private static Report read(PayloadLimits limits, String body) throws IOException {
        return new ReportReader(limits).create(Caller.LOCAL, body.getBytes(UTF_8), null);
    }

    private static ExecutionReport withPin(String member) throws IOException {
        String body = "{\"workflowId\": \"w\", %s}".formatted(member);
        return read(PayloadLimits.DEFAULT.withValues("pin \\d{4}"), body).execution();
    }

    @ParameterizedTest
    @EnumSource(
            value = ExecutionField.class,
            names = {
                "STATUS_REASON",
                "NOTE",
                "ERROR_MESSAGE",
                "ERROR_STACK",
                "INPUT",
                "OUTPUT",
                "METADATA",
                "TRIGGER_DATA"
            })
    void secretByItsLook_isMaskedInEveryTextAndPayload(ExecutionField field) throws IOException {
        String[] path = field.pointer().substring(1).split("/", -1);
        String value = "\"the pin 1234.\"";
        String member =
                path.length == 1
                        ? "\"%s\": %s".formatted(path[0], value)
                        : "\"%s\": {\"%s\": %s}".formatted(path[0], path[1], value);

        Fields<ExecutionField> fields = withPin(member).fields();

        assertThat((String) fields.get(field)).contains("the [redacted].").doesNotContain("1234");
        assertThat(fields.notices()).containsExactly(Notice.of(REDACTED, field.pointer()));
    }

    @Test
    void secretByItsLook_isMaskedInAnErrorThatIsAPlainText() throws IOException {
        Fields<ExecutionField> fields = withPin("\"error\": \"pin 1234\"").fields();

        assertThat(fields.get(ExecutionField.ERROR_MESSAGE)).isEqualTo("[redacted]");
        assertThat(fields.notices()).containsExactly(Notice.of(REDACTED, "/error/message"));
    }

    @Test
    void secretByItsLook_isMaskedInStepsLinesAndGraph() throws IOException {
        Report report =
                read(
                        PayloadLimits.DEFAULT.withValues("pin \\d{4}"),
                        """
                        {"workflowId": "w",
                         "steps": [{"nodeId": "n", "output": ["pin 1234"], "error": {"stack": "pin 1234"}}],
                         "logs": [{"message": "a pin 1234", "data": {"x": "pin 1234"}}],
                         "dag": {"nodes": ["pin 1234"]}}
                        """);

        Fields<StepField> step = report.steps().get(0).fields();
        assertThat(step.get(StepField.OUTPUT)).isEqualTo("[\"[redacted]\"]");
        assertThat(step.get(StepField.ERROR_STACK)).isEqualTo("[redacted]");
        assertThat(step.notices())
                .containsExactly(
                        Notice.of(REDACTED, "/output/0"), Notice.of(REDACTED, "/error/stack"));
        Fields<LogField> line = report.lines().get(0).fields();
        assertThat(line.get(LogField.MESSAGE)).isEqualTo("a [redacted]");
        assertThat(line.get(LogField.DATA)).isEqualTo("{\"x\":\"[redacted]\"}");
        assertThat(line.notices())
                .containsExactly(Notice.of(REDACTED, "/message"), Notice.of(REDACTED, "/data/x"));
        assertThat(report.execution().graph()).isEqualTo("{\"nodes\":[\"[redacted]\"]}");
    }

    @Test
    void secretByItsPath_isMaskedInExecutionsAndStepsAlike() throws IOException {
        Report report =
                read(
                        PayloadLimits.DEFAULT.withPaths(
                                "/input/card", "/data/card", "/trigger/data", "/dag/*/card"),
                        """
                        {"workflowId": "w", "input": {"card": 1}, "output": {"card": 2},
                         "trigger": {"data": {"card": 3}},
                         "steps": [{"nodeId": "n", "input": {"card": [4]}}],
                         "logs": [{"message": "m", "data": {"card": {"x": 5}}}],
                         "dag": {"a": {"card": 6}}}
                        """);

        Fields<ExecutionField> execution = report.execution().fields();
        assertThat(execution.get(ExecutionField.INPUT)).isEqualTo("{\"card\":\"[redacted]\"}");
        assertThat(execution.get(ExecutionField.OUTPUT)).isEqualTo("{\"card\":2}");
        assertThat(execution.get(ExecutionField.TRIGGER_DATA)).isEqualTo("\"[redacted]\"");
        assertThat(execution.notices())
                .containsExactly(
                        Notice.of(REDACTED, "/input/card"),
                        Notice.of(REDACTED, "/trigger/data"),
                        Notice.of(REDACTED, "/dag/a/card"));
        assertThat(report.steps().get(0).fields().get(StepField.INPUT))
                .isEqualTo("{\"card\":\"[redacted]\"}");
        assertThat(report.lines().get(0).fields().get(LogField.DATA))
                .isEqualTo("{\"card\":\"[redacted]\"}");
        assertThat(report.execution().graph()).isEqualTo("{\"a\":{\"card\":\"[redacted]\"}}");
    }

    @Test
    void idsAndWords_areTakenAsTheyAre() throws IOException {
        Fields<ExecutionField> fields = withPin("\"workflowName\": \"pin 1234\"").fields();

        assertThat(fields.get(ExecutionField.WORKFLOW_NAME)).isEqualTo("pin 1234");
        assertThat(fields.notices()).isEmpty();
    }
}
