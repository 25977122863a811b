package dev.hindsight.db;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/** Where work that belongs to no request is done: statements run there answer there. */
@Singleton
public class EventLoops {

    private static final Logger LOG = Logger.getLogger(EventLoops.class);

    private static final Duration TICK = Duration.ofMillis(1);

    private final VertxInternal vertx;

    EventLoops(Vertx vertx) {
        this.vertx = (VertxInternal) vertx;
    }

    /**
     * Does something after a while, unless it is cancelled before; at once where less than a
     * millisecond is left, for which no timer is set.
     *
     * @param loop where it is done
     */
    public static Cancellable after(Executor loop, Duration wait, Runnable task) {
        Uni<Void> now = Uni.createFrom().voidItem();
        return (wait.compareTo(TICK) < 0 ? now : now.onItem().delayIt().by(wait))
                .emitOn(loop)
                .subscribe()
                .with(
                        nothing -> task.run(),
                        failure -> LOG.error("What was to be done later failed", failure));
    }

    /** One that runs what it is given in that order, on one thread that must not be blocked. */
    public Executor next() {
        Context context = vertx.createEventLoopContext();
        return task -> context.runOnContext(ignored -> task.run());
    }
}
