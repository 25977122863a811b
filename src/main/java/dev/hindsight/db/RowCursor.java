package dev.hindsight.db;

import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads a row from left to right. By position, since looking a column up by its name walks all names
 * each time; a reader stands beside the column list it follows.
 */
public final class RowCursor {

    private final io.vertx.sqlclient.Row row;
    private int next;

    public RowCursor(Row row) {
        this.row = row.getDelegate();
    }

    public @Nullable String text() {
        return row.getString(next++);
    }

    public @Nullable UUID uuid() {
        return row.getUUID(next++);
    }

    public @Nullable OffsetDateTime moment() {
        return row.getOffsetDateTime(next++);
    }

    public @Nullable Integer integer() {
        return row.getInteger(next++);
    }

    public @Nullable Long bigint() {
        return row.getLong(next++);
    }

    public @Nullable Double real() {
        return row.getDouble(next++);
    }

    public boolean bool() {
        return Boolean.TRUE.equals(row.getBoolean(next++));
    }

    public @Nullable Boolean boolOrNull() {
        return row.getBoolean(next++);
    }

    /** An array of moments, of which some may be absent; empty where the column is. */
    public List<@Nullable OffsetDateTime> moments() {
        OffsetDateTime[] moments = row.getArrayOfOffsetDateTimes(next++);
        return moments == null ? List.of() : Arrays.asList(moments);
    }

    public byte @Nullable [] bytes() {
        Buffer bytes = row.getBuffer(next++);
        return bytes == null ? null : bytes.getBytes();
    }

    /** Bytes as lower-case hex. */
    public @Nullable String hex() {
        byte[] bytes = bytes();
        return bytes == null ? null : HexFormat.of().formatHex(bytes);
    }
}
