package dev.hindsight.importer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hindsight.copy.ExecutionCopy;
import dev.hindsight.copy.StepCopy;
import dev.hindsight.execution.ExecutionField;
import dev.hindsight.field.FieldContext;
import dev.hindsight.field.FieldReader;
import dev.hindsight.field.FieldTypes;
import dev.hindsight.field.Fields;
import dev.hindsight.field.Numbers;
import dev.hindsight.field.Uuids;
import dev.hindsight.log.LogField;
import dev.hindsight.log.LogReport;
import dev.hindsight.partition.Uuid7;
import dev.hindsight.step.StepField;
import dev.hindsight.transcript.Stamps;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a transcript, as strictly as reports: their fields by the same readers, and what
 * is told of them besides.
 */
final class CopyReader {

    /** Tables are made for the days of ids: none for days in which there can have been no execution. */
    private static final Duration OLDEST_ID = Duration.ofDays(3_653);

    private static final Duration NEWEST_ID = Duration.ofMinutes(5);

    private static final FieldReader<ExecutionField> EXECUTION =
            new FieldReader<>(ExecutionField.class, Set.of());

    private static final FieldReader<StepField> STEP = new FieldReader<>(StepField.class, Set.of());

    private static final FieldReader<LogField> LOG = new FieldReader<>(LogField.class, Set.of());

    private final Clock clock;

    CopyReader(Clock clock) {
        this.clock = clock;
    }

    /** Reads an execution; {@code null} if the context was told of a fault. */
    @Nullable ExecutionCopy execution(JsonParser parser, FieldContext context) throws IOException {
        Identity it = new Identity();
        Fields<ExecutionField> fields =
                EXECUTION.read(
                        parser,
                        context,
                        (name, value) ->
                                it.told.read(name, value, context)
                                        || it.read(name, value, context));
        it.told.settleNotices(context);
        require(context, "/id", it.id);
        require(context, "/workflowId", it.workflowId);
        require(context, "/status", fields.get(ExecutionField.STATUS));
        require(context, "/startedAt", fields.get(ExecutionField.STARTED_AT));
        require(context, "/updatedAt", it.updatedAt);
        require(context, "/createdAt", it.createdAt);
        Stamps stamps = it.told.stamps(context, ExecutionField.values().length + 1);
        UUID id = it.id;
        if (id == null
                || it.workflowId == null
                || it.updatedAt == null
                || it.createdAt == null
                || stamps == null) {
            return null;
        }
        checkDay(id, context);
        return new ExecutionCopy(
                id,
                it.externalId,
                it.workflowId,
                fields,
                it.told.unset(ExecutionField.class),
                new ExecutionCopy.Life(
                        it.told.version(context),
                        it.createdAt,
                        it.updatedAt,
                        it.deletedAt,
                        it.lastHeartbeatAt,
                        it.payloadExpired,
                        it.told.failedNode,
                        it.told.failedAt,
                        it.told.logBytes,
                        it.told.logDropped),
                stamps);
    }

    /** Reads an attempt of a step; {@code null} if the context was told of a fault. */
    @Nullable StepCopy step(JsonParser parser, FieldContext context) throws IOException {
        StepIdentity it = new StepIdentity();
        Fields<StepField> fields =
                STEP.read(
                        parser,
                        context,
                        (name, value) ->
                                it.told.read(name, value, context)
                                        || it.read(name, value, context));
        it.told.settleNotices(context);
        require(context, "/key", it.key);
        require(context, "/attempt", it.attempt);
        require(context, "/nodeId", fields.get(StepField.NODE_ID));
        require(context, "/status", fields.get(StepField.STATUS));
        require(context, "/merge/createdAt", it.told.createdAt);
        Stamps stamps = it.told.stamps(context, StepField.values().length);
        if (it.key == null || it.attempt == null || it.told.createdAt == null || stamps == null) {
            return null;
        }
        return new StepCopy(
                it.key,
                it.attempt,
                it.told.version(context),
                it.told.createdAt,
                fields,
                it.told.unset(StepField.class),
                stamps);
    }

    /** Reads a line of a log. */
    LogReport line(JsonParser parser, FieldContext context) throws IOException {
        ToldBesides told = new ToldBesides();
        Fields<LogField> fields =
                LOG.read(parser, context, (name, value) -> told.read(name, value, context));
        told.settleNotices(context);
        require(context, "/sequence", fields.get(LogField.SEQUENCE));
        require(context, "/timestamp", fields.get(LogField.TIMESTAMP));
        return new LogReport(fields, told.sentSequence);
    }

    private static void require(FieldContext context, String pointer, @Nullable Object value) {
        if (value == null) {
            context.rejectAt(pointer, "It is needed.");
        }
    }

    private void checkDay(UUID id, FieldContext context) {
        Instant now = clock.instant();
        Instant minted = Uuid7.timeOf(id);
        if (minted.isBefore(now.minus(OLDEST_ID)) || minted.isAfter(now.plus(NEWEST_ID))) {
            context.rejectAt("/id", "Its time must lie within the last ten years.");
        }
    }

    /** The members of an execution that are not fields. */
    private static final class Identity {
        final ToldBesides told = new ToldBesides();
        @Nullable UUID id;
        @Nullable String externalId;
        @Nullable String workflowId;
        @Nullable OffsetDateTime createdAt;
        @Nullable OffsetDateTime updatedAt;
        @Nullable OffsetDateTime deletedAt;
        @Nullable OffsetDateTime lastHeartbeatAt;
        boolean payloadExpired;

        boolean read(String name, JsonParser parser, FieldContext context) throws IOException {
            boolean absent = parser.currentToken() == JsonToken.VALUE_NULL;
            switch (name) {
                case "id" -> id = absent ? null : id(parser, context);
                case "externalId" -> externalId = absent ? null : text(parser, context);
                case "workflowId" -> workflowId = absent ? null : text(parser, context);
                case "createdAt" -> createdAt = absent ? null : moment(parser, context);
                case "updatedAt" -> updatedAt = absent ? null : moment(parser, context);
                case "deletedAt" -> deletedAt = absent ? null : moment(parser, context);
                case "lastHeartbeatAt" -> lastHeartbeatAt = absent ? null : moment(parser, context);
                case "payloadExpired" -> payloadExpired = !absent && flag(parser, context);
                // Those say something of the database that the copy comes from.
                case "archived" -> {
                    if (!absent) {
                        flag(parser, context);
                    }
                }
                case "importedAt", "dagHash" -> {
                    if (!absent) {
                        text(parser, context);
                    }
                }
                default -> {
                    return false;
                }
            }
            return true;
        }

        private static @Nullable UUID id(JsonParser parser, FieldContext context)
                throws IOException {
            String text = text(parser, context);
            UUID id = text == null ? null : Uuids.parse(text);
            return text == null || (id != null && Uuid7.is(id))
                    ? id
                    : context.reject("It must be a UUID of version 7.");
        }

        private static @Nullable String text(JsonParser parser, FieldContext context)
                throws IOException {
            return FieldTypes.readId(parser, context, FieldTypes.MAX_ID);
        }

        private static @Nullable OffsetDateTime moment(JsonParser parser, FieldContext context)
                throws IOException {
            return FieldTypes.readMoment(parser, context);
        }

        private static boolean flag(JsonParser parser, FieldContext context) throws IOException {
            return Boolean.TRUE.equals(FieldTypes.BOOLEAN.reader().read(parser, context));
        }
    }

    /** The members of a step that are not fields. */
    private static final class StepIdentity {
        final ToldBesides told = new ToldBesides();
        @Nullable String key;
        @Nullable Integer attempt;

        boolean read(String name, JsonParser parser, FieldContext context) throws IOException {
            boolean absent = parser.currentToken() == JsonToken.VALUE_NULL;
            switch (name) {
                case "key" -> key = absent ? null : key(parser, context);
                case "attempt" -> attempt = absent ? null : attempt(parser, context);
                default -> {
                    return false;
                }
            }
            return true;
        }

        private static @Nullable Integer attempt(JsonParser parser, FieldContext context)
                throws IOException {
            Long attempt = Numbers.readWhole(parser, context, 1, Integer.MAX_VALUE);
            return attempt == null ? null : Integer.valueOf(attempt.intValue());
        }

        private static @Nullable String key(JsonParser parser, FieldContext context)
                throws IOException {
            String key = FieldTypes.readId(parser, context, FieldTypes.MAX_ID);
            return key != null && (key.equals(".") || key.equals(".."))
                    ? context.reject("A key is not \".\" or \"..\".")
                    : key;
        }
    }
}
