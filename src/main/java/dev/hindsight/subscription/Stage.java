package dev.hindsight.subscription;

import dev.hindsight.db.EventLoops;
import jakarta.inject.Singleton;
import java.util.concurrent.Executor;

/**
 * The one thread of a replica to which all that is watched belongs: connections, subscriptions, and what
 * waits in them. What comes from elsewhere is handed over to it, so that nobody ever waits for a lock.
 */
@Singleton
public class Stage implements Executor {

    private final Executor loop;

    Stage(EventLoops loops) {
        this.loop = loops.next();
    }

    /** Does something there, after all that was handed over before. From whatever thread. */
    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }
}
