package dev.hindsight.problem;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Refuses bodies over {@code quarkus.http.limits.max-body-size}, counted in bytes after inflation.
 * A body that announces its length is refused unread; of any other no more is read than the limit.
 */
@Provider
public final class BodyLimit implements ReaderInterceptor {

    private static final long CLOSE_AFTER_MS = 2_000;

    private final Instance<VertxHttpConfig> config;

    /** Read on first need: providers are made while the image is built, settings come later. */
    private volatile @Nullable Long maxBytes;

    BodyLimit(Instance<VertxHttpConfig> config) {
        this.config = config;
    }

    /** Counts a body as it is read. */
    @Override
    public Object aroundReadFrom(ReaderInterceptorContext reading) throws IOException {
        InputStream body = reading.getInputStream();
        if (body instanceof ByteArrayInputStream) {
            // A small body is in memory already, and readers know an empty one by this class.
            if (body.available() > maxBytes()) {
                throw tooLarge();
            }
        } else if (!reading.getHeaders().containsKey(HttpHeaders.CONTENT_LENGTH)) {
            reading.setInputStream(new Counted(body));
        }
        return reading.proceed();
    }

    /** Fails if the body announces a length over the limit. */
    void checkAnnounced(RoutingContext request) {
        String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && Long.parseLong(length) > maxBytes()) {
            throw tooLarge();
        }
    }

    /**
     * Sees to it that a refused body does not occupy the connection: what still arrives is thrown
     * away, and soon the connection is closed. At once would be too soon, because a client that
     * is still sending would then lose the answer.
     *
     * @return whether the connection will be closed; not if the body has been read to its end
     */
    static boolean closeAfterAnswer(RoutingContext request) {
        if (request.request().isEnded()) {
            return false;
        }
        request.addEndHandler(
                ended -> {
                    request.request().handler(discarded -> {});
                    request.request().endHandler(end -> request.request().connection().close());
                    request.request().resume();
                    request.vertx()
                            .setTimer(CLOSE_AFTER_MS, id -> request.request().connection().close());
                });
        return true;
    }

    private long maxBytes() {
        Long known = maxBytes;
        if (known == null) {
            known =
                    config.get()
                            .limits()
                            .maxBodySize()
                            .map(MemorySize::asLongValue)
                            .orElse(Long.MAX_VALUE);
            maxBytes = known;
        }
        return known;
    }

    private ProblemException tooLarge() {
        return new ProblemException(
                ProblemType.PAYLOAD_TOO_LARGE,
                "The body is larger than the %,d bytes that are accepted here."
                        .formatted(maxBytes()));
    }

    private final class Counted extends FilterInputStream {

        private long left = maxBytes();

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            return count(value, value < 0 ? 0 : 1);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            return count(read, Math.max(read, 0));
        }

        @Override
        public long skip(long bytes) throws IOException {
            long skipped = super.skip(bytes);
            left -= skipped;
            return skipped;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        private int count(int result, int bytes) {
            left -= bytes;
            if (left < 0) {
                throw tooLarge();
            }
            return result;
        }
    }
}
