package dev.hindsight.edge;

import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A body without its content encoding. Not left to the server, which closes the connection without a
 * word where a body is not what its header says.
 */
public final class Inflated extends FilterInputStream {

    private Inflated(InputStream body) throws IOException {
        super(new GZIPInputStream(body));
    }

    /** Whether a body is encoded. */
    static boolean isDue(@Nullable String encoding) {
        return encoding != null && !encoding.isBlank() && !encoding.strip().equals("identity");
    }

    /**
     * A body as it was before it was encoded.
     *
     * @param encoding of the header {@code Content-Encoding}
     * @throws ProblemException {@code unsupported-media-type} for any but gzip; {@code
     *     invalid-request}, now or while it is read, for what is not gzip
     */
    static InputStream of(InputStream body, String encoding) throws IOException {
        if (!isGzip(encoding)) {
            return body;
        }
        try {
            return new Inflated(body);
        } catch (ZipException | EOFException wrong) {
            throw malformed();
        }
    }

    /**
     * Whether a body is gzip; if not, it is not encoded.
     *
     * @param encoding of the header {@code Content-Encoding}, if there is one
     * @throws ProblemException {@code unsupported-media-type} for any other encoding
     */
    public static boolean isGzip(@Nullable String encoding) {
        if (!isDue(encoding)) {
            return false;
        }
        switch (encoding.strip().toLowerCase(Locale.ROOT)) {
            case "gzip", "x-gzip" -> {
                return true;
            }
            default ->
                    throw new ProblemException(
                            ProblemType.UNSUPPORTED_MEDIA_TYPE,
                            "The only %s that is read here is gzip."
                                    .formatted(HttpHeaders.CONTENT_ENCODING));
        }
    }

    @Override
    public int read() throws IOException {
        try {
            return super.read();
        } catch (ZipException | EOFException wrong) {
            throw malformed();
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            return super.read(target, offset, length);
        } catch (ZipException | EOFException wrong) {
            throw malformed();
        }
    }

    /** The problem of a body that is not what its header says. */
    public static ProblemException malformed() {
        return new ProblemException(
                ProblemType.INVALID_REQUEST, "The body is not gzip, or not all of it came.");
    }
}
