package dev.hindsight.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.hindsight.access.Caller;
import dev.hindsight.field.Body;
import dev.hindsight.field.FieldContext;
import dev.hindsight.field.FieldContext.Mode;
import dev.hindsight.field.FieldReader;
import dev.hindsight.payload.PayloadConfig;
import dev.hindsight.payload.PayloadReader;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.report.Report;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the operations of which bulk reports consist: each says one thing of one execution. */
@ApplicationScoped
public class OperationReader {

    private static final Set<String> OPERATIONS = Set.of("execution", "step", "log", "heartbeat");

    private static final String EXPECTED =
            "It must be a JSON object with one member: execution, step, log or heartbeat.";

    private final PayloadReader payloads;
    private final StepReportReader steps = new StepReportReader();
    private final LogReportReader logs = new LogReportReader();
    private final ExecutionReportReader executions = new ExecutionReportReader(steps, logs);

    OperationReader(PayloadConfig config) {
        this.payloads = new PayloadReader(config);
    }

    /**
     * Reads an operation. A step, a line or a heartbeat becomes a report that only touches its
     * execution, with that one part.
     *
     * @param json one JSON value
     * @throws ProblemException {@code invalid-request}, naming every fault and its place, for anything
     *     that is not a valid operation; {@code not-found} if what it names can be no execution
     */
    public Report read(Caller caller, byte[] json) {
        FieldContext context = new FieldContext(payloads, json, Mode.MERGE);
        try {
            Report report =
                    Body.read(json, context, new Operation(caller, context, json.length)::read);
            if (report == null) {
                throw new ProblemException(ProblemType.INVALID_REQUEST, EXPECTED);
            }
            return report;
        } catch (JsonProcessingException malformed) {
            throw new ProblemException(ProblemType.INVALID_REQUEST, fault(json, malformed));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Reads the members, of which there must be one. */
    private final class Operation {

        private final Caller caller;
        private final FieldContext context;
        private final int bytes;
        private @Nullable Report report;

        Operation(Caller caller, FieldContext context, int bytes) {
            this.caller = caller;
            this.context = context;
            this.bytes = bytes;
        }

        @Nullable Report read(JsonParser parser) throws IOException {
            FieldReader.readObject(parser, context, Set.of(), this::readMember);
            return report;
        }

        private boolean readMember(String name, JsonParser parser) throws IOException {
            if (!OPERATIONS.contains(name)) {
                context.reject(parser, "There is no such operation. " + EXPECTED);
            } else if (report != null) {
                context.reject(parser, "There is another operation already. " + EXPECTED);
            } else {
                FieldContext.Scope outer = context.enter("/" + name);
                report = name.equals("execution") ? execution(parser) : part(name, parser);
                context.leave(outer);
            }
            return true;
        }

        private Report execution(JsonParser parser) throws IOException {
            ReportDraft draft = new ReportDraft(caller, Mode.MERGE);
            draft.bytes = bytes;
            return executions.read(draft, parser, context).report();
        }

        private Report part(String name, JsonParser parser) throws IOException {
            ReportDraft draft = ReportDraft.ofParts(caller);
            draft.bytes = bytes;
            switch (name) {
                case "step" -> draft.add(steps.read(parser, context, false, draft), context);
                case "log" -> logs.read(draft, parser, context);
                default -> {
                    draft.heartbeat = true;
                    ReportReader.beat(draft, parser, context);
                }
            }
            draft.checkOwner(context);
            return draft.touching();
        }
    }

    private static String fault(byte[] json, JsonProcessingException malformed) {
        int place = notUtf8(json);
        return place > 0
                ? "It is not UTF-8 (byte %,d).".formatted(place)
                : "It is not valid JSON (byte %,d)."
                        .formatted(malformed.getLocation().getColumnNr());
    }

    /** The number, from 1, of the first byte that is no UTF-8; 0 if all are. */
    private static int notUtf8(byte[] text) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.wrap(text);
        CharBuffer chars = CharBuffer.allocate(4_096);
        CoderResult result = decoder.decode(bytes, chars, true);
        while (result.isOverflow()) {
            chars.clear();
            result = decoder.decode(bytes, chars, true);
        }
        return result.isError() ? bytes.position() + 1 : 0;
    }
}
