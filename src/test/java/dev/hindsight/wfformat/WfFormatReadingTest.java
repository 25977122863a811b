package dev.hindsight.wfformat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hindsight.access.Caller;
import dev.hindsight.execution.ExecutionField;
import dev.hindsight.payload.PayloadLimits;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.report.Report;
import dev.hindsight.step.StepField;
import dev.hindsight.step.StepReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Reading files, and asking what became of them. */
abstract class WfFormatReadingTest {

    static final Instant NOW = Instant.parse("2026-11-20T18:00:00Z");

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A file of two tasks in a row. */
    static final String SPECIFICATION =
            """
            {"tasks": [
              {"name": "a_ID01", "id": "a_ID01", "parents": [], "children": ["b_ID02"],
               "inputFiles": ["in"], "outputFiles": ["mid", "lost"]},
              {"name": "b_ID02", "id": "b_ID02", "parents": ["a_ID01"], "children": []}],
             "files": [{"id": "in", "sizeInBytes": 12}, {"id": "mid", "sizeInBytes": 0}]}
            """;

    static final String EXECUTION =
            """
            {"makespanInSeconds": 30, "executedAt": "2020-12-25T20:10:08+00:00", "tasks": [
              {"id": "a_ID01", "runtimeInSeconds": 1.5},
              {"id": "b_ID02", "runtimeInSeconds": 20}]}
            """;

    static String file(String specification, String execution) {
        return """
        {"name": "sample", "schemaVersion": "1.5",
         "workflow": {"specification": %s, "execution": %s}}
        """
                .formatted(specification, execution);
    }

    static Report read(String file) {
        return read(file.getBytes(UTF_8));
    }

    static Report read(byte[] file) {
        try {
            return new WfFormatReader(PayloadLimits.DEFAULT, Clock.fixed(NOW, ZoneOffset.UTC))
                    .read(Caller.LOCAL, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ProblemException problem(String file) {
        return catchThrowableOfType(ProblemException.class, () -> read(file));
    }

    static Object execution(Report report, ExecutionField field) {
        return report.execution().fields().get(field);
    }

    static StepReport step(Report report, String key) {
        return report.steps().stream()
                .filter(step -> step.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    static Object field(Report report, String key, StepField field) {
        return step(report, key).fields().get(field);
    }

    static OffsetDateTime moment(StepReport step, StepField field) {
        return step.fields().get(field, OffsetDateTime.class);
    }

    static JsonNode json(Object text) {
        try {
            return JSON.readTree((String) text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
