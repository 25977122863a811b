package dev.hindsight.payload;

import static dev.hindsight.payload.Notice.Kind.REDACTED;
import static dev.hindsight.payload.Notice.Kind.SANITIZED;
import static dev.hindsight.payload.Notice.Kind.TRUNCATED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadCuttingTest {

    private static Notice truncated(String pointer, byte[] original) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(original);
            return new Notice(
                    TRUNCATED, pointer, (long) original.length, HexFormat.of().formatHex(digest));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Nested
    class Strings {

        @ParameterizedTest
        @CsvSource({
            "abcdefgh, abcdefgh",
            "abcdefghi, abcdefgh",
            "abcdefgé, abcdefg",
            "abcdefé, abcdefé",
            "abcdef€, abcdef",
            "abcde€, abcde€",
            "abcde😀, abcde",
            "abcd😀, abcd😀",
            "😀😀😀, 😀😀",
            "a😀😀, a😀"
        })
        void string_isCutBetweenCodePointsWithinItsBytes(String sent, String stored) {
            Payload payload =
                    PayloadLimits.DEFAULT.withMaxString(8).read("{\"a\":\"" + sent + "\"}");

            assertThat(payload.json()).isEqualTo("{\"a\":\"" + stored + "\"}");
            if (sent.equals(stored)) {
                assertThat(payload.notices()).isEmpty();
            } else {
                assertThat(payload.notices())
                        .containsExactly(truncated("/v/a", sent.getBytes(UTF_8)));
            }
        }

        @Test
        void string_ofManyChunksIsToldWithSizeAndDigestOfTheWhole() {
            String text = "aé€😀".repeat(100_000);

            Payload payload = PayloadLimits.DEFAULT.read("\"" + text + "\"");

            assertThat(payload.json().getBytes(UTF_8)).hasSizeBetween(65_536 - 1, 65_536 + 2);
            assertThat(text).startsWith(payload.json().substring(1, payload.json().length() - 1));
            assertThat(payload.notices()).containsExactly(truncated("/v", text.getBytes(UTF_8)));
        }

        @Test
        void string_bothCutAndCleanedIsToldTwice() {
            Payload payload = PayloadLimits.DEFAULT.withMaxString(4).read("\"\\u0000abcdef\"");

            assertThat(payload.json()).isEqualTo("\"\uFFFDa\"");
            assertThat(payload.notices())
                    .containsExactly(
                            truncated("/v", "\0abcdef".getBytes(UTF_8)),
                            Notice.of(SANITIZED, "/v"));
        }

        @Test
        void string_isMeasuredAsStoredAndNotAsEscaped() {
            String json = "\"\\n\\n\\n\\n\\\\\\\\\\\"\\u0001\"";

            Payload payload = PayloadLimits.DEFAULT.withMaxString(8).read(json);

            assertThat(payload.json()).isEqualTo(json);
        }

        @Test
        void loneSurrogate_countsAsItsReplacementInSizeAndDigest() {
            Payload payload = PayloadLimits.DEFAULT.withMaxString(2).read("\"ab\\ud800c\"");

            assertThat(payload.json()).isEqualTo("\"ab\"");
            assertThat(payload.notices())
                    .containsExactly(truncated("/v", "ab\uFFFDc".getBytes(UTF_8)));
        }
    }

    @Nested
    class Documents {

        private static final String SENT = "{ \"a\": [1, 2, 3], \"b\": \"xxxxxxxxxx\" }";
        private static final String STORED = "{\"a\":[1,2,3],\"b\":\"xxxxxxxxxx\"}";

        @Test
        void document_isMeasuredByItsCompactText() {
            Payload payload = PayloadLimits.DEFAULT.withMaxDocument(STORED.length()).read(SENT);

            assertThat(payload.json()).isEqualTo(STORED);
        }

        @Test
        void document_overTheLimitBecomesItsBeginning() throws IOException {
            byte[] body = ("  [null, " + SENT + " ,5]").getBytes(UTF_8);
            PayloadLimits limits = PayloadLimits.DEFAULT.withMaxDocument(STORED.length() - 1);
            Payload payload;
            try (JsonParser parser = PayloadJson.factory().createParser(body)) {
                parser.nextToken();
                parser.nextToken();
                parser.nextToken();
                payload = new PayloadReader(limits).read(parser, body, "/v");

                assertThat(parser.currentToken()).isEqualTo(JsonToken.END_OBJECT);
                assertThat(parser.nextToken()).isEqualTo(JsonToken.VALUE_NUMBER_INT);
            }

            assertThat(payload.notices()).containsExactly(truncated("/v", SENT.getBytes(UTF_8)));
            JsonNode stored = new ObjectMapper().readTree(payload.json());
            assertThat(stored.properties()).hasSize(3);
            assertThat(stored.get("$truncated").booleanValue()).isTrue();
            assertThat(stored.get("bytes").intValue()).isEqualTo(SENT.length());
            assertThat(STORED).startsWith(stored.get("preview").textValue());
        }

        @Test
        void preview_isCleanedAndMaskedAndOf1024CharactersAtMost() throws IOException {
            String json =
                    "{\"password\":\"hunter2\",\"n\":\"\\u0000\",\"text\":\""
                            + "😀".repeat(5_000)
                            + "\"}";

            Payload payload = PayloadLimits.DEFAULT.withMaxDocument(10_000).read(json);

            String preview = new ObjectMapper().readTree(payload.json()).get("preview").textValue();
            assertThat(preview)
                    .startsWith("{\"password\":\"[redacted]\",\"n\":\"\uFFFD\",\"text\":\"😀")
                    .hasSizeBetween(1_023, 1_024)
                    .doesNotContain("hunter2")
                    .endsWith("😀");
            assertThat(payload.notices())
                    .containsExactly(
                            new Notice(TRUNCATED, "/v", (long) json.getBytes(UTF_8).length, null),
                            Notice.of(REDACTED, "/v"),
                            Notice.of(SANITIZED, "/v"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"\"a long text\"", "12345678901", "-1.5", "null", "[1,2,3]", "\"é€😀\""})
        void document_ofAnyKindIsToldByTheBytesThatWereSent(String json) throws IOException {
            for (String around : new String[] {"%s", " %s ", "[%s]", "[ %s , 1]", "{\"a\":%s}"}) {
                byte[] body = around.formatted(json).getBytes(UTF_8);
                try (JsonParser parser = PayloadJson.factory().createParser(body)) {
                    parser.nextToken();
                    if (!around.startsWith("%") && !around.startsWith(" ")) {
                        parser.nextToken();
                    }
                    if (around.startsWith("{")) {
                        parser.nextToken();
                    }

                    Payload payload =
                            new PayloadReader(PayloadLimits.DEFAULT.withMaxDocument(3))
                                    .read(parser, body, "/v");

                    assertThat(payload.notices())
                            .as(around)
                            .containsExactly(truncated("/v", json.getBytes(UTF_8)));
                }
            }
        }

        @Test
        void document_isReadToItsEndHoweverLong() {
            String json = "[" + "{\"key\":\"value\"},".repeat(200_000) + "1]";

            Payload payload = PayloadLimits.DEFAULT.read(json);

            assertThat(payload.json()).startsWith("{\"$truncated\":true,\"bytes\":3200003,");
            assertThat(payload.json().length()).isLessThan(2_000);
        }
    }
}
