package dev.hindsight.page;

import static dev.hindsight.fixture.FuzzTarget.claim;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.hindsight.fixture.FuzzTarget;
import dev.hindsight.problem.ProblemException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Cursors: an input is a token, and also what a token holds behind its checksum, which would keep
 * chance from ever getting there.
 */
public final class CursorFuzz implements FuzzTarget {

    private static final long QUESTION = 0x5EED_5EED_5EED_5EEDL;

    @Override
    public void take(byte[] input) {
        decode(new String(input, ISO_8859_1));
        decode(token(input));
    }

    /** A token whose checksum fits. */
    private static String token(byte[] parts) {
        byte[] summed =
                ByteBuffer.allocate(Long.BYTES + parts.length).putLong(QUESTION).put(parts).array();
        byte[] bytes =
                ByteBuffer.allocate(1 + Long.BYTES + parts.length)
                        .put((byte) 1)
                        .putLong(Fingerprint.digest(summed))
                        .put(parts)
                        .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static void decode(String token) {
        Cursor cursor;
        try {
            cursor = Cursor.decode(token, QUESTION);
        } catch (ProblemException problem) {
            FuzzTarget.refused(problem);
            return;
        }
        claim(cursor.encode().equals(token), "A place has one token.");
        claim(
                Cursor.decode(token, QUESTION).equals(cursor),
                "A token is the same place every time.");
        claim(isRefused(token, QUESTION + 1), "A token is of one question.");
        for (int place = 0; place <= cursor.parts().size(); place++) {
            ask(
                    place,
                    List.of(cursor::number, it -> holds(cursor.at(it)), cursor::text, cursor::id));
        }
    }

    private static void holds(@Nullable Instant moment) {
        claim(
                moment == null
                        || (!moment.isBefore(Instant.parse("0001-01-01T00:00:00Z"))
                                && moment.isBefore(Instant.parse("+10000-01-01T00:00:00Z"))),
                "A moment is one that PostgreSQL was asked to keep.");
    }

    private static boolean isRefused(String token, long question) {
        try {
            Cursor.decode(token, question);
            return false;
        } catch (ProblemException problem) {
            return true;
        }
    }

    /** Whoever reads a place as something that it is not is told so as the sender's fault. */
    private static void ask(int place, List<IntConsumer> questions) {
        for (IntConsumer question : questions) {
            try {
                question.accept(place);
            } catch (ProblemException problem) {
                FuzzTarget.refused(problem);
            }
        }
    }
}
