package dev.hindsight.stream;

import dev.hindsight.edge.BodyLimit;
import dev.hindsight.edge.Inflated;
import dev.hindsight.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The body of one request, inflated and counted, piece by piece. The network is asked for more only
 * while a piece is wanted and not yet whole, so that a reader who takes its time slows the sender
 * down; held are the piece under way and what the network handed over last, some tens of KiB.
 *
 * <p>Everything happens on the request's event loop, whoever asks: nothing here is shared.
 */
public final class BodyStream {

    private static final int FIRST_BYTES = 16 * 1024;

    private static final byte[] NOTHING = new byte[0];

    private final RoutingContext routing;
    private final Context loop;
    private final BodyLimit.Allowance allowance;
    private final BodyLimit.Account account;
    private final @Nullable Gunzip gunzip;

    /** Bytes that may still come, after inflation. */
    private long left;

    /** What the network handed over last, and how much of it has been taken. */
    private byte[] received = NOTHING;

    private int taken;
    private boolean asked;
    private boolean ended;
    private boolean tooLarge;
    private @Nullable Throwable failure;

    /** The piece under way. */
    private byte[] piece = NOTHING;

    private int filled;
    private int wanted;
    private @Nullable UniEmitter<? super byte[]> reader;

    private BodyStream(
            RoutingContext routing, BodyLimit.Allowance allowance, @Nullable Gunzip gunzip) {
        this.routing = routing;
        this.loop = routing.vertx().getOrCreateContext();
        this.allowance = allowance;
        this.account = BodyLimit.Account.of(routing);
        this.gunzip = gunzip;
        this.left = allowance.bytes();
    }

    static BodyStream open(RoutingContext routing, BodyLimit limit) {
        HttpServerRequest request = routing.request();
        boolean gzip = Inflated.isGzip(request.getHeader(HttpHeaders.CONTENT_ENCODING));
        BodyStream body =
                new BodyStream(
                        routing,
                        limit.allowance(routing.normalizedPath()),
                        gzip ? new Gunzip() : null);
        body.listen(request);
        body.begin();
        return body;
    }

    /** One that must not be read fails as it is asked for, so that its end is seen to. */
    private void begin() {
        try {
            account.begin();
        } catch (ProblemException refused) {
            failure = refused;
        }
    }

    private void listen(HttpServerRequest request) {
        if (request.isEnded()) {
            ended = true;
            return;
        }
        // Else the handler would make the request flow.
        request.pause();
        request.exceptionHandler(
                broken -> {
                    failure = new IOException("The client left before its body was whole", broken);
                    fill();
                });
        request.handler(this::receive);
        request.endHandler(
                end -> {
                    ended = true;
                    fill();
                });
    }

    /**
     * The next bytes: as many as are asked for, fewer only where the body ends, none behind its end.
     * To be asked again only after the answer. Fails with {@code payload-too-large} once the body
     * has more bytes than it may, with {@code invalid-request} if it is not the gzip that its header
     * announces, with an {@link IOException} if the client leaves before the end.
     *
     * @param length 1 or more
     */
    public Uni<byte[]> next(int length) {
        return Uni.createFrom()
                .emitter(emitter -> loop.runOnContext(now -> begin(length, emitter)));
    }

    /** Ends the reading; see {@link Bodies}. */
    void close() {
        loop.runOnContext(
                now -> {
                    reader = null;
                    if (gunzip != null) {
                        gunzip.close();
                    }
                    // The mapper of failures sees to a body that is too large.
                    if (!ended
                            && !tooLarge
                            && !routing.response().ended()
                            && BodyLimit.closeAfterAnswer(routing)
                            && !routing.response().headWritten()) {
                        routing.response().putHeader(HttpHeaders.CONNECTION, "close");
                    }
                });
    }

    private void begin(int length, UniEmitter<? super byte[]> emitter) {
        wanted = length;
        piece = new byte[Math.min(length, FIRST_BYTES)];
        filled = 0;
        reader = emitter;
        fill();
    }

    private void receive(Buffer buffer) {
        asked = false;
        received = buffer.getBytes();
        taken = 0;
        if (gunzip != null) {
            gunzip.input(received);
        }
        fill();
    }

    private void fill() {
        try {
            while (reader != null && failure == null && filled < wanted) {
                if (take() == 0) {
                    if (!ended) {
                        ask();
                        return;
                    }
                    if (gunzip != null && !gunzip.isWhole()) {
                        throw Inflated.malformed();
                    }
                    break;
                }
            }
        } catch (ProblemException refused) {
            failure = refused;
        }
        answer();
    }

    /** Moves bytes into the piece under way; tells how many. */
    private int take() {
        if (filled == piece.length) {
            piece = Arrays.copyOf(piece, (int) Math.min(wanted, piece.length * 2L));
        }
        int room = piece.length - filled;
        int moved;
        if (gunzip != null) {
            moved = gunzip.read(piece, filled, room);
        } else {
            moved = Math.min(room, received.length - taken);
            System.arraycopy(received, taken, piece, filled, moved);
            taken += moved;
        }
        filled += moved;
        left -= moved;
        account.took(moved);
        if (left < 0) {
            tooLarge = true;
            throw allowance.exceeded();
        }
        return moved;
    }

    private void ask() {
        if (asked) {
            return;
        }
        asked = true;
        HttpServerRequest request = routing.request();
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))
                && !routing.response().headWritten()
                && request.bytesRead() == 0) {
            request.response().writeContinue();
        }
        request.fetch(1);
    }

    private void answer() {
        UniEmitter<? super byte[]> waiting = reader;
        if (waiting == null) {
            return;
        }
        reader = null;
        byte[] whole = filled == piece.length ? piece : Arrays.copyOf(piece, filled);
        piece = NOTHING;
        if (failure != null) {
            waiting.fail(failure);
        } else {
            waiting.complete(whole);
        }
    }
}
