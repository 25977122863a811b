package dev.hindsight.wfformat;

import static dev.hindsight.fixture.FuzzTarget.claim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hindsight.access.Caller;
import dev.hindsight.execution.ExecutionField;
import dev.hindsight.field.Field;
import dev.hindsight.field.Fields;
import dev.hindsight.fixture.FuzzTarget;
import dev.hindsight.ingest.ReportFuzz;
import dev.hindsight.payload.PayloadLimits;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.report.Report;
import dev.hindsight.step.StepField;
import dev.hindsight.step.StepReport;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Files of WfFormat. An input is one. */
public final class WfFormatFuzz implements FuzzTarget {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final WfFormatReader reader =
            new WfFormatReader(PayloadLimits.DEFAULT, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

    @Override
    public void take(byte[] input) throws IOException {
        Report report = read(input);
        if (report == null) {
            return;
        }
        claim(report.equals(read(input)), "A file is the same report every time.");
        ReportFuzz.holds(report);
        holds(report, input.length);
    }

    private @Nullable Report read(byte[] file) throws IOException {
        try {
            return reader.read(Caller.LOCAL, file);
        } catch (ProblemException problem) {
            FuzzTarget.refused(problem);
        } catch (JsonProcessingException malformed) {
            // Told as the sender's fault by whoever reads files.
        }
        return null;
    }

    private static void holds(Report report, int length) throws IOException {
        Fields<ExecutionField> fields = report.execution().fields();
        int stored = size(fields, ExecutionField.class);
        OffsetDateTime start = fields.get(ExecutionField.STARTED_AT, OffsetDateTime.class);
        OffsetDateTime end = fields.get(ExecutionField.COMPLETED_AT, OffsetDateTime.class);
        claim(start != null && !start.isAfter(end), "An execution ends behind its begin.");
        JsonNode graph = JSON.readTree(String.valueOf(report.execution().graph()));
        Set<String> nodes = new HashSet<>();
        graph.path("nodes").forEach(node -> nodes.add(node.path("id").textValue()));
        for (JsonNode edge : graph.path("edges")) {
            claim(nodes.contains(edge.path("from").textValue()), "An edge begins at a node.");
            claim(nodes.contains(edge.path("to").textValue()), "An edge ends at a node.");
        }
        Set<String> keys = new HashSet<>();
        for (StepReport step : report.steps()) {
            claim(keys.add(step.key()), "A task is one step.");
            stored += size(step.fields(), StepField.class);
        }
        claim(keys.containsAll(nodes), "A node has a step.");
        claim(stored <= 4_096 + 40 * length, "What is stored does not outgrow what was sent.");
    }

    /** How much the JSON in a record takes. */
    private static <F extends Enum<F> & Field> int size(Fields<F> fields, Class<F> type) {
        int size = 0;
        for (F field : EnumSet.allOf(type)) {
            if (field.type().sqlType().equals("jsonb")
                    && fields.get(field) instanceof String text) {
                size += text.length();
            }
        }
        return size;
    }
}
