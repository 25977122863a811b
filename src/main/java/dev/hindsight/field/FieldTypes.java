package dev.hindsight.field;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hindsight.payload.CleanText;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The types of fields that more than one record has; those that are numbers: {@link Numbers}. */
public final class FieldTypes {

    /** Characters of a text that identifies something. */
    public static final int MAX_ID = 255;

    /** Bytes kept of a message, a note or a reason; longer ones are cut, with a notice. */
    public static final int MESSAGE_BYTES = 8 * 1024;

    /** Bytes kept of a stack trace. */
    public static final int STACK_BYTES = 64 * 1024;

    /** From the first moment of the year 1 to the last of the year 9999: nothing lasts longer. */
    public static final long MAX_DURATION_MS = 315_537_897_599_999L;

    /** About three thousand years: so long before now is still a time that PostgreSQL knows. */
    public static final long MAX_TIMEOUT_MS = 100_000_000_000_000L;

    /** Any JSON value, kept as it is told. */
    public static final FieldType PAYLOAD =
            json(Shape.of(Shape.Kind.ANY), (parser, context) -> context.payload(parser));

    /** A moment; see {@link Moments}. */
    public static final FieldType MOMENT =
            new FieldType(
                    "timestamptz",
                    "timestamptz",
                    OffsetDateTime[]::new,
                    Shape.of(Shape.Kind.MOMENT),
                    FieldTypes::readMoment);

    /** A UUID of any version. */
    public static final FieldType UUID_TEXT =
            new FieldType(
                    "uuid", "uuid", UUID[]::new, Shape.of(Shape.Kind.UUID), FieldTypes::readUuid);

    /** {@code true} or {@code false}. */
    public static final FieldType BOOLEAN =
            new FieldType(
                    "boolean",
                    "boolean",
                    Boolean[]::new,
                    Shape.of(Shape.Kind.BOOLEAN),
                    FieldTypes::readBoolean);

    /** A list of texts of at most 255 characters, at most 10,000 of them. */
    public static final FieldType KEYS =
            new FieldType(
                    "jsonb",
                    "text",
                    String[]::new,
                    Shape.of(Shape.Kind.KEYS),
                    FieldTypes::readKeys);

    private static final int MAX_KEYS = 10_000;

    private FieldTypes() {}

    /** A text that identifies something: at most so many characters, without NUL. */
    public static FieldType text(int maxLength) {
        return new FieldType(
                "text",
                "text",
                String[]::new,
                Shape.text((long) maxLength),
                (parser, context) -> readText(parser, context, maxLength));
    }

    /** As {@link #text}, and not empty. */
    public static FieldType id(int maxLength) {
        return new FieldType(
                "text",
                "text",
                String[]::new,
                Shape.text((long) maxLength),
                (parser, context) -> readId(parser, context, maxLength));
    }

    /** A text for people: masked, cleaned, and cut at so many bytes, with notices. */
    public static FieldType message(int maxBytes) {
        return new FieldType(
                "text",
                "text",
                String[]::new,
                Shape.text(null),
                (parser, context) -> {
                    if (!context.expect(parser, JsonToken.VALUE_STRING, "It must be a text.")) {
                        return null;
                    }
                    return context.text(parser.getText(), maxBytes);
                });
    }

    /** One of a fixed list of words, bound by its code. */
    public static FieldType word(
            String sqlType,
            IntFunction<Object[]> newArray,
            String allowed,
            Function<String, ? extends @Nullable Object> codeOf) {
        String detail = "It must be one of " + allowed + ".";
        return new FieldType(
                sqlType,
                sqlType,
                newArray,
                Shape.word(allowed),
                (parser, context) -> {
                    if (!context.expect(parser, JsonToken.VALUE_STRING, detail)) {
                        return null;
                    }
                    Object code = codeOf.apply(parser.getText());
                    return code == null ? context.reject(detail) : code;
                });
    }

    /** JSON that a reader of its own makes. */
    public static FieldType json(Shape shape, FieldType.Reader reader) {
        return new FieldType("jsonb", "text", String[]::new, shape, reader);
    }

    /** Reads a text that identifies something. */
    public static @Nullable String readText(JsonParser parser, FieldContext context, int maxLength)
            throws IOException {
        if (!context.expect(parser, JsonToken.VALUE_STRING, "It must be a text.")) {
            return null;
        }
        String text = parser.getText();
        Optional<String> fault = CleanText.idFault(text, maxLength);
        return fault.isEmpty() ? text : context.reject(fault.get());
    }

    /** As {@link #readText}; an empty text is no id. */
    public static @Nullable String readId(JsonParser parser, FieldContext context, int maxLength)
            throws IOException {
        String text = readText(parser, context, maxLength);
        return text != null && text.isEmpty() ? context.reject("It must not be empty.") : text;
    }

    /** What keeps a text from being a name that people give something, by which a path has it. */
    public static Optional<String> nameFault(String name) {
        if (name.isEmpty()) {
            return Optional.of("It must not be empty.");
        }
        return name.codePoints().anyMatch(Character::isISOControl)
                ? Optional.of("It must not contain control characters.")
                : CleanText.idFault(name, MAX_ID);
    }

    /**
     * Checks the name that a path has of something.
     *
     * @param what it is the name of, for the caller
     * @throws ProblemException {@code invalid-request} if it can be no name
     */
    public static void checkName(String what, String name) {
        nameFault(name)
                .ifPresent(
                        fault -> {
                            throw new ProblemException(
                                    ProblemType.INVALID_REQUEST,
                                    "The name of the %s is not valid. %s".formatted(what, fault));
                        });
    }

    /** Reads a moment, as text with an offset or as milliseconds since 1970. */
    public static @Nullable OffsetDateTime readMoment(JsonParser parser, FieldContext context)
            throws IOException {
        try {
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                return Moments.parse(parser.getText());
            }
        } catch (IllegalArgumentException wrong) {
            return context.reject(wrong.getMessage());
        }
        return parser.currentToken().isNumeric()
                ? Numbers.readEpochMillis(parser, context)
                : context.reject(parser, Moments.EXPECTED);
    }

    private static @Nullable Object readUuid(JsonParser parser, FieldContext context)
            throws IOException {
        String detail = "It must be a UUID.";
        if (!context.expect(parser, JsonToken.VALUE_STRING, detail)) {
            return null;
        }
        UUID id = Uuids.parse(parser.getText());
        return id == null ? context.reject(detail) : id;
    }

    private static @Nullable Object readBoolean(JsonParser parser, FieldContext context)
            throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> context.reject(parser, "It must be true or false.");
        };
    }

    private static @Nullable Object readKeys(JsonParser parser, FieldContext context)
            throws IOException {
        if (!context.expect(parser, JsonToken.START_ARRAY, "It must be an array of texts.")) {
            return null;
        }
        String at = context.pointer();
        List<String> keys = new ArrayList<>();
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            context.at(at + "/" + i);
            String key = readText(parser, context, MAX_ID);
            if (key != null && keys.size() < MAX_KEYS) {
                keys.add(key);
            } else if (key != null) {
                context.reject("There are more than " + MAX_KEYS + " of them.");
            }
        }
        context.at(at);
        return JsonText.ofList(keys);
    }
}
