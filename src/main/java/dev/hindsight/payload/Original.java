package dev.hindsight.payload;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of something that was cut.
 *
 * @param bytes its size as sent
 * @param sha256 its SHA-256 in lower-case hex; absent where a secret could be guessed by it
 */
record Original(long bytes, @Nullable String sha256) {

    private static final int CHUNK = 8_192;

    /** Of a piece of a body, byte for byte. */
    static Original of(byte[] source, int start, int end) {
        MessageDigest digest = sha256Digest();
        digest.update(source, start, end - start);
        return new Original(end - start, HexFormat.of().formatHex(digest.digest()));
    }

    /** Of a text in UTF-8. A lone surrogate, which UTF-8 has no bytes for, counts as U+FFFD. */
    static Original of(char[] text, int start, int end) {
        MessageDigest digest = sha256Digest();
        CharsetEncoder encoder =
                UTF_8.newEncoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .replaceWith(new byte[] {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD});
        CharBuffer in = CharBuffer.wrap(text, start, end - start);
        ByteBuffer out = ByteBuffer.allocate(CHUNK);
        long bytes = 0;
        CoderResult result;
        do {
            result = encoder.encode(in, out, true);
            bytes += out.flip().remaining();
            digest.update(out);
            out.clear();
        } while (result.isOverflow());
        return new Original(bytes, HexFormat.of().formatHex(digest.digest()));
    }

    /**
     * The same for what had a secret in it. Whoever knows the rest could try secrets until the
     * digest fits.
     */
    Original withoutDigest() {
        return new Original(bytes, null);
    }

    /** Tells of the cut. */
    Notice notice(String pointer) {
        return new Notice(Notice.Kind.TRUNCATED, pointer, bytes, sha256);
    }

    private static MessageDigest sha256Digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
