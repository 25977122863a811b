package dev.hindsight.payload;

import java.util.List;

/**
 * A JSON value as it will be stored.
 *
 * @param json one complete, valid JSON value that PostgreSQL can hold
 * @param notices what was altered in it, in the order of its text; empty when nothing was
 */
public record Payload(String json, List<Notice> notices) {

    public Payload {
        notices = List.copyOf(notices);
    }
}
