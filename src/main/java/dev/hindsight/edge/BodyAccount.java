package dev.hindsight.edge;

import io.vertx.ext.web.RoutingContext;

/**
 * Is told of the bytes that are taken of a request's body, after inflation. Whoever lets a request in
 * may open one for it, before the body is read; without one, nobody counts.
 */
public interface BodyAccount {

    /**
     * Hears that a body, which is not known to be empty, is about to be read.
     *
     * @throws dev.hindsight.problem.ProblemException if it must not be
     */
    void begin();

    /** Hears that so many more bytes were taken. From whatever thread. */
    void took(long bytes);

    /** Has an account kept of a request's body. */
    static void open(RoutingContext request, BodyAccount account) {
        request.put(BodyAccount.class.getName(), account);
    }

    /** That of a request; one that counts nothing, unless one was opened. */
    static BodyAccount of(RoutingContext request) {
        BodyAccount opened = request.get(BodyAccount.class.getName());
        return opened == null ? NONE : opened;
    }

    /** Counts nothing. */
    BodyAccount NONE =
            new BodyAccount() {
                @Override
                public void begin() {}

                @Override
                public void took(long bytes) {}
            };
}
