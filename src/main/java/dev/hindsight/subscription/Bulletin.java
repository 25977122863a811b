package dev.hindsight.subscription;

import static java.util.Objects.requireNonNullElse;

import dev.hindsight.change.Change;
import java.util.UUID;

/** What is told of a change that is of no execution's state: all of it stands in the feed. */
public final class Bulletin {

    /** Stands in the feed for an execution where none is meant. */
    public static final UUID NOBODY = new UUID(0, 0);

    private Bulletin() {}

    /** An event without a version, whose further members are those that the change tells. */
    public static Event of(String kind, Change change) {
        StringBuilder more = new StringBuilder();
        Traits.tree(requireNonNullElse(change.prev(), "{}"))
                .properties()
                .forEach(
                        member ->
                                more.append('"')
                                        .append(member.getKey())
                                        .append("\":")
                                        .append(member.getValue())
                                        .append(','));
        UUID id = change.executionId();
        return Event.of(
                kind,
                new Event.About(id.equals(NOBODY) ? null : id, null, null, change.id()),
                null,
                change.at(),
                more.toString(),
                null,
                false);
    }
}
