package dev.hindsight.checkpoint;

import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import java.io.IOException;

/**
 * A value that a node made.
 *
 * @param node at most 255 characters
 * @param key at most 255 characters; with the node, unique in an execution
 * @param json the text that was sent
 */
public record Artifact(String node, String key, String json) {

    /**
     * One whose value is told in bytes.
     *
     * @throws ProblemException {@code invalid-request} if they are not one JSON value
     */
    public static Artifact of(String node, String key, byte[] value) {
        try {
            return new Artifact(node, key, ArtifactReader.value(value));
        } catch (IOException malformed) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST, "The value of the artifact is not JSON.");
        }
    }
}
