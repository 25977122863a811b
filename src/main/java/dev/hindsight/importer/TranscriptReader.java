package dev.hindsight.importer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.hindsight.field.Body;
import dev.hindsight.field.FieldContext;
import dev.hindsight.field.FieldReader;
import dev.hindsight.field.Numbers;
import dev.hindsight.payload.Notice;
import dev.hindsight.payload.PayloadConfig;
import dev.hindsight.payload.PayloadReader;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.transcript.Appendix;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the lines of transcripts. */
@ApplicationScoped
class TranscriptReader {

    /** The one format there is. */
    private static final int FORMAT = 1;

    private static final String NO_LINE =
            "It must be a JSON object with one member, as an export holds them.";

    private final PayloadReader payloads;
    private final CopyReader copies;
    private final Map<String, Appendix> appendices;

    TranscriptReader(PayloadConfig config, Clock clock, @All List<Appendix> appendices) {
        this.payloads = new PayloadReader(config);
        this.copies = new CopyReader(clock);
        this.appendices =
                appendices.stream()
                        .collect(Collectors.toUnmodifiableMap(Appendix::kind, Function.identity()));
    }

    /**
     * Reads a line.
     *
     * @throws ProblemException {@code invalid-request} for anything that is not a valid line
     */
    Line read(byte[] line) {
        FieldContext context = new FieldContext(payloads, line, FieldContext.Mode.MERGE);
        try {
            return Body.read(line, context, parser -> line(parser, context));
        } catch (JsonProcessingException malformed) {
            throw invalid("It is not JSON.");
        } catch (IOException malformed) {
            throw invalid("It is not UTF-8.");
        }
    }

    private Line line(JsonParser parser, FieldContext context) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT
                || parser.nextToken() != JsonToken.FIELD_NAME) {
            throw invalid(NO_LINE);
        }
        String name = parser.currentName();
        parser.nextToken();
        FieldContext.Scope outer = context.enter("/" + name);
        Line line = record(name, parser, context);
        context.leave(outer);
        if (line == null || parser.nextToken() != JsonToken.END_OBJECT) {
            throw invalid(NO_LINE);
        }
        return line;
    }

    /** Reads what stands under a name; {@code null} for a name that there is not. */
    private @Nullable Line record(String name, JsonParser parser, FieldContext context)
            throws IOException {
        return switch (name) {
            case "hindsight" -> header(parser, context);
            case "execution" -> Line.of(copies.execution(parser, context));
            case "dag" -> graph(parser, context);
            case "step" -> Line.of(copies.step(parser, context));
            case "log" -> Line.of(copies.line(parser, context));
            case "whole" -> Line.of(Line.Kind.WHOLE, counts(parser, context));
            case "end" -> Line.of(Line.Kind.END, counts(parser, context));
            default -> {
                Appendix appendix = appendices.get(name);
                yield appendix == null ? null : Line.of(name, appendix.read(parser, context));
            }
        };
    }

    private static Line header(JsonParser parser, FieldContext context) throws IOException {
        List<Long> formats = new ArrayList<>();
        FieldReader.readObject(
                parser,
                context,
                Set.of(),
                (name, value) -> {
                    if (!name.equals("format")) {
                        return false;
                    }
                    formats.add(Numbers.readWhole(value, context, 1, Integer.MAX_VALUE));
                    return true;
                });
        if (!formats.equals(List.of((long) FORMAT))) {
            context.rejectAt("/format", "Only format " + FORMAT + " is understood here.");
        }
        return Line.header();
    }

    private static Line graph(JsonParser parser, FieldContext context) throws IOException {
        // Its notices are told of the execution, whose member it is.
        FieldContext.Scope outer = context.enter("");
        context.at("/dag");
        String graph = context.payload(parser);
        List<Notice> notices = List.copyOf(context.notices());
        context.leave(outer);
        return Line.ofGraph(graph, notices);
    }

    private static Map<String, Long> counts(JsonParser parser, FieldContext context)
            throws IOException {
        Map<String, Long> counts = new LinkedHashMap<>();
        FieldReader.readObject(
                parser,
                context,
                Set.of(),
                (name, value) -> {
                    Long count = Numbers.readWhole(value, context, 0, Long.MAX_VALUE / 2);
                    counts.put(name, count == null ? 0L : count);
                    return true;
                });
        return counts;
    }

    private static ProblemException invalid(String detail) {
        return new ProblemException(ProblemType.INVALID_REQUEST, detail);
    }
}
