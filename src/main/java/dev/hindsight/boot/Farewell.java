package dev.hindsight.boot;

import io.smallrye.mutiny.Uni;

/**
 * What a feature still has to do when the service is told to end and answers no more requests, such as
 * to write down what it gathered.
 *
 * <p>Implemented by beans of the features; whoever implements it is called.
 */
public interface Farewell {

    /** Does it. What has not ended after a few seconds is given up. */
    Uni<Void> end();
}
