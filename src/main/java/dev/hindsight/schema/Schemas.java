package dev.hindsight.schema;

import dev.hindsight.field.Shape;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jspecify.annotations.Nullable;

/** Makes the schemas that others are made of. Each call makes a new one. */
public final class Schemas {

    private Schemas() {}

    /** The schema of that name among the components. */
    public static Schema ref(String name) {
        return OASFactory.createSchema().ref("#/components/schemas/" + name);
    }

    public static Schema text() {
        return type(SchemaType.STRING);
    }

    public static Schema text(int minLength, int maxLength) {
        return text().minLength(minLength).maxLength(maxLength);
    }

    public static Schema moment() {
        return text().format("date-time");
    }

    public static Schema uuid() {
        return text().format("uuid");
    }

    public static Schema bool() {
        return type(SchemaType.BOOLEAN);
    }

    public static Schema whole(@Nullable Long min, @Nullable Long max) {
        Schema whole = type(SchemaType.INTEGER).format("int64");
        if (min != null) {
            whole.minimum(BigDecimal.valueOf(min));
        }
        if (max != null) {
            whole.maximum(BigDecimal.valueOf(max));
        }
        return whole;
    }

    /** Any number, whole or not. */
    public static Schema number() {
        return type(SchemaType.NUMBER);
    }

    public static Schema words(Collection<String> words) {
        Schema word = text();
        words.forEach(word::addEnumeration);
        return word;
    }

    /** In OpenAPI 3.1, a body of bytes has no schema to speak of. */
    public static Schema bytes() {
        return OASFactory.createSchema().description("Any bytes");
    }

    public static Schema any() {
        return OASFactory.createSchema().description("Any JSON value");
    }

    public static Schema array(Schema items) {
        return type(SchemaType.ARRAY).items(items);
    }

    /** An object of these members and no others. */
    public static Schema object(Map<String, Schema> members) {
        Schema object =
                type(SchemaType.OBJECT)
                        .additionalPropertiesSchema(OASFactory.createSchema().booleanSchema(false));
        members.forEach(object::addProperty);
        return object;
    }

    /** An object that has all of these members, and no others. */
    public static Schema record(Map<String, Schema> members) {
        return object(members).required(List.copyOf(members.keySet()));
    }

    public static Schema mapOf(Schema values) {
        return type(SchemaType.OBJECT).additionalPropertiesSchema(values);
    }

    public static Schema anyOf(Schema... some) {
        return OASFactory.createSchema().anyOf(List.of(some));
    }

    /** The same, or {@code null}. */
    public static Schema orNull(Schema schema) {
        if (schema.getAnyOf() != null) {
            return schema.addAnyOf(type(SchemaType.NULL));
        }
        if (schema.getRef() != null) {
            return anyOf(schema, type(SchemaType.NULL));
        }
        if (schema.getType() != null) {
            schema.addType(SchemaType.NULL);
            if (schema.getEnumeration() != null) {
                List<@Nullable Object> words = new ArrayList<>(schema.getEnumeration());
                words.add(null);
                schema.enumeration(words);
            }
        }
        return schema;
    }

    /** What is told of a field. */
    public static Schema told(Shape shape) {
        return switch (shape.kind()) {
            case ANY -> any();
            case TEXT -> text();
            case WORD -> words(shape.words());
            case MOMENT -> moment();
            case UUID -> uuid();
            case BOOLEAN -> bool();
            case WHOLE -> whole(shape.min(), shape.max());
            case NUMBER -> type(SchemaType.NUMBER);
            case SHARE ->
                    type(SchemaType.NUMBER)
                            .exclusiveMinimum(BigDecimal.ZERO)
                            .maximum(BigDecimal.ONE);
            case KEYS -> array(text());
            case LABELS -> mapOf(text());
        };
    }

    /** What is taken for a field: more than is told, where the service is lenient. */
    public static Schema taken(Shape shape) {
        return switch (shape.kind()) {
            case TEXT -> shape.max() == null ? text() : text().maxLength(shape.max().intValue());
            case WORD ->
                    anyOf(
                            words(shape.words()),
                            text().description(
                                            "The words above in any case and with any separators,"
                                                    + " and their usual synonyms"));
            case MOMENT ->
                    anyOf(
                            moment().description("ISO-8601 with an offset"),
                            type(SchemaType.INTEGER)
                                    .format("int64")
                                    .description("Milliseconds since 1970"));
            case KEYS -> array(text(0, 255)).maxItems(10_000);
            case LABELS -> mapOf(text(0, 255)).maxProperties(64);
            default -> told(shape);
        };
    }

    private static Schema type(SchemaType type) {
        return OASFactory.createSchema().addType(type);
    }
}
