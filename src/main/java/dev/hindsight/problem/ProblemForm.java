package dev.hindsight.problem;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a door tells problems whose callers speak a protocol with a form of its own for them. Status and
 * headers are those of every problem. Implemented by beans of the features.
 */
public interface ProblemForm {

    /**
     * A problem in the door's form; empty where the path is not the door's.
     *
     * @param path of the request, as it was sent: one that cannot be read is a problem, too
     * @param contentType of the request's body, if its header says
     */
    Optional<Told> tell(ProblemException problem, String path, @Nullable String contentType);

    /** A body and its media type. */
    @SuppressWarnings("ArrayRecordComponent") // Written once, by who made it for that.
    record Told(String mediaType, byte[] body) {}
}
