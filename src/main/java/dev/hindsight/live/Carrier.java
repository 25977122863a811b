package dev.hindsight.live;

import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What carries a WebSocket: how much of it is taken in at once, and its end, if need be by force. */
final class Carrier {

    /** Characters of frames that wait to be heard, each with what it costs besides. */
    private static final int MAX_WAITING = 1024 * 1024;

    private static final int FRAME_COST = 256;

    private final AtomicInteger waiting = new AtomicInteger();
    private final @Nullable HttpConnection connection;
    private volatile boolean isDeaf;
    private volatile boolean isCut;
    private @Nullable Instant left;

    Carrier(@Nullable HttpConnection connection) {
        this.connection = connection;
    }

    /**
     * Takes in a frame, from whatever thread; tells whether it is to be heard. A client that says more
     * than can be heard is cut off, and one that was sent away is not listened to.
     */
    boolean takes(int length) {
        if (!isDeaf && waiting.addAndGet(length + FRAME_COST) > MAX_WAITING) {
            cut();
        }
        return !isDeaf;
    }

    /** A frame that was taken in is heard. */
    void took(int length) {
        waiting.addAndGet(-length - FRAME_COST);
    }

    /** Takes nothing in any more. */
    void deafen() {
        isDeaf = true;
    }

    /** The client is sent away; tells whether it was not before. */
    boolean leaves(Instant now) {
        boolean first = left == null;
        if (first) {
            left = now;
        }
        return first;
    }

    boolean isLeaving() {
        return left != null;
    }

    /** Cuts it off if its leave takes too long: the frame that says so may wait behind unread ones. */
    void cutAfter(Duration limit, Instant now) {
        if (left != null && !isCut && left.plus(limit).isBefore(now)) {
            cut();
        }
    }

    private void cut() {
        isDeaf = true;
        isCut = true;
        if (connection != null) {
            connection.close();
        }
    }
}
