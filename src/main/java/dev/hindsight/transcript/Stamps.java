package dev.hindsight.transcript;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hindsight.db.RowCursor;
import dev.hindsight.field.Moments;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which reports set the fields of a record: bit n is of field n.
 *
 * @param pending the fields that a report of a pending record set
 * @param running likewise, of a running one
 * @param end likewise, of an ended one
 * @param reportedAt when, by field; empty until a report told
 */
public record Stamps(
        long pending, long running, long end, List<@Nullable OffsetDateTime> reportedAt) {

    /** More fields than any record has, or will have. */
    public static final int MAX_FIELDS = 62;

    /**
     * @throws IllegalArgumentException if two reports set the same field, or one that there cannot be
     */
    public Stamps {
        long all = pending | running | end;
        if (all < 0
                || all >>> MAX_FIELDS != 0
                || Long.bitCount(pending) + Long.bitCount(running) + Long.bitCount(end)
                        != Long.bitCount(all)
                || reportedAt.size() > MAX_FIELDS) {
            throw new IllegalArgumentException("These are no stamps");
        }
        reportedAt = Collections.unmodifiableList(new ArrayList<>(reportedAt));
    }

    /** Whether they are of a record with so many fields. */
    public boolean fit(int fields) {
        return (pending | running | end) >>> fields == 0 && reportedAt.size() <= fields;
    }

    /** The three sets and the moments, where the cursor stands. */
    static Stamps read(RowCursor next) {
        return new Stamps(
                Objects.requireNonNull(next.bigint()),
                Objects.requireNonNull(next.bigint()),
                Objects.requireNonNull(next.bigint()),
                next.moments());
    }

    /** Writes members {@code stamps} and, if there are any moments, {@code reportedAt}. */
    void write(JsonGenerator json) throws IOException {
        json.writeFieldName("stamps");
        json.writeArray(new long[] {pending, running, end}, 0, 3);
        if (!reportedAt.isEmpty()) {
            json.writeArrayFieldStart("reportedAt");
            for (OffsetDateTime moment : reportedAt) {
                if (moment == null) {
                    json.writeNull();
                } else {
                    json.writeString(Moments.write(moment));
                }
            }
            json.writeEndArray();
        }
    }

    /** The moments as the text of a PostgreSQL array; {@code null} for none. */
    public @Nullable String moments() {
        return reportedAt.isEmpty()
                ? null
                : reportedAt.stream()
                        .map(moment -> moment == null ? "NULL" : Moments.write(moment))
                        .collect(Collectors.joining(",", "{", "}"));
    }
}
