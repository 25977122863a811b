package dev.hindsight.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

    private static final long QUESTION =
            Fingerprint.of("startedAt", "desc", Map.of("status", "failed"));
    private static final UUID ID = UUID.fromString("019aa1b2-0000-7000-8000-000000000001");
    private static final Instant AT = Instant.parse("2026-11-20T18:00:00.123456Z");

    @Test
    void cursor_comesBackAsItWent() {
        Cursor cursor =
                Cursor.of(
                        QUESTION,
                        Part.at(AT),
                        Part.number(Long.MIN_VALUE),
                        Part.number(null),
                        Part.text("key 😀"),
                        Part.id(ID));

        Cursor back = Cursor.decode(cursor.encode(), QUESTION);

        assertThat(back).isEqualTo(cursor);
        assertThat(back.at(0)).isEqualTo(AT);
        assertThat(back.number(1)).isEqualTo(Long.MIN_VALUE);
        assertThat(back.number(2)).isNull();
        assertThat(back.at(2)).isNull();
        assertThat(back.text(2)).isNull();
        assertThat(back.text(3)).isEqualTo("key 😀");
        assertThat(back.id(4)).isEqualTo(ID);
    }

    @Test
    void token_needsNoEscapesInAUrl() {
        assertThat(token()).matches("[A-Za-z0-9_-]+").hasSizeLessThan(60);
    }

    @Test
    void token_isTheSameEverywhere() {
        // A token in a client's hands outlives the replica and the version that issued it.
        assertThat(token()).isEqualTo("AWTwfvAEQ5d-AQAGYLkDQcpAAwGaobIAAHAAgAAAAAAAAAE");
    }

    @Test
    void noToken_isNoCursor() {
        assertThat(Cursor.decode(Optional.empty(), QUESTION)).isEmpty();
        assertThat(Cursor.decode(Optional.of(token()), QUESTION)).isPresent();
    }

    @Test
    void token_ofAnotherQuestion_isRefused() {
        refused(token(), Fingerprint.of("startedAt", "asc", Map.of("status", "failed")));
        refused(token(), Fingerprint.of("startedAt", "desc", Map.of("status", "running")));
        refused(token(), QUESTION + 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "=",
                "A",
                "AQ",
                "AQ==",
                "null",
                "%",
                "ü",
                "019aa1b2",
                "0",
                "-1",
                "AAAAAAAAAAAA"
            })
    void token_neverIssued_isRefused(String token) {
        refused(token, QUESTION);
    }

    @Test
    void token_writtenInAnotherWay_isRefused() {
        refused(token() + "=", QUESTION);
        refused(" " + token(), QUESTION);
        refused(token() + "\n", QUESTION);
    }

    @Test
    void longToken_isRefused() {
        refused("A".repeat(Cursor.MAX_LENGTH + 1), QUESTION);
        refused("A".repeat(10_000_000), QUESTION);
    }

    @Test
    void readerOfAnotherKind_isRefused() {
        Cursor cursor =
                Cursor.of(QUESTION, Part.id(ID), Part.number(null), Part.number(Long.MAX_VALUE));

        refusedBy(() -> cursor.number(0));
        refusedBy(() -> cursor.text(0));
        refusedBy(() -> cursor.id(1));
        refusedBy(() -> cursor.id(3));
        refusedBy(() -> cursor.at(2));
    }

    @Test
    void cursor_holdsTheLongestKeys() {
        String key = "😀".repeat(255);

        assertThat(Cursor.of(QUESTION, Part.text(key), Part.text(key), Part.id(ID)).encode())
                .hasSizeLessThanOrEqualTo(Cursor.MAX_LENGTH);
    }

    @Test
    void misuse_isNoProblemOfTheClient() {
        assertThatThrownBy(() -> new Cursor(1, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Part.text("a\0")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Part.text("\ud800")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void randomTokens_areOnlyEverRefused() {
        Random random = new Random(42);
        for (int round = 0; round < 10_000; round++) {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            String token =
                    round % 2 == 0
                            ? new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1)
                            : Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);

            refused(token, QUESTION);
        }
    }

    @Test
    void mutatedTokens_areOnlyEverRefused() {
        Random random = new Random(7);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ %\0";
        for (int round = 0; round < 10_000; round++) {
            String issued = issued(random);
            StringBuilder mutated = new StringBuilder(issued);
            int at = random.nextInt(mutated.length());
            char c = alphabet.charAt(random.nextInt(alphabet.length()));
            switch (random.nextInt(4)) {
                case 0 -> mutated.setCharAt(at, c);
                case 1 -> mutated.insert(at, c);
                case 2 -> mutated.deleteCharAt(at);
                default -> mutated.setLength(at);
            }

            if (!mutated.toString().equals(issued)) {
                refused(mutated.toString(), QUESTION);
            }
        }
    }

    @Test
    void forgedTokens_withARightChecksum_failAsProblemsOnly() {
        Random random = new Random(3);
        for (int round = 0; round < 10_000; round++) {
            byte[] body = new byte[random.nextInt(30)];
            random.nextBytes(body);
            for (int at = 0; at < body.length; at += 9) {
                body[at] = (byte) random.nextInt(5);
            }
            String token = forged(body);

            Throwable failure = catchThrowable(() -> readAll(Cursor.decode(token, QUESTION)));

            assertThat(failure)
                    .satisfiesAnyOf(
                            none -> assertThat(none).isNull(),
                            problem -> assertThat(problem).isInstanceOf(ProblemException.class));
        }
    }

    private static void readAll(Cursor cursor) {
        for (int place = 0; place < cursor.parts().size(); place++) {
            int at = place;
            List.<Runnable>of(() -> cursor.at(at), () -> cursor.text(at), () -> cursor.id(at))
                    .forEach(
                            reader -> {
                                Throwable failure = catchThrowable(reader::run);
                                if (failure != null) {
                                    assertThat(failure).isInstanceOf(ProblemException.class);
                                }
                            });
        }
    }

    private static String forged(byte[] body) {
        java.nio.ByteBuffer sum =
                java.nio.ByteBuffer.allocate(8 + body.length).putLong(QUESTION).put(body);
        byte[] bytes =
                java.nio.ByteBuffer.allocate(9 + body.length)
                        .put((byte) 1)
                        .putLong(Fingerprint.digest(sum.array()))
                        .put(body)
                        .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String issued(Random random) {
        return Cursor.of(
                        QUESTION,
                        Part.number(random.nextBoolean() ? random.nextLong() : null),
                        Part.text("k".repeat(random.nextInt(20))),
                        Part.id(new UUID(random.nextLong(), random.nextLong())))
                .encode();
    }

    private static String token() {
        return Cursor.of(QUESTION, Part.at(AT), Part.id(ID)).encode();
    }

    private static void refused(String token, long question) {
        refusedBy(() -> Cursor.decode(token, question));
    }

    private static void refusedBy(org.assertj.core.api.ThrowableAssert.ThrowingCallable reading) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> {
                            assertThat(problem.type()).isEqualTo(ProblemType.INVALID_REQUEST);
                            assertThat(problem.detail())
                                    .isEqualTo(
                                            "The cursor was not issued by this service for this order and"
                                                    + " these filters: start again without it.");
                        });
    }
}
