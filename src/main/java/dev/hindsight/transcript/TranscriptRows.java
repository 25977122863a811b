package dev.hindsight.transcript;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hindsight.db.RowCursor;
import dev.hindsight.execution.Execution;
import dev.hindsight.execution.ExecutionJson;
import dev.hindsight.execution.ExecutionRows;
import dev.hindsight.field.JsonOut;
import dev.hindsight.log.LogLine;
import dev.hindsight.log.LogRows;
import dev.hindsight.payload.PayloadJson;
import dev.hindsight.step.Step;
import dev.hindsight.step.StepJson;
import dev.hindsight.step.StepRows;
import io.vertx.mutiny.sqlclient.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows of {@link TranscriptSql} as the contract writes records, with what merging needs in a
 * member {@code merge}.
 */
final class TranscriptRows {

    private static final int USUAL_BYTES = 1_024;

    private TranscriptRows() {}

    /** Writes the members of a record. */
    @FunctionalInterface
    private interface Members {
        void write(JsonGenerator json) throws IOException;
    }

    /** A row of {@link TranscriptSql#FIND}. */
    static Told execution(Row row) {
        RowCursor next = new RowCursor(row);
        Execution execution = ExecutionRows.whole(next);
        Stamps stamps = Stamps.read(next);
        String failedNode = next.text();
        OffsetDateTime failedAt = next.moment();
        Long logBytes = next.bigint();
        Long logDropped = next.bigint();
        String graph = next.text();
        List<String> unset = new ArrayList<>();
        if (execution.summary().labels() == null) {
            unset.add("labels");
        }
        if (execution.summary().sampleRate() == null) {
            unset.add("sampleRate");
        }
        byte[] json =
                object(
                        out -> {
                            ExecutionJson.write(out, execution);
                            out.writeObjectFieldStart("merge");
                            stamps.write(out);
                            unset(out, unset);
                            if (failedAt != null) {
                                new JsonOut(out)
                                        .text("failedNode", failedNode)
                                        .moment("failedAt", failedAt);
                            }
                            if (logBytes != null) {
                                new JsonOut(out)
                                        .number("logBytes", logBytes)
                                        .number("logDropped", logDropped);
                            }
                            out.writeEndObject();
                        });
        return new Told(
                execution.summary().id(),
                json,
                graph == null ? null : graph.getBytes(StandardCharsets.UTF_8),
                execution.summary().archived());
    }

    /** Rows of {@link TranscriptSql#STEPS}. */
    static Told.Page<TranscriptStore.AfterStep> steps(Iterable<Row> rows) {
        List<byte[]> records = new ArrayList<>();
        TranscriptStore.AfterStep after = TranscriptStore.AfterStep.NONE;
        boolean isLast = true;
        for (Row row : rows) {
            RowCursor next = new RowCursor(row);
            Step step = StepRows.read(next, true);
            OffsetDateTime createdAt = next.moment();
            Stamps stamps = Stamps.read(next);
            isLast = next.bool();
            records.add(
                    object(
                            out -> {
                                StepJson.write(out, step);
                                out.writeObjectFieldStart("merge");
                                new JsonOut(out).moment("createdAt", createdAt);
                                stamps.write(out);
                                unset(
                                        out,
                                        step.dependsOn() == null
                                                ? List.of("dependsOn")
                                                : List.of());
                                out.writeEndObject();
                            }));
            after = new TranscriptStore.AfterStep(step.key(), step.attempt());
        }
        return new Told.Page<>(records, after, isLast);
    }

    /** Rows of {@link TranscriptSql#LINES}. */
    static Told.Page<Long> lines(Iterable<Row> rows) {
        List<byte[]> records = new ArrayList<>();
        long after = -1;
        boolean isLast = true;
        for (Row row : rows) {
            RowCursor next = new RowCursor(row);
            LogLine line = LogRows.read(next);
            @Nullable Long sentSequence = next.bigint();
            isLast = next.bool();
            records.add(
                    object(
                            out -> {
                                line.write(out);
                                if (sentSequence != null) {
                                    out.writeObjectFieldStart("merge");
                                    new JsonOut(out).number("sentSequence", sentSequence);
                                    out.writeEndObject();
                                }
                            }));
            after = line.sequence();
        }
        return new Told.Page<>(records, after, isLast);
    }

    private static void unset(JsonGenerator out, List<String> names) throws IOException {
        if (!names.isEmpty()) {
            out.writeFieldName("unset");
            out.writeArray(names.toArray(String[]::new), 0, names.size());
        }
    }

    private static byte[] object(Members members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
        try (JsonGenerator json = PayloadJson.factory().createGenerator(bytes)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return bytes.toByteArray();
    }
}
