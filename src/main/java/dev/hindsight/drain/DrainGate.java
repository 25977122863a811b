package dev.hindsight.drain;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.runtime.shutdown.ShutdownConfig;
import io.quarkus.vertx.http.runtime.filters.QuarkusRequestWrapper;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Knows which connections are open, and on which of them somebody waits for an answer.
 *
 * <p>The framework's own filter marks the answers of requests that come in the delay, if a time-out is
 * set. It does not know of those that were underway before, nor of connections without a request.
 */
@Singleton
final class DrainGate {

    /** The first of those that see a request, or that hear of the end. */
    private static final int FIRST = 1;

    /** So long before the delay is over, idle connections are closed; at most a quarter of it. */
    private static final Duration HEAD_START = Duration.ofMillis(500);

    /** Not a handler of the connection's end, of which there can be but one: forgotten when it is. */
    private final Map<HttpConnection, Line> lines =
            Collections.synchronizedMap(new WeakHashMap<>());

    private final ShutdownConfig shutdown;
    private final Vertx vertx;
    private volatile boolean leaving;
    private volatile boolean gone;

    DrainGate(ShutdownConfig shutdown, Vertx vertx) {
        this.shutdown = shutdown;
        this.vertx = vertx;
    }

    void register(@Observes @Priority(FIRST) Router router) {
        router.route().order(Integer.MIN_VALUE).handler(this::arrive);
    }

    private void arrive(RoutingContext request) {
        HttpServerRequest asked = request.request();
        HttpConnection connection = asked.connection();
        if (asked.headers().contains(HttpHeaders.UPGRADE, "websocket", true)) {
            // From now on it is the live channel's.
            lines.remove(connection);
            Counted.letGo(asked);
            request.next();
            return;
        }
        Line line = lines.computeIfAbsent(connection, opened -> open(asked.version()));
        line.begun();
        request.addHeadersEndHandler(answered -> mark(request));
        request.addEndHandler(
                ended -> {
                    line.ended();
                    if (isLast(request)) {
                        line.closeIfIdle(connection);
                    }
                });
        request.next();
    }

    private static Line open(HttpVersion version) {
        return new Line(
                VertxContext.getRootContext(Vertx.currentContext()), version == HttpVersion.HTTP_2);
    }

    private void mark(RoutingContext request) {
        if (leaving && request.request().version() == HttpVersion.HTTP_1_1) {
            // One value, whoever else says so.
            request.response().headers().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }

    /** A client that was not told so may be about to ask again: there is time for that. */
    private boolean isLast(RoutingContext request) {
        return gone
                || (leaving
                        && request.response()
                                .headers()
                                .contains(HttpHeaders.CONNECTION, HttpHeaders.CLOSE, true));
    }

    /** The end begins. */
    void leave(@Observes @Priority(FIRST) ShutdownDelayInitiatedEvent ending) {
        leaving = true;
        long idleAfter = idleAfter(shutdown.delay().orElse(Duration.ZERO)).toMillis();
        if (idleAfter < 1) {
            closeIdle();
        } else {
            vertx.setTimer(idleAfter, due -> closeIdle());
        }
    }

    /** How long after the beginning of the end idle connections are closed. */
    static Duration idleAfter(Duration delay) {
        Duration quarter = delay.dividedBy(4);
        return delay.minus(quarter.compareTo(HEAD_START) < 0 ? quarter : HEAD_START);
    }

    private void closeIdle() {
        gone = true;
        lines.forEach((connection, line) -> line.closeIfIdle(connection));
    }

    /**
     * Requests as the framework counts them, which waits for all of them at the end. It never hears of
     * the end of those that became sockets: one of them, closed for hours, would make it wait for the
     * whole time-out and complain.
     */
    @RegisterForReflection(targets = QuarkusRequestWrapper.class, fields = false)
    private static final class Counted {

        private static final Method DONE = done();

        private Counted() {}

        /** Waits for it no longer. */
        static void letGo(HttpServerRequest request) {
            // Only there while requests are counted.
            if (request.getCookie(QuarkusRequestWrapper.FAKE_COOKIE_NAME)
                    instanceof QuarkusRequestWrapper.QuarkusCookie cookie) {
                try {
                    DONE.invoke(cookie.getRequestWrapper());
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        private static Method done() {
            try {
                Method done = QuarkusRequestWrapper.class.getDeclaredMethod("done");
                done.setAccessible(true);
                return done;
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** What is asked on a connection. */
    private static final class Line {

        private final Context context;
        private final boolean manyAtOnce;
        private final AtomicInteger underway = new AtomicInteger();
        private final AtomicBoolean closing = new AtomicBoolean();

        /**
         * @param context in which the connection's requests arrive, one after the other
         * @param manyAtOnce whether one request does not wait for the answer to another, and the
         *     connection can say for itself that it takes no more
         */
        Line(Context context, boolean manyAtOnce) {
            this.context = context;
            this.manyAtOnce = manyAtOnce;
        }

        void begun() {
            underway.incrementAndGet();
        }

        void ended() {
            underway.decrementAndGet();
        }

        /** From whatever thread. */
        void closeIfIdle(HttpConnection connection) {
            context.runOnContext(
                    now -> {
                        if (manyAtOnce || underway.get() == 0) {
                            close(connection);
                        }
                    });
        }

        private void close(HttpConnection connection) {
            if (!closing.compareAndSet(false, true)) {
                return;
            }
            if (manyAtOnce) {
                connection.shutdown();
            } else {
                connection.close();
            }
        }
    }
}
