package dev.hindsight.db;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.inject.Singleton;
import java.util.concurrent.Executor;

/** Where work that belongs to no request is done: statements run there answer there. */
@Singleton
public class EventLoops {

    private final VertxInternal vertx;

    EventLoops(Vertx vertx) {
        this.vertx = (VertxInternal) vertx;
    }

    /** One that runs what it is given in that order, on one thread that must not be blocked. */
    public Executor next() {
        Context context = vertx.createEventLoopContext();
        return task -> context.runOnContext(ignored -> task.run());
    }
}
