package dev.hindsight.edge;

import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
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
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Refuses bodies over 10 MiB, counted in bytes after inflation, but for the doors of {@link
 * LargeBodies}. A body that announces its length is refused unread; of any other no more is read than
 * the limit. The server's own limit, {@code quarkus.http.limits.max-body-size}, lowers it.
 */
@Provider
public final class BodyLimit implements ReaderInterceptor {

    private static final long CLOSE_AFTER_MS = 2_000;

    private static final long MAX_BYTES = 10L * 1024 * 1024;

    private final Instance<VertxHttpConfig> config;
    private final Instance<LargeBodies> largeBodies;
    private final CurrentVertxRequest current;

    /**
     * What a body may have.
     *
     * @param bytes the most, after inflation
     * @param setting by which that can be changed; {@code null} where it is fixed
     * @param unread members of the problem if nothing of the body is read
     */
    public record Allowance(long bytes, @Nullable String setting, Map<String, Object> unread) {

        /** The problem of a body that has more. */
        public ProblemException exceeded() {
            return exceeded(Map.of());
        }

        private ProblemException exceeded(Map<String, Object> extensions) {
            return new ProblemException(
                    ProblemType.PAYLOAD_TOO_LARGE,
                    "The body is larger than the %,d bytes that are accepted here%s."
                            .formatted(bytes, setting == null ? "" : ", by the setting " + setting),
                    List.of(),
                    extensions);
        }
    }

    /**
     * Is told of the bytes that are taken of a request's body, after inflation. Whoever lets a request in
     * may open one for it, before the body is read; without one, nobody counts.
     */
    public interface Account {

        /**
         * Hears that a body, which is not known to be empty, is about to be read.
         *
         * @throws ProblemException if it must not be
         */
        void begin();

        /** Hears that so many more bytes were taken. From whatever thread. */
        void took(long bytes);

        /** Has an account kept of a request's body. */
        static void open(RoutingContext request, Account account) {
            request.put(Account.class.getName(), account);
        }

        /** That of a request; one that counts nothing, unless one was opened. */
        static Account of(RoutingContext request) {
            Account opened = request.get(Account.class.getName());
            return opened == null ? NONE : opened;
        }

        /** Counts nothing. */
        Account NONE =
                new Account() {
                    @Override
                    public void begin() {}

                    @Override
                    public void took(long bytes) {}
                };
    }

    /** Read on first need: providers are made while the image is built, settings come later. */
    private volatile @Nullable Long usual;

    BodyLimit(
            Instance<VertxHttpConfig> config,
            Instance<LargeBodies> largeBodies,
            CurrentVertxRequest current) {
        this.config = config;
        this.largeBodies = largeBodies;
        this.current = current;
    }

    /** Counts a body as it is read. */
    @Override
    public Object aroundReadFrom(ReaderInterceptorContext reading) throws IOException {
        InputStream body = reading.getInputStream();
        String encoding = reading.getHeaders().getFirst(HttpHeaders.CONTENT_ENCODING);
        RoutingContext request = current.getCurrent();
        Allowance max = allowance(request.normalizedPath());
        // A small body is in memory already, and readers know an empty one by this class.
        boolean inMemory = body instanceof ByteArrayInputStream;
        if (inMemory && body.available() == 0) {
            return reading.proceed();
        }
        Account account = Account.of(request);
        account.begin();
        if (Inflated.isDue(encoding)) {
            reading.setInputStream(new Counted(Inflated.of(body, encoding), max, account));
        } else if (!inMemory) {
            reading.setInputStream(new Counted(body, max, account));
        } else if (body.available() > max.bytes()) {
            throw max.exceeded();
        } else {
            account.took(body.available());
        }
        return reading.proceed();
    }

    /** Fails if the body announces a length over the limit. */
    void checkAnnounced(RoutingContext request) {
        String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        Allowance max = allowance(request.normalizedPath());
        if (length != null && Long.parseLong(length) > max.bytes()) {
            throw max.exceeded(max.unread());
        }
    }

    /**
     * Sees to it that a refused body does not occupy the connection: what still arrives is thrown
     * away, and soon the connection is closed. At once would be too soon, because a client that
     * is still sending would then lose the answer.
     *
     * @return whether the connection will be closed; not if the body has been read to its end
     */
    public static boolean closeAfterAnswer(RoutingContext request) {
        if (request.request().isEnded()) {
            return false;
        }
        request.addEndHandler(
                ended -> {
                    if (request.request().isEnded()) {
                        return;
                    }
                    request.request().handler(discarded -> {});
                    request.request().endHandler(end -> request.request().connection().close());
                    request.request().resume();
                    request.vertx()
                            .setTimer(CLOSE_AFTER_MS, id -> request.request().connection().close());
                });
        return true;
    }

    /** What a body that is sent to a path may have. */
    public Allowance allowance(String path) {
        for (LargeBodies doors : largeBodies) {
            OptionalLong larger = doors.maxBytes(path);
            if (larger.isPresent()) {
                return new Allowance(
                        larger.getAsLong(), doors.setting().orElse(null), doors.unread());
            }
        }
        return new Allowance(usual(), null, Map.of());
    }

    private long usual() {
        Long known = usual;
        if (known == null) {
            known =
                    config.get()
                            .limits()
                            .maxBodySize()
                            .map(MemorySize::asLongValue)
                            .map(server -> Math.min(server, MAX_BYTES))
                            .orElse(MAX_BYTES);
            usual = known;
        }
        return known;
    }

    private static final class Counted extends FilterInputStream {

        private final Allowance max;
        private final Account account;
        private long left;

        Counted(InputStream in, Allowance max, Account account) {
            super(in);
            this.max = max;
            this.account = account;
            this.left = max.bytes();
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
            account.took(skipped);
            return skipped;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        private int count(int result, int bytes) {
            left -= bytes;
            account.took(bytes);
            if (left < 0) {
                throw max.exceeded();
            }
            return result;
        }
    }
}
