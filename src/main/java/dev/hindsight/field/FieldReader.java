package dev.hindsight.field;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hindsight.problem.NearestName;
import java.io.IOException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON object of one record into its fields.
 *
 * @param <F> the record's fields
 */
public final class FieldReader<F extends Enum<F> & Field> {

    /** Reads the members of a record that are not fields: its identity, its children. */
    @FunctionalInterface
    public interface Others {
        /**
         * Reads the member's value under the parser, up to its last token.
         *
         * @return false if there is no such member
         */
        boolean read(String name, JsonParser parser) throws IOException;
    }

    /**
     * Names that are told apart where they are not members.
     *
     * @param readOnly that the service itself sets
     * @param known that a misspelt one may have been meant to be
     */
    public record Names(Set<String> readOnly, Collection<String> known) {}

    /** Objects that a report tells as a whole: what it leaves out of them, they do not have. */
    private static final Set<String> WHOLE = Set.of("error", "cost");

    /** An object that a plain text may stand for: the text is its message. */
    private static final String TEXT_OR_OBJECT = "error";

    private final Class<F> type;
    private final Map<String, F> members = new HashMap<>();
    private final Map<String, Map<String, F>> groups = new HashMap<>();
    private final Names names;

    /**
     * A reader for the fields of an enum.
     *
     * @param readOnly names that the service itself sets; sending one is told apart from a typo
     */
    public FieldReader(Class<F> type, Set<String> readOnly) {
        this(type, EnumSet.allOf(type), readOnly);
    }

    /**
     * A reader for some fields of an enum.
     *
     * @param readOnly as above
     */
    public FieldReader(Class<F> type, Set<F> some, Set<String> readOnly) {
        this.type = type;
        this.names = new Names(readOnly, new HashSet<>());
        for (F field : some) {
            String[] path = field.pointer().substring(1).split("/", -1);
            if (path.length == 1) {
                members.put(path[0], field);
            } else {
                groups.computeIfAbsent(path[0], name -> new LinkedHashMap<>()).put(path[1], field);
            }
            names.known().add(path[0]);
        }
    }

    /**
     * The same, which also knows names that {@link Others} read, and guesses at them where one is
     * misspelt. To be called before it reads.
     */
    public FieldReader<F> beside(String... others) {
        names.known().addAll(Set.of(others));
        return this;
    }

    /**
     * Reads the object that the parser stands on, up to its end. What is wrong is told to the
     * context; reading goes on, so that all faults of a body are named at once.
     */
    public Fields<F> read(JsonParser parser, FieldContext context, Others others)
            throws IOException {
        Fields<F> fields = new Fields<>(type, context.notices());
        readObject(
                parser,
                context,
                names,
                (name, value) -> field(name, value, context, fields) || others.read(name, value));
        return fields;
    }

    /**
     * Reads the members of the object that the parser stands on, up to its end, and names those that
     * there are not.
     *
     * @param readOnly names that the service itself sets
     */
    public static void readObject(
            JsonParser parser, FieldContext context, Set<String> readOnly, Others members)
            throws IOException {
        readObject(parser, context, new Names(readOnly, Set.of()), members);
    }

    /** The same, which guesses at the members that are known where one is misspelt. */
    public static void readObject(
            JsonParser parser, FieldContext context, Names names, Others members)
            throws IOException {
        context.at("");
        if (!context.expect(parser, JsonToken.START_OBJECT, "It must be a JSON object.")) {
            return;
        }
        Set<String> seen = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            context.at("/" + escape(name));
            checkOnce(name, seen, context);
            if (!members.read(name, parser)) {
                unknown(name, parser, context, names);
            }
        }
        context.at("");
    }

    private boolean field(String name, JsonParser parser, FieldContext context, Fields<F> fields)
            throws IOException {
        Map<String, F> group = groups.get(name);
        F field = members.get(name);
        if (field != null) {
            put(field, parser, context, fields);
        } else if (group != null) {
            readGroup(name, group, parser, context, fields);
        }
        return field != null || group != null;
    }

    private void readGroup(
            String name,
            Map<String, F> group,
            JsonParser parser,
            FieldContext context,
            Fields<F> fields)
            throws IOException {
        boolean patch = context.mode() == FieldContext.Mode.PATCH;
        switch (parser.currentToken()) {
            case VALUE_NULL -> {
                if (patch) {
                    group.values().forEach(field -> fields.put(field, null));
                }
            }
            case START_OBJECT -> {
                boolean said = readMembers(name, group, parser, context, fields);
                if (said && !patch && WHOLE.contains(name)) {
                    group.values().stream()
                            .filter(field -> !fields.has(field))
                            .forEach(field -> fields.put(field, null));
                }
            }
            case VALUE_STRING -> readPlain(name, group, parser, context, fields);
            default -> context.reject(parser, "It must be an object.");
        }
    }

    /** Reads the members of a group; tells whether one of them has a value. */
    private boolean readMembers(
            String name,
            Map<String, F> group,
            JsonParser parser,
            FieldContext context,
            Fields<F> fields)
            throws IOException {
        Set<String> seen = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            context.at("/" + name + "/" + escape(member));
            checkOnce(member, seen, context);
            F field = group.get(member);
            if (field != null) {
                put(field, parser, context, fields);
            } else {
                unknown(member, parser, context, new Names(Set.of(), group.keySet()));
            }
        }
        return group.values().stream().anyMatch(fields::has);
    }

    private void readPlain(
            String name,
            Map<String, F> group,
            JsonParser parser,
            FieldContext context,
            Fields<F> fields)
            throws IOException {
        if (!name.equals(TEXT_OR_OBJECT)) {
            context.reject("It must be an object.");
            return;
        }
        group.values().forEach(field -> fields.put(field, null));
        F message = List.copyOf(group.values()).get(0);
        context.at(message.pointer());
        put(message, parser, context, fields);
    }

    private void put(F field, JsonParser parser, FieldContext context, Fields<F> fields)
            throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            if (context.mode() == FieldContext.Mode.PATCH) {
                if (field.clearable()) {
                    fields.put(field, null);
                } else {
                    context.reject("It cannot be cleared.");
                }
            }
            return;
        }
        @Nullable Object value = field.type().reader().read(parser, context);
        if (value != null) {
            fields.put(field, value);
        }
    }

    /** Rejects a member that its object has twice: which of the values is meant, nobody knows. */
    public static void checkOnce(String name, Set<String> seen, FieldContext context) {
        if (!seen.add(name)) {
            context.reject("It is there more than once.");
        }
    }

    private static void unknown(String name, JsonParser parser, FieldContext context, Names names)
            throws IOException {
        if (names.readOnly().contains(name)) {
            context.reject(parser, "It is set by the service and cannot be sent.");
            return;
        }
        // Guessing costs more than reading: not for what nobody is told.
        String guess =
                context.tellsMore()
                        ? NearestName.of(name, names.known())
                                .map(": did you mean `%s`?"::formatted)
                                .orElse(".")
                        : ".";
        context.reject(parser, "There is no such field" + guess);
    }

    private static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
