package dev.hindsight.mcp;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a tool can be told, by name.
 *
 * @param name as callers write it: {@code started_after}
 * @param parameter the parameter of HTTP that means the same: {@code startedAfter}
 * @param fallback what counts unless it is told; absent where nothing does
 * @param min of a whole number, inclusive, as is {@code max}
 */
record Argument(
        String name,
        String parameter,
        Kind kind,
        String description,
        boolean isRequired,
        @Nullable Long fallback,
        long min,
        long max) {

    /** What it must be. */
    enum Kind {
        TEXT("a text"),
        /** Any of some values, in one text with commas between, or in an array. */
        LIST("a text, or an array of texts"),
        /** All of some values. */
        TEXTS("an array of texts"),
        WHOLE("a whole number"),
        FLAG("true or false"),
        /** Also as milliseconds since 1970. */
        MOMENT("a time: ISO-8601 with an offset, or milliseconds since 1970"),
        JSON("a JSON value");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    static Argument text(String name, String description) {
        return of(Kind.TEXT, name, description);
    }

    static Argument of(Kind kind, String name, String description) {
        return new Argument(
                name, camel(name), kind, description, false, null, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** An execution, by its id or by the engine's own. */
    static Argument handle(String name, String description) {
        return text(
                        name,
                        description
                                + ": the id of an execution, or ext: and the engine's own id of it")
                .required();
    }

    /** A number within bounds, both inclusive. */
    static Argument whole(
            String name, @Nullable Long fallback, long min, long max, String description) {
        return new Argument(name, camel(name), Kind.WHOLE, description, false, fallback, min, max);
    }

    Argument required() {
        return new Argument(name, parameter, kind, description, true, fallback, min, max);
    }

    /** The same, for a parameter that has quite another name. */
    Argument as(String other) {
        return new Argument(name, other, kind, description, isRequired, fallback, min, max);
    }

    /** Its JSON Schema. */
    Map<String, Object> schema() {
        Map<String, Object> schema = new LinkedHashMap<>();
        switch (kind) {
            case TEXT, LIST, MOMENT -> schema.put("type", "string");
            case TEXTS -> {
                schema.put("type", "array");
                schema.put("items", Map.of("type", "string"));
            }
            case WHOLE -> {
                schema.put("type", "integer");
                schema.put("minimum", min);
                schema.put("maximum", max);
            }
            case FLAG -> schema.put("type", "boolean");
            case JSON -> {}
        }
        if (fallback != null) {
            schema.put("default", fallback);
        }
        schema.put("description", description);
        return schema;
    }

    private static String camel(String name) {
        StringBuilder camel = new StringBuilder();
        boolean isNext = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != '_') {
                camel.append(isNext ? Character.toUpperCase(c) : c);
            }
            isNext = c == '_';
        }
        return camel.toString();
    }
}
