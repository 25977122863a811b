package dev.hindsight.edge;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Doors that take larger bodies than others do. A feature that has such doors is a bean of this type. */
public interface LargeBodies {

    /**
     * The most bytes that a body may have, after inflation; empty where the path is none of these
     * doors.
     *
     * @param path of the request, from the root
     */
    OptionalLong maxBytes(String path);

    /** Name of the setting by which an operator changes that; empty where it is fixed. */
    default Optional<String> setting() {
        return Optional.empty();
    }

    /**
     * Members that the problem has of a body which announces a greater length and is refused unread:
     * text, numbers or booleans by name. None unless said.
     */
    default Map<String, Object> unread() {
        return Map.of();
    }
}
