package dev.hindsight.access;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.ApplicationScoped;

/** Tells on whose behalf the current request is made. */
@ApplicationScoped
public class Callers {

    private final CurrentVertxRequest request;

    Callers(CurrentVertxRequest request) {
        this.request = request;
    }

    /**
     * The caller of the current request.
     *
     * @throws IllegalStateException if nobody was let in: a door without a gate
     */
    public Caller current() {
        return AccessGate.caller(request)
                .orElseThrow(() -> new IllegalStateException("Nobody was let in."));
    }
}
