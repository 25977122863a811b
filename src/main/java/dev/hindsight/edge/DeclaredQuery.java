package dev.hindsight.edge;

import dev.hindsight.problem.NearestName;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.jboss.resteasy.reactive.RestQuery;

/**
 * The query parameters that a resource method knows. They are read from the same annotations that
 * the OpenAPI document is made of, so that the check and the documentation cannot disagree:
 *
 * <ul>
 *   <li>{@code @QueryParam} and {@code @RestQuery} on the method's parameters;
 *   <li>the same on the fields or record components of a {@code @BeanParam}, which several methods
 *       may share; the class needs {@code @RegisterForReflection} for the native image;
 *   <li>OpenAPI's {@code @Parameter(name = …, in = ParameterIn.QUERY)} on the method, on its
 *       parameters, or on those fields.
 * </ul>
 *
 * @param shapes what each parameter takes, by its name
 */
record DeclaredQuery(Map<String, Shape> shapes) {

    /** What a parameter takes. */
    enum Shape {
        /** Any text, once. */
        TEXT,
        /** A text that something is made of, once; none is made of nothing. */
        VALUE,
        /** A whole number, once. */
        INTEGER,
        /** {@code true} or {@code false}, once. */
        BOOLEAN,
        /** Any texts, in as many repetitions as there are. */
        LIST
    }

    DeclaredQuery {
        shapes = Map.copyOf(shapes);
    }

    /**
     * Reads the annotations of a resource method.
     *
     * @throws IllegalStateException if a {@code @BeanParam} shows no query parameter: it has none,
     *     or it was not registered for reflection
     */
    static DeclaredQuery of(Method method) {
        Map<String, Shape> shapes = new HashMap<>();
        addDocumented(method, shapes);
        for (Parameter parameter : method.getParameters()) {
            if (parameter.isAnnotationPresent(BeanParam.class)) {
                addFields(parameter.getType(), shapes);
            } else {
                addBound(parameter, parameter.getType(), parameter.getName(), shapes);
            }
        }
        return new DeclaredQuery(shapes);
    }

    private static void addFields(Class<?> bean, Map<String, Shape> shapes) {
        int before = shapes.size();
        for (Class<?> type = bean;
                type != null && type != Object.class;
                type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                addBound(field, field.getType(), field.getName(), shapes);
            }
        }
        if (shapes.size() == before) {
            throw new IllegalStateException(
                    "No query parameter can be seen in %s: is it registered for reflection?"
                            .formatted(bean.getName()));
        }
    }

    private static void addBound(
            AnnotatedElement element, Class<?> type, String ownName, Map<String, Shape> shapes) {
        QueryParam standard = element.getAnnotation(QueryParam.class);
        if (standard != null) {
            shapes.put(standard.value(), shape(type));
        }
        RestQuery rest = element.getAnnotation(RestQuery.class);
        if (rest != null) {
            shapes.put(rest.value().isEmpty() ? ownName : rest.value(), shape(type));
        }
        addDocumented(element, shapes);
    }

    /** The annotations that only document: they never overrule one that binds. */
    private static void addDocumented(AnnotatedElement element, Map<String, Shape> shapes) {
        // Finds one annotation as well as the container of several.
        for (var parameter :
                element.getAnnotationsByType(
                        org.eclipse.microprofile.openapi.annotations.parameters.Parameter.class)) {
            if (parameter.in() == ParameterIn.QUERY && !parameter.name().isEmpty()) {
                boolean list = parameter.schema().type() == SchemaType.ARRAY;
                shapes.merge(
                        parameter.name(),
                        list ? Shape.LIST : Shape.TEXT,
                        (bound, documented) -> list ? Shape.LIST : bound);
            }
        }
    }

    private static Shape shape(Class<?> type) {
        if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return Shape.LIST;
        }
        if (type == int.class
                || type == Integer.class
                || type == long.class
                || type == Long.class) {
            return Shape.INTEGER;
        }
        if (type == boolean.class || type == Boolean.class) {
            return Shape.BOOLEAN;
        }
        return type == String.class ? Shape.TEXT : Shape.VALUE;
    }

    /** The known name that was most likely meant, if one differs in no more than a slip or two. */
    Optional<String> nearest(String unknown) {
        return NearestName.of(unknown, shapes.keySet());
    }
}
