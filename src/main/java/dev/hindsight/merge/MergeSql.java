package dev.hindsight.merge;

import dev.hindsight.field.Field;
import dev.hindsight.field.FieldType;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
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

    /** The parameter of the first array: behind the namespace, now, and the ids once each. */
    private static final int FIRST_ARRAY = 4;

    private MergeSql() {}

    /**
     * Fills the columns of a record into a template, wherever it has a mark such as {@code %(fields)}.
     *
     * @param bound names and types, in turn, of the columns that are bound before the fields
     * @param all the fields that the statement is about, in the order of their bits
     * @param plain those of the record whose merged value is the one or the other
     */
    public static String fill(
            String template,
            List<String> bound,
            List<? extends Field> all,
            List<? extends Field> plain) {
        List<? extends Field> narrow = all.stream().filter(field -> !field.payload()).toList();
        List<? extends Field> payload = all.stream().filter(Field::payload).toList();
        List<String> types = Stream.concat(every(bound, 1), boundTypes(all)).toList();
        return template.replace("%(arrays)", arrays(types))
                .replace("%(bound_columns)", every(bound, 0).collect(Collectors.joining(", ")))
                .replace("%(cast_fields)", cast("u", all))
                .replace("%(fields)", columns("", all))
                .replace("%(narrow_e)", columns("e", narrow))
                .replace("%(payload_p)", columns("p", payload))
                .replace("%(taken)", taken(plain.stream().filter(all::contains).toList()))
                .replace("%(fields_m)", columns("m", all))
                .replace("%(fields_o)", columns("o", all))
                .replace("%(narrow)", columns("", narrow))
                .replace("%(narrow_r)", columns("r", narrow))
                .replace("%(assign_narrow)", assignments("d", narrow))
                .replace("%(payload)", columns("", payload))
                .replace("%(payload_d)", columns("d", payload))
                .replace("%(payload_r)", columns("r", payload))
                .replace("%(assign_payload)", assignments("excluded", payload))
                .replace("%(payload_bits)", bits(payload.toArray(Field[]::new)));
    }

    /** Every second element: the names from 0, the types from 1. */
    private static Stream<String> every(List<String> bound, int from) {
        return IntStream.range(0, bound.size()).filter(i -> i % 2 == from).mapToObj(bound::get);
    }

    /** {@code $n::text[], $n+1::bigint[], …}: the arrays of a batch, one a column. */
    private static String arrays(List<String> types) {
        return IntStream.range(0, types.size())
                .mapToObj(i -> "$" + (FIRST_ARRAY + i) + "::" + types.get(i) + "[]")
                .collect(Collectors.joining(", "));
    }

    /** The types in which the fields are bound. */
    private static Stream<String> boundTypes(List<? extends Field> fields) {
        return fields.stream().map(field -> field.type().boundType());
    }

    /** {@code u.name, u.input::jsonb AS input, …}: bound columns as the types of their columns. */
    private static String cast(String alias, List<? extends Field> fields) {
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
    private static String taken(List<? extends Field> fields) {
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
    private static String columns(String alias, List<? extends Field> fields) {
        return list(
                fields, field -> alias.isEmpty() ? field.column() : alias + "." + field.column());
    }

    /** {@code x = m.x, y = m.y, …}. */
    private static String assignments(String alias, List<? extends Field> fields) {
        return list(fields, field -> field.column() + " = " + alias + "." + field.column());
    }

    /**
     * What the fields were that the merged row {@code m} changes, under their names in JSON. One by one,
     * since a null that was there must be told from a value that was not touched.
     */
    public static String former(List<? extends Field> fields) {
        return fields.stream()
                .map(field -> former(jsonName(field), "m." + field.column(), "o." + field.column()))
                .collect(Collectors.joining("\n    || "));
    }

    /** What one value was, if it is another now; else an empty object. */
    public static String former(String name, String now, String old) {
        return "CASE WHEN %2$s IS DISTINCT FROM %3$s THEN jsonb_build_object('%1$s', %3$s) ELSE '{}' END"
                .formatted(name, now, old);
    }

    /** {@code errorType} of {@code /error/type}. */
    private static String jsonName(Field field) {
        return Pattern.compile("(?<=.)/(.)")
                .matcher(field.pointer())
                .replaceAll(part -> part.group(1).toUpperCase(Locale.ROOT))
                .substring(1);
    }

    /** The sum of the fields' bits. */
    public static String bits(Field... fields) {
        return String.valueOf(Stream.of(fields).mapToLong(Field::bit).sum());
    }

    private static String list(List<? extends Field> fields, Function<Field, String> item) {
        return fields.stream().map(item).collect(Collectors.joining(",\n    "));
    }
}
