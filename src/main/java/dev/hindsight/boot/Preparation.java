package dev.hindsight.boot;

import dev.hindsight.problem.StartFailure;
import io.smallrye.mutiny.Uni;

/**
 * Something that a feature sees to before the first request: the schema, tables for the coming days.
 *
 * <p>Implemented by beans of the features; whoever implements it is called, in order, and again from
 * the first one while one of them is not done.
 */
public interface Preparation {

    /** Its place: preparations with a lesser number come first. */
    int order();

    /**
     * Sees to it, and tells whether it is done. Where it is not, because that is up to somebody else,
     * the service is not ready, and tries again a few seconds later. What blocks goes to a worker.
     * Fails with a {@link StartFailure} if the service must not run.
     */
    Uni<Boolean> prepare();
}
