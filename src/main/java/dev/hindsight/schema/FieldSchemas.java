package dev.hindsight.schema;

import dev.hindsight.field.Field;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Arranges the schemas of fields as their pointers say: {@code /status} is a member, {@code
 * /error/type} a member of a member.
 */
public final class FieldSchemas {

    /** May be sent as a plain text, which is then its message. */
    private static final String ERROR = "error";

    private FieldSchemas() {}

    /**
     * What is told of a record's fields. All members are there; those without a value are {@code
     * null}.
     *
     * @param never pointers of what is never {@code null}
     */
    public static Map<String, Schema> told(Collection<? extends Field> fields, Set<String> never) {
        return arranged(
                fields,
                field -> nullable(field.pointer(), never, Schemas.told(field.type().shape())),
                (name, members) -> nullable("/" + name, never, Schemas.record(members)));
    }

    /** What a report may set: {@code null} is as good as absent. */
    public static Map<String, Schema> taken(Collection<? extends Field> fields) {
        return arranged(
                fields,
                field -> Schemas.orNull(Schemas.taken(field.type().shape())),
                FieldSchemas::group);
    }

    /** What a merge patch may set: {@code null} clears, where that is allowed. */
    public static Map<String, Schema> patched(Collection<? extends Field> fields) {
        return arranged(
                fields,
                field -> {
                    Schema taken = Schemas.taken(field.type().shape());
                    return field.clearable() ? Schemas.orNull(taken) : taken;
                },
                FieldSchemas::group);
    }

    private static Schema group(String name, Map<String, Schema> members) {
        Schema object = Schemas.object(members);
        return Schemas.orNull(
                name.equals(ERROR)
                        ? Schemas.anyOf(object, Schemas.text().description("The message"))
                        : object);
    }

    private static Schema nullable(String pointer, Set<String> never, Schema schema) {
        return never.contains(pointer) ? schema : Schemas.orNull(schema);
    }

    private interface Group {
        Schema of(String name, Map<String, Schema> members);
    }

    private static Map<String, Schema> arranged(
            Collection<? extends Field> fields, Function<Field, Schema> schema, Group group) {
        Map<String, Schema> arranged = new LinkedHashMap<>();
        Map<String, Map<String, Schema>> groups = new LinkedHashMap<>();
        for (Field field : fields) {
            List<String> path = List.of(field.pointer().substring(1).split("/", -1));
            if (path.size() == 1) {
                arranged.put(path.get(0), described(schema.apply(field), Meanings.of(field)));
            } else {
                groups.computeIfAbsent(path.get(0), name -> new LinkedHashMap<>())
                        .put(path.get(1), described(schema.apply(field), Meanings.of(field)));
            }
        }
        groups.forEach(
                (name, members) ->
                        arranged.put(name, described(group.of(name, members), Meanings.of(name))));
        return arranged;
    }

    private static Schema described(Schema schema, @Nullable String meaning) {
        return meaning == null ? schema : schema.description(meaning);
    }
}
