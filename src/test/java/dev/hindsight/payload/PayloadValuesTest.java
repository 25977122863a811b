package dev.hindsight.payload;

import static dev.hindsight.payload.Notice.Kind.REDACTED;
import static dev.hindsight.payload.Notice.Kind.SANITIZED;
import static dev.hindsight.payload.Notice.Kind.TRUNCATED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.secret.BrokenPatterns;
import dev.hindsight.secret.KnownSecret;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets that are known by how they look. */
class PayloadValuesTest {

    private static final PayloadLimits DIGITS = PayloadLimits.DEFAULT.withValues("\\d{4}");

    @Nested
    class Strings {

        @Test
        void secret_isMaskedInItsStringAndTold() {
            Payload payload =
                    DIGITS.read("{\"a\":[\"pin 1234, and 5678\",\"none\"],\"b\":\"9999\"}");

            assertThat(payload.json())
                    .isEqualTo(
                            "{\"a\":[\"pin [redacted], and [redacted]\",\"none\"],"
                                    + "\"b\":\"[redacted]\"}");
            assertThat(payload.notices())
                    .containsExactly(Notice.of(REDACTED, "/v/a/0"), Notice.of(REDACTED, "/v/b"));
        }

        @Test
        void secret_isSeenHoweverItsStringIsEscaped() {
            assertThat(DIGITS.read("\"\\u0031\\u00324\\/\\u0031234\\n\"").json())
                    .isEqualTo("\"124/[redacted]\\n\"");
        }

        @Test
        void secret_isMaskedInAScalarDocument() {
            Payload payload = DIGITS.read("\"1234\"");

            assertThat(payload.json()).isEqualTo("\"[redacted]\"");
            assertThat(payload.notices()).containsExactly(Notice.of(REDACTED, "/v"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"{\"1234\":1}", "[1234]", "[12345678.1234]", "[true,null]"})
        void keysAndScalarsThatAreNoStrings_stay(String json) {
            Payload payload = DIGITS.read(json);

            assertThat(payload.json()).isEqualTo(json);
            assertThat(payload.notices()).isEmpty();
        }

        @Test
        void nothing_isMaskedByItsLookUnlessAskedFor() {
            String json =
                    "{\"header\":\"Bearer 0123456789abcdef\",\"id\":\"AKIAIOSFODNN7EXAMPLE\"}";

            assertThat(PayloadLimits.DEFAULT.read(json).json()).isEqualTo(json);
            assertThat(
                            PayloadLimits.DEFAULT
                                    .withKnown(KnownSecret.BEARER, KnownSecret.AWS_ACCESS_KEY)
                                    .read(json)
                                    .json())
                    .isEqualTo("{\"header\":\"Bearer [redacted]\",\"id\":\"[redacted]\"}");
        }

        @Test
        void stringBelowASecretKey_isMaskedWhole() {
            Payload payload = DIGITS.read("{\"token\":{\"a\":\"x 1234\"}}");

            assertThat(payload.json()).isEqualTo("{\"token\":{\"a\":\"[redacted]\"}}");
            assertThat(payload.notices()).containsExactly(Notice.of(REDACTED, "/v/token/a"));
        }

        @Test
        void stringThatIsMaskedAlready_isNotAltered() {
            PayloadLimits limits = PayloadLimits.DEFAULT.withKnown(KnownSecret.URL_PASSWORD);
            Payload once = limits.read("\"x://u:p@h\"");

            Payload twice = limits.read(once.json());

            assertThat(twice.json()).isEqualTo("\"x://u:[redacted]@h\"").isEqualTo(once.json());
            assertThat(twice.notices()).isEmpty();
        }

        @Test
        void string_bothMaskedAndCleanedIsToldTwice() {
            Payload payload = DIGITS.read("\"1234\\u0000\"");

            assertThat(payload.json()).isEqualTo("\"[redacted]\uFFFD\"");
            assertThat(payload.notices())
                    .containsExactly(Notice.of(REDACTED, "/v"), Notice.of(SANITIZED, "/v"));
        }
    }

    @Nested
    class Cutting {

        private static final PayloadLimits SHORT = DIGITS.withMaxString(16);

        private static Notice cut(long bytes) {
            return new Notice(TRUNCATED, "/v", bytes, null);
        }

        @Test
        void secret_acrossTheCutLeavesNoHalfOfItself() {
            Payload payload = SHORT.read("\"aaaa bbbb cccc 1234 dddd\"");

            assertThat(payload.json()).isEqualTo("\"aaaa bbbb cccc [\"");
            assertThat(payload.notices()).containsExactly(Notice.of(REDACTED, "/v"), cut(24));
        }

        @Test
        void secret_beyondTheCutIsNotStoredAndNotTellableFromTheDigest() {
            Payload payload = SHORT.read("\"aaaa bbbb cccc dddd 1234\"");

            assertThat(payload.json()).isEqualTo("\"aaaa bbbb cccc d\"");
            assertThat(payload.notices()).containsExactly(Notice.of(REDACTED, "/v"), cut(24));
        }

        @Test
        void secret_whoseEndLiesBeyondTheCutIsMasked() {
            String key = "-----BEGIN PRIVATE KEY-----" + "A".repeat(100_000);

            Payload payload =
                    PayloadLimits.DEFAULT
                            .withKnown(KnownSecret.PRIVATE_KEY)
                            .read("\"" + "x".repeat(65_530) + key + "-----END PRIVATE KEY-----\"");

            assertThat(payload.json()).isEqualTo("\"" + "x".repeat(65_530) + "[redac\"");
        }

        @Test
        void string_thatFitsOnceItIsMaskedIsNotCut() {
            Payload payload = SHORT.read("\"1234567890123456\"");

            assertThat(payload.json()).isEqualTo("\"[redacted]\"");
            assertThat(payload.notices()).containsExactly(Notice.of(REDACTED, "/v"));
        }

        @Test
        void string_thatMaskingMakesTooLongIsCut() {
            Payload payload = SHORT.read("\"1234 1234 é\"");

            assertThat(payload.json()).isEqualTo("\"[redacted] [reda\"");
            assertThat(payload.notices()).containsExactly(Notice.of(REDACTED, "/v"), cut(12));
        }

        @Test
        void documentOverItsLimit_tellsThatASecretWasInItAndNoDigest() {
            String json = "[\"pin 1234\",\"\\u0000\",\"" + "x".repeat(100) + "\"]";

            Payload payload = DIGITS.withMaxDocument(60).read(json);

            assertThat(payload.json()).contains("pin [redacted]").doesNotContain("1234");
            assertThat(payload.notices())
                    .containsExactly(
                            new Notice(TRUNCATED, "/v", (long) json.getBytes(UTF_8).length, null),
                            Notice.of(REDACTED, "/v"),
                            Notice.of(SANITIZED, "/v"));
        }

        @Test
        void document_isMeasuredAsMasked() {
            assertThat(DIGITS.withMaxDocument(12).read("\"1234\"").json())
                    .isEqualTo("\"[redacted]\"");
            assertThat(DIGITS.withMaxDocument(11).read("\"1234\"").json())
                    .startsWith("{\"$truncated\":true,\"bytes\":6,");
        }
    }

    @Nested
    class Failure {

        @Test
        void strings_thatCannotBeSearchedAreMaskedWholeAndTold() {
            PayloadReader broken = new PayloadReader(PayloadLimits.DEFAULT, BrokenPatterns.make());

            Payload payload =
                    PayloadLimits.read(
                            broken, "{\"a\":[\"hunter2\",3],\"b\":\"\"}".getBytes(UTF_8), "/input");

            assertThat(payload.json()).isEqualTo("{\"a\":[\"[redacted]\",3],\"b\":\"[redacted]\"}");
            assertThat(payload.notices())
                    .containsExactly(
                            Notice.of(REDACTED, "/input/a/0"), Notice.of(REDACTED, "/input/b"));
        }

        @Test
        void texts_thatCannotBeSearchedAreMaskedWholeAndTold() {
            CleanText text =
                    new PayloadReader(PayloadLimits.DEFAULT, BrokenPatterns.make())
                            .text("hunter2", 100, "/error/message");

            assertThat(text.text()).isEqualTo("[redacted]");
            assertThat(text.notices()).containsExactly(Notice.of(REDACTED, "/error/message"));
        }
    }

    @Nested
    class Texts {

        private static CleanText text(String value, int maxBytes) {
            return new PayloadReader(DIGITS).text(value, maxBytes, "/error/stack");
        }

        @Test
        void secret_isMaskedInAPlainTextAndTheRestStays() {
            CleanText text = text("at a.b(C.java:12)\npin 1234\nat d", 100);

            assertThat(text.text()).isEqualTo("at a.b(C.java:12)\npin [redacted]\nat d");
            assertThat(text.notices()).containsExactly(Notice.of(REDACTED, "/error/stack"));
        }

        @Test
        void text_isMaskedBeforeItIsCutAndTellsNoDigest() {
            CleanText text = text("aaaa 1234 \0 bbbb", 12);

            assertThat(text.text()).isEqualTo("aaaa [redact");
            assertThat(text.notices())
                    .containsExactly(
                            Notice.of(REDACTED, "/error/stack"),
                            new Notice(TRUNCATED, "/error/stack", 16L, null));
        }

        @Test
        void text_withoutASecretIsCutAndCleanedAsEver() {
            assertThat(text("a\0b", 100)).isEqualTo(CleanText.of("a\0b", 100, "/error/stack"));
            assertThat(text("abcdef", 3)).isEqualTo(CleanText.of("abcdef", 3, "/error/stack"));
            assertThat(text("[redacted]", 100).notices()).isEmpty();
        }

        @Test
        void text_isNotJudgedByWords() {
            assertThat(text("password: hunter2", 100).text()).isEqualTo("password: hunter2");
        }
    }
}
