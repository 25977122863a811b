package dev.hindsight.boot;

import io.smallrye.mutiny.Uni;

/**
 * Work that has to be done now and then, whoever sees to it: the scheduler of a replica that is always
 * there, or a sweep that somebody asks for, where replicas come and go.
 *
 * <p>Implemented by beans of the features. May be done by any number of replicas at once, at any time
 * and in vain.
 */
public interface Chore {

    /** Its place: chores with a lesser number come first. Retention's own is {@link #RETENTION}. */
    int order();

    /** Comes behind what makes executions fit to be removed, and before what clears up behind it. */
    int RETENTION = 100;

    /** What it does, for the log: such as "Make tables for the coming days". */
    String title();

    /** Does it. */
    Uni<Void> work();
}
