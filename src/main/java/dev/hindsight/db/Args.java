package dev.hindsight.db;

import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Arguments of a statement, in the order of its parameters. */
public final class Args {

    private final List<@Nullable Object> values = new ArrayList<>();

    private Args() {}

    /** Arguments that begin with these. */
    public static Args of(@Nullable Object... first) {
        Args args = new Args();
        for (Object value : first) {
            args.add(value);
        }
        return args;
    }

    /** Appends one; arrays are bound as PostgreSQL arrays. */
    public Args add(@Nullable Object value) {
        values.add(value);
        return this;
    }

    /** Appends one and tells its parameter, such as {@code $3}. */
    public String bind(@Nullable Object value) {
        values.add(value);
        return "$" + values.size();
    }

    /** One value of each row, as an array. */
    public static <S, T> T[] column(
            List<S> rows, IntFunction<T[]> array, Function<S, ? extends @Nullable T> value) {
        T[] column = array.apply(rows.size());
        for (int i = 0; i < column.length; i++) {
            column[i] = value.apply(rows.get(i));
        }
        return column;
    }

    /** Bytes that are told in hex. */
    public static @Nullable Buffer ofHex(@Nullable String hex) {
        return hex == null ? null : Buffer.buffer(HexFormat.of().parseHex(hex));
    }

    /** The pattern for {@code LIKE} of texts that contain this one, which is taken literally. */
    public static String containing(String text) {
        return '%' + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + '%';
    }

    /** As the driver takes them. */
    public Tuple tuple() {
        return Tuple.from(values);
    }
}
