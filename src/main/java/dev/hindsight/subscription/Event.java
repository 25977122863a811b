package dev.hindsight.subscription;

import dev.hindsight.field.Moments;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, with the state it led to.
 *
 * @param kind as the contract names it, such as {@code execution.updated}
 * @param about what it is an event of: of two that wait about one thing, the later tells all
 * @param json the event as the contract writes it
 */
public record Event(String kind, About about, String json) {

    private static final String LEAVES = "\"leaves\":true,";

    /** Fields of an execution are others than before. */
    public static final String UPDATED = "execution.updated";

    /** An execution is there that somebody is to run. */
    public static final String REPLAY_REQUESTED = "execution.replay_requested";

    /**
     * What an event is about.
     *
     * @param executionId the execution; {@code null} if it is about many
     * @param step the key of its step, if it is about one
     * @param attempt of that step
     * @param serial tells events apart that must not be folded
     */
    public record About(
            UUID executionId, @Nullable String step, @Nullable Integer attempt, long serial) {

        public static About execution(UUID id) {
            return new About(id, null, null, 0);
        }
    }

    /**
     * The same, for who was not told an earlier one about the same thing: it then tells what that would
     * have. A state tells all that an earlier one did, but a request is none.
     */
    Event inPlaceOf(@Nullable Event earlier) {
        String start = start(UPDATED);
        return earlier != null
                        && earlier.kind.equals(REPLAY_REQUESTED)
                        && kind.equals(UPDATED)
                        && !json.contains(LEAVES)
                ? new Event(
                        REPLAY_REQUESTED,
                        about,
                        start(REPLAY_REQUESTED) + json.substring(start.length()))
                : this;
    }

    private static String start(String kind) {
        return "{\"kind\":\"" + kind + "\",";
    }

    /**
     * An event of an execution or of a step.
     *
     * @param version of the execution or the step; {@code null} for none
     * @param item JSON text; {@code null} for none
     * @param more further members as JSON text, each followed by a comma
     */
    public static Event of(
            String kind,
            About about,
            @Nullable Integer version,
            OffsetDateTime at,
            String more,
            @Nullable String item,
            boolean leaves) {
        StringBuilder json = new StringBuilder(item == null ? 200 : item.length() + 200);
        json.append(start(kind));
        if (about.executionId() != null) {
            json.append("\"execution\":\"").append(about.executionId()).append("\",");
        }
        if (version != null) {
            json.append("\"version\":").append(version).append(',');
        }
        json.append(more);
        if (item != null) {
            json.append("\"item\":").append(item).append(',');
        }
        if (leaves) {
            json.append(LEAVES);
        }
        json.append("\"at\":\"").append(Moments.write(at)).append("\"}");
        return new Event(kind, about, json.toString());
    }
}
