package dev.hindsight.merge;

import dev.hindsight.field.Field;
import dev.hindsight.field.FieldType;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The column lists of a merge statement, which repeat a pattern for every field. Written out by hand
 * they would be the place where a bit and a column drift apart.
 *
 * <p>In the fragments {@code r} is the report, {@code o} the stored row and {@code t.take} the bits
 * of the fields that the report wins.
 */
public final class MergeSql {

    private MergeSql() {}

    /** {@code $n::text[], $n+1::bigint[], …}: the arrays of a batch, one a column. */
    public static String arrays(int first, List<String> types) {
        return IntStream.range(0, types.size())
                .mapToObj(i -> "$" + (first + i) + "::" + types.get(i) + "[]")
                .collect(Collectors.joining(", "));
    }

    /** The types in which the fields are bound. */
    public static Stream<String> boundTypes(List<? extends Field> fields) {
        return fields.stream().map(field -> field.type().boundType());
    }

    /** {@code u.name, u.input::jsonb AS input, …}: bound columns as the types of their columns. */
    public static String cast(String alias, List<? extends Field> fields) {
        return list(
                fields,
                field -> {
                    FieldType type = field.type();
                    String column = alias + "." + field.column();
                    return type.sqlType().equals(type.boundType())
                            ? column
                            : column + "::" + type.sqlType() + " AS " + field.column();
                });
    }

    /** {@code CASE WHEN t.take & 8 <> 0 THEN r.x ELSE o.x END AS x, …}. */
    public static String taken(List<? extends Field> fields) {
        return list(
                fields,
                field ->
                        "CASE WHEN t.take & %d <> 0 THEN r.%s ELSE o.%s END AS %s"
                                .formatted(
                                        field.bit(),
                                        field.column(),
                                        field.column(),
                                        field.column()));
    }

    /** {@code x, y, …}, each behind an alias unless that is empty. */
    public static String columns(String alias, List<? extends Field> fields) {
        return list(
                fields, field -> alias.isEmpty() ? field.column() : alias + "." + field.column());
    }

    /** {@code x = m.x, y = m.y, …}. */
    public static String assignments(String alias, List<? extends Field> fields) {
        return list(fields, field -> field.column() + " = " + alias + "." + field.column());
    }

    /** The sum of the fields' bits. */
    public static String bits(Field... fields) {
        return String.valueOf(Stream.of(fields).mapToLong(Field::bit).sum());
    }

    private static String list(List<? extends Field> fields, Function<Field, String> item) {
        return fields.stream().map(item).collect(Collectors.joining(",\n    "));
    }
}
