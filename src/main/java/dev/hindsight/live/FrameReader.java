package dev.hindsight.live;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.hindsight.change.FeedPosition;
import dev.hindsight.execution.ExecutionRef;
import dev.hindsight.field.FieldContext;
import dev.hindsight.filter.ExecutionFilter;
import dev.hindsight.filter.ExecutionFilterReader;
import dev.hindsight.log.LogLevel;
import dev.hindsight.payload.PayloadConfig;
import dev.hindsight.payload.PayloadReader;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.problem.Violation;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what clients say. Members that are not known are passed by, so that newer clients can talk to
 * older services.
 */
@Singleton
class FrameReader {

    /** Characters of the longest name of a subscription. */
    private static final int MAX_ID = 255;

    private static final int MAX_ITEMS = 200;
    private static final int DEFAULT_ITEMS = 50;

    private final ObjectMapper mapper;
    private final ObjectReader frames;
    private final PayloadReader payloads;

    FrameReader(ObjectMapper mapper, PayloadConfig payloads) {
        this.mapper = mapper;
        this.payloads = new PayloadReader(payloads);
        this.frames =
                mapper.readerFor(JsonNode.class)
                        .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
    }

    /** A frame that is none: nobody knows what is meant. */
    static final class BadFrame extends Exception {
        private static final long serialVersionUID = 1L;

        BadFrame(String message) {
            super(message, null, false, false);
        }
    }

    /** A subscription that cannot be had, though it is clear which one is meant. */
    static final class BadSubscription extends Exception {
        private static final long serialVersionUID = 1L;

        private final String id;
        private final transient ProblemException problem;

        BadSubscription(String id, ProblemException problem) {
            super(problem.detail(), null, false, false);
            this.id = id;
            this.problem = problem;
        }

        String id() {
            return id;
        }

        ProblemException problem() {
            return problem;
        }
    }

    ClientFrame read(String text) throws BadFrame, BadSubscription {
        JsonNode frame = tree(text);
        return switch (frame.path("type").asText()) {
            case "hello" -> new ClientFrame.Hello(textOrNull(frame, "token"));
            case "unsubscribe" -> new ClientFrame.Unsubscribe(id(frame));
            case "subscribe" -> subscription(id(frame), frame);
            default -> throw new BadFrame("the type is not one of hello, subscribe, unsubscribe");
        };
    }

    private JsonNode tree(String text) throws BadFrame {
        try {
            JsonNode frame = frames.readValue(text);
            if (frame != null && frame.isObject()) {
                return frame;
            }
        } catch (JsonProcessingException wrong) {
            throw new BadFrame("a frame is not valid JSON");
        }
        throw new BadFrame("a frame is not a JSON object");
    }

    private static String id(JsonNode frame) throws BadFrame {
        JsonNode id = frame.path("id");
        if (!id.isTextual() || id.textValue().isEmpty() || id.textValue().length() > MAX_ID) {
            throw new BadFrame("the id is not a text of 1 to 255 characters");
        }
        return id.textValue();
    }

    private static @Nullable String textOrNull(JsonNode frame, String name) throws BadFrame {
        JsonNode value = frame.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw new BadFrame("the member " + name + " is not a text");
        }
        return value.textValue();
    }

    private ClientFrame subscription(String id, JsonNode frame) throws BadSubscription {
        try {
            return switch (frame.path("topic").asText()) {
                case "executions" ->
                        new ClientFrame.SubscribeExecutions(
                                id,
                                filter(frame.path("filter")),
                                items(frame.path("snapshot")),
                                resume(frame.path("resume")));
                case "execution" ->
                        new ClientFrame.SubscribeExecution(
                                id,
                                execution(frame),
                                items(frame.path("snapshot")),
                                resume(frame.path("resume")));
                case "logs" ->
                        new ClientFrame.SubscribeLogs(
                                id,
                                execution(frame),
                                afterSequence(frame.path("afterSequence")),
                                level(frame.path("filter").path("level")));
                default -> throw invalid("/topic", "It must be executions, execution or logs.");
            };
        } catch (ProblemException problem) {
            throw new BadSubscription(id, problem);
        }
    }

    private ExecutionFilter filter(JsonNode filter) {
        if (filter.isMissingNode() || filter.isNull()) {
            return ExecutionFilter.ALL;
        }
        FieldContext context = new FieldContext(payloads, new byte[0], FieldContext.Mode.MERGE);
        FieldContext.Scope scope = context.enter("/filter");
        try (JsonParser parser = mapper.treeAsTokens(filter)) {
            parser.nextToken();
            ExecutionFilter read = ExecutionFilterReader.read(parser, context);
            context.leave(scope);
            context.finish();
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ExecutionRef execution(JsonNode frame) {
        JsonNode named = frame.path("execution");
        if (!named.isTextual()) {
            throw invalid("/execution", "It must be an id, or ext: and an external one.");
        }
        return ExecutionRef.parse(named.textValue());
    }

    private static int items(JsonNode snapshot) {
        if (snapshot.isMissingNode() || snapshot.isNull() || snapshot.isBoolean()) {
            return snapshot.isBoolean() && !snapshot.booleanValue() ? 0 : DEFAULT_ITEMS;
        }
        if (!snapshot.isIntegralNumber()
                || !snapshot.canConvertToInt()
                || snapshot.intValue() < 0
                || snapshot.intValue() > MAX_ITEMS) {
            throw invalid("/snapshot", "It must be a whole number from 0 to 200.");
        }
        return snapshot.intValue();
    }

    private static @Nullable FeedPosition resume(JsonNode cursor) {
        if (cursor.isMissingNode() || cursor.isNull()) {
            return null;
        }
        return FeedPosition.ofCursor(cursor.asText())
                .orElseThrow(() -> invalid("/resume", "It is no cursor of the live channel."));
    }

    private static long afterSequence(JsonNode sequence) {
        if (sequence.isMissingNode() || sequence.isNull()) {
            return -1;
        }
        if (!sequence.isIntegralNumber()
                || !sequence.canConvertToLong()
                || sequence.longValue() < -1) {
            throw invalid("/afterSequence", "It must be a whole number from -1 on.");
        }
        return sequence.longValue();
    }

    private static @Nullable LogLevel level(JsonNode level) {
        if (level.isMissingNode() || level.isNull()) {
            return null;
        }
        return LogLevel.ofWord(level.asText())
                .orElseThrow(
                        () ->
                                invalid(
                                        "/filter/level",
                                        "It must be trace, debug, info, warn or error."));
    }

    private static ProblemException invalid(String pointer, String detail) {
        return new ProblemException(
                ProblemType.INVALID_REQUEST,
                pointer.substring(1) + ": " + detail,
                List.of(new Violation(pointer, detail)));
    }
}
