package dev.hindsight.importer;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hindsight.field.Field;
import dev.hindsight.field.FieldContext;
import dev.hindsight.field.FieldReader;
import dev.hindsight.field.FieldTypes;
import dev.hindsight.field.Numbers;
import dev.hindsight.payload.CleanText;
import dev.hindsight.payload.Notice;
import dev.hindsight.payload.Notices;
import dev.hindsight.payload.PayloadJson;
import dev.hindsight.transcript.Stamps;
import java.io.IOException;
import java.io.StringWriter;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a transcript tells of any record besides its fields: version, notices, and what merging needs. */
final class ToldBesides {

    /** More than all values of a record can have. */
    private static final int MAX_NOTICES = 5_000;

    /** Fields of which records that hold nothing tell a default. */
    private static final Set<String> DEFAULTED = Set.of("labels", "sampleRate", "dependsOn");

    /** Far from where the next change would overflow. */
    private static final int MAX_VERSION = 1_000_000_000;

    private static final int MAX_POINTER = 1_300;
    private static final long MAX_SIZE = Long.MAX_VALUE / 2;
    private static final int MAX_FIELDS = 62;

    private final List<Notice> notices = new ArrayList<>();
    private final List<String> unset = new ArrayList<>();
    private final List<@Nullable OffsetDateTime> reportedAt = new ArrayList<>();
    private final List<Long> stamps = new ArrayList<>();
    private @Nullable Integer version;
    @Nullable OffsetDateTime createdAt;
    @Nullable OffsetDateTime failedAt;
    @Nullable String failedNode;
    @Nullable Long sentSequence;
    long logBytes;
    long logDropped;

    /** Reads a member of a record; false if it is none of these. */
    boolean read(String name, JsonParser parser, FieldContext context) throws IOException {
        boolean absent = parser.currentToken() == JsonToken.VALUE_NULL;
        switch (name) {
            case "version" -> {
                Long read = absent ? null : Numbers.readWhole(parser, context, 1, MAX_VERSION);
                version = read == null ? null : Integer.valueOf(read.intValue());
            }
            case "notices" -> {
                if (!absent) {
                    readNotices(parser, context);
                }
            }
            case "merge" -> {
                if (!absent) {
                    FieldReader.readObject(
                            parser,
                            context,
                            Set.of(),
                            (member, value) -> merge(member, value, context));
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean merge(String name, JsonParser parser, FieldContext context) throws IOException {
        context.at("/merge/" + name);
        switch (name) {
            case "stamps" -> each(parser, context, () -> stamps.add(size(parser, context)));
            case "reportedAt" -> each(parser, context, () -> reportedAt.add(at(parser, context)));
            case "unset" -> each(parser, context, () -> readUnset(parser, context));
            case "createdAt" -> createdAt = FieldTypes.readMoment(parser, context);
            case "failedAt" -> failedAt = FieldTypes.readMoment(parser, context);
            case "failedNode" -> failedNode = FieldTypes.readId(parser, context, FieldTypes.MAX_ID);
            case "sentSequence" -> sentSequence = Numbers.readWhole(parser, context, 0, MAX_SIZE);
            case "logBytes" -> logBytes = size(parser, context);
            case "logDropped" -> logDropped = size(parser, context);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Reads an element of an array. */
    @FunctionalInterface
    private interface Element {
        void read() throws IOException;
    }

    private static void each(JsonParser parser, FieldContext context, Element element)
            throws IOException {
        if (!context.expect(parser, JsonToken.START_ARRAY, "It must be an array.")) {
            return;
        }
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            if (i < MAX_FIELDS) {
                element.read();
            } else {
                context.reject(parser, "There are too many of them.");
            }
        }
    }

    private static long size(JsonParser parser, FieldContext context) throws IOException {
        Long size = Numbers.readWhole(parser, context, 0, MAX_SIZE);
        return size == null ? 0 : size;
    }

    private static @Nullable OffsetDateTime at(JsonParser parser, FieldContext context)
            throws IOException {
        return parser.currentToken() == JsonToken.VALUE_NULL
                ? null
                : FieldTypes.readMoment(parser, context);
    }

    private void readUnset(JsonParser parser, FieldContext context) throws IOException {
        String name = FieldTypes.readText(parser, context, FieldTypes.MAX_ID);
        if (name != null && DEFAULTED.contains(name)) {
            unset.add(name);
        } else if (name != null) {
            context.reject("No default is told of such a field.");
        }
    }

    private void readNotices(JsonParser parser, FieldContext context) throws IOException {
        if (!context.expect(parser, JsonToken.START_ARRAY, "It must be an array.")) {
            return;
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator copy = PayloadJson.factory().createGenerator(text)) {
            copy.copyCurrentStructure(parser);
        }
        try {
            List<Notice> told = Notices.fromJson(text.toString());
            if (told.size() > MAX_NOTICES || !told.stream().allMatch(ToldBesides::isNotice)) {
                context.reject("These are no notices.");
            }
            // One of times that run backwards is never stored: it is seen in them.
            told.stream()
                    .filter(notice -> notice.kind() != Notice.Kind.CLOCK_SKEW)
                    .forEach(notices::add);
        } catch (IllegalArgumentException wrong) {
            context.reject("These are no notices.");
        }
    }

    private static boolean isNotice(Notice notice) {
        return notice.pointer().startsWith("/")
                && CleanText.idFault(notice.pointer(), MAX_POINTER).isEmpty()
                && (notice.originalBytes() == null || notice.originalBytes() >= 0)
                && (notice.sha256() == null || notice.sha256().matches("[0-9a-f]{64}"));
    }

    /**
     * Makes the notices of the record that was just read those that were told of it, and those of what
     * was altered only now.
     */
    void settleNotices(FieldContext context) {
        List<Notice> now = List.copyOf(context.notices());
        context.notices().clear();
        context.notices().addAll(notices);
        now.stream().filter(notice -> !isTold(notice)).forEach(context.notices()::add);
    }

    private boolean isTold(Notice notice) {
        return notices.stream()
                .anyMatch(
                        told ->
                                told.kind() == notice.kind()
                                        && told.pointer().equals(notice.pointer()));
    }

    /** The version, from 1; any if the context was told of a fault. */
    int version(FieldContext context) {
        if (version == null) {
            context.rejectAt("/version", "It is needed.");
            return 1;
        }
        return version;
    }

    /** The stamps of a record with so many fields; {@code null} if the context was told of a fault. */
    @Nullable Stamps stamps(FieldContext context, int fields) {
        try {
            if (stamps.size() == 3) {
                Stamps read = new Stamps(stamps.get(0), stamps.get(1), stamps.get(2), reportedAt);
                if (read.fit(fields)) {
                    return read;
                }
            }
        } catch (IllegalArgumentException wrong) {
            return context.rejectAt("/merge/stamps", "They are not what an export holds.");
        }
        return context.rejectAt("/merge/stamps", "They are needed, as an export holds them.");
    }

    /** The fields that hold nothing, although a default is told of them. */
    <F extends Enum<F> & Field> Set<F> unset(Class<F> type) {
        Set<F> fields = EnumSet.noneOf(type);
        for (F field : type.getEnumConstants()) {
            if (unset.contains(field.pointer().substring(1))) {
                fields.add(field);
            }
        }
        return fields;
    }
}
