package dev.hindsight.ingest;

import static dev.hindsight.fixture.FuzzTarget.claim;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hindsight.access.Caller;
import dev.hindsight.execution.ExecutionField;
import dev.hindsight.execution.ExecutionRef;
import dev.hindsight.field.Field;
import dev.hindsight.field.FieldContext.Mode;
import dev.hindsight.field.Fields;
import dev.hindsight.field.Shape;
import dev.hindsight.fixture.FuzzTarget;
import dev.hindsight.log.LogField;
import dev.hindsight.log.LogReport;
import dev.hindsight.payload.Notice;
import dev.hindsight.payload.PayloadLimits;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.report.Report;
import dev.hindsight.step.StepField;
import dev.hindsight.step.StepReport;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bodies of reports. An input is a body, which is sent wherever one is taken. */
public final class ReportFuzz implements FuzzTarget {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final ExecutionRef REF = new ExecutionRef(null, "engine-7");

    private final ReportReader bodies = new ReportReader(PayloadLimits.DEFAULT);
    private final OperationReader operations = operations();

    /** Reads a body as one endpoint does. */
    @FunctionalInterface
    private interface Door {
        Report read(byte[] body) throws IOException;
    }

    private final List<Door> doors =
            List.of(
                    body -> operations.read(Caller.LOCAL, body),
                    body -> bodies.create(Caller.LOCAL, body, null),
                    body -> bodies.patch(Caller.LOCAL, REF, body, true),
                    body -> bodies.steps(Caller.LOCAL, REF, body),
                    body -> bodies.step(Caller.LOCAL, REF, named(Mode.PATCH), body),
                    body -> bodies.lines(Caller.LOCAL, REF, body),
                    body -> bodies.line(Caller.LOCAL, REF, body),
                    body -> bodies.graph(Caller.LOCAL, REF, body),
                    body -> bodies.heartbeat(Caller.LOCAL, REF, body));

    /** What reads the operations that others write. */
    public static OperationReader operations() {
        return new OperationReader(PayloadLimits.DEFAULT);
    }

    @Override
    public void take(byte[] input) throws IOException {
        for (Door door : doors) {
            Report report = read(door, input);
            if (report != null) {
                claim(report.equals(read(door, input)), "A body is the same report every time.");
                holds(report);
            }
        }
        try {
            bodies.replay(input);
        } catch (ProblemException problem) {
            FuzzTarget.refused(problem);
        } catch (JsonProcessingException malformed) {
            // As below.
        }
    }

    private static StepReportReader.Named named(Mode mode) {
        return new StepReportReader.Named(mode, "charge", null, null, true);
    }

    private static @Nullable Report read(Door door, byte[] body) throws IOException {
        try {
            return door.read(body);
        } catch (ProblemException problem) {
            FuzzTarget.refused(problem);
        } catch (JsonProcessingException malformed) {
            // Told as the sender's fault by whoever reads bodies.
        }
        return null;
    }

    /** What holds of every report, whoever made it. */
    public static void holds(Report report) throws IOException {
        String graph = report.execution().graph();
        if (graph != null) {
            holdsJson(graph);
        }
        holds(report.execution().fields(), ExecutionField.class);
        for (StepReport step : report.steps()) {
            holdsText(step.key());
            holds(step.fields(), StepField.class);
        }
        for (LogReport line : report.lines()) {
            holds(line.fields(), LogField.class);
        }
    }

    private static <F extends Enum<F> & Field> void holds(Fields<F> fields, Class<F> type)
            throws IOException {
        for (F field : EnumSet.allOf(type)) {
            holdsNumber(field.type().shape(), fields.get(field));
            if (fields.get(field) instanceof OffsetDateTime moment) {
                int year = moment.toInstant().atOffset(ZoneOffset.UTC).getYear();
                claim(
                        year >= 1 && year <= 9_999,
                        "It lies in a year that is told with four digits.");
            }
            if (fields.get(field) instanceof String text) {
                holdsText(text);
                if (field.type().sqlType().equals("jsonb")) {
                    holdsJson(text);
                }
            }
        }
        for (Notice notice : fields.notices()) {
            holdsText(notice.pointer());
        }
    }

    private static void holdsNumber(Shape shape, @Nullable Object value) {
        if (shape.kind() == Shape.Kind.WHOLE && value instanceof Number whole) {
            claim(
                    whole.longValue() >= requireNonNull(shape.min())
                            && whole.longValue() <= requireNonNull(shape.max()),
                    "A number lies within its bounds.");
        } else if (shape.kind() == Shape.Kind.SHARE && value instanceof Double share) {
            claim(share > 0 && share <= 1, "A share is above 0 and at most 1.");
        } else if (shape.kind() == Shape.Kind.NUMBER && value instanceof String amount) {
            claim(amount.length() <= 64, "An amount has few digits.");
            claim(
                    new BigDecimal(amount).abs().compareTo(BigDecimal.TEN.pow(30)) <= 0,
                    "An amount is within bounds.");
        }
    }

    private static void holdsText(String text) {
        claim(text.equals(new String(text.getBytes(UTF_8), UTF_8)), "It has whole characters.");
        claim(text.indexOf('\0') < 0, "It has no NUL.");
    }

    private static void holdsJson(String json) throws IOException {
        claim(!JSON.readTree(json).isMissingNode(), "It is JSON.");
    }
}
