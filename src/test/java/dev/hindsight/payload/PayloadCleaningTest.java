package dev.hindsight.payload;

import static dev.hindsight.payload.Notice.Kind.SANITIZED;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadCleaningTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\\u0000              | ?",
                "a\\u0000b\\u0000c    | a?b?c",
                "\\ud800              | ?",
                "\\udfff              | ?",
                "\\ud800x             | ?x",
                "\\ude00\\ud83d       | ??",
                "\\ud83d\\ud83d\\ude00 | ?😀",
                "\\ud83d\\ude00\\ude00 | 😀?"
            })
    void escapes_thatCannotBeHeldAreReplaced(String sent, String stored) {
        Payload payload = PayloadLimits.DEFAULT.read("{\"a\":[\"" + sent + "\"]}");

        assertThat(payload.json()).isEqualTo("{\"a\":[\"" + stored.replace('?', '\uFFFD') + "\"]}");
        assertThat(payload.notices()).containsExactly(Notice.of(SANITIZED, "/v/a/0"));
    }

    @ParameterizedTest
    @CsvSource({
        "eda080, \uFFFD", // U+D800
        "edbfbf, \uFFFD", // U+DFFF
        "eda0bdedb880, \uD83D\uDE00", // a pair, each half on its own
        "c080, \uFFFD", // NUL in two bytes
        "f7bfbfbf, \uFFFD\uFFFD" // beyond U+10FFFF
    })
    void bytes_thatUtf8DoesNotAllowButTheParserLetsPassAreReplaced(String hex, String stored) {
        String raw = new String(HexFormat.of().parseHex(hex), ISO_8859_1);

        Payload payload = PayloadLimits.DEFAULT.read(("[\"" + raw + "\"]").getBytes(ISO_8859_1));

        assertThat(payload.json()).isEqualTo("[\"" + stored + "\"]");
    }

    @Test
    void key_thatCannotBeHeldIsReplacedAndToldAtItsStoredName() {
        Payload payload =
                PayloadLimits.DEFAULT.read("{\"a\":1,\"a\\u0000\":{\"\\u0000/~\":[\"\\u0000\"]}}");

        assertThat(payload.json()).isEqualTo("{\"a\":1,\"a\uFFFD\":{\"\uFFFD/~\":[\"\uFFFD\"]}}");
        assertThat(payload.notices())
                .containsExactly(
                        Notice.of(SANITIZED, "/v/a\uFFFD"),
                        Notice.of(SANITIZED, "/v/a\uFFFD/\uFFFD~1~0"),
                        Notice.of(SANITIZED, "/v/a\uFFFD/\uFFFD~1~0/0"));
    }

    /** Jackson 2.21.2 and later refuse the half pair: see {@link PayloadJson}. */
    @Test
    void key_withHalfASurrogatePairIsReplaced() {
        Payload payload =
                PayloadLimits.DEFAULT.read("{\"\\ud800/~\":[\"\\u0000\"],\"x\\udfff\":1}");

        assertThat(payload.json()).isEqualTo("{\"\uFFFD/~\":[\"\uFFFD\"],\"x\uFFFD\":1}");
        assertThat(payload.notices())
                .containsExactly(
                        Notice.of(SANITIZED, "/v/\uFFFD~1~0"),
                        Notice.of(SANITIZED, "/v/\uFFFD~1~0/0"),
                        Notice.of(SANITIZED, "/v/x\uFFFD"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud83d\\ude00", "x\\uD83D\\uDE00y", "ab\\u00e9\\u20ac\\ud83d\\ude00"})
    void key_withAnEscapedPairIsKept(String key) {
        Payload payload = PayloadLimits.DEFAULT.read("{\"" + key + "\":{\"" + key + "\":1}}");

        assertThat(payload.json()).contains("\uD83D\uDE00");
        assertThat(payload.notices()).isEmpty();
    }

    @Test
    void keyAndValue_bothReplacedAreToldOnce() {
        Payload payload = PayloadLimits.DEFAULT.read("{\"\\u0000\":\"\\u0000\"}");

        assertThat(payload.notices()).containsExactly(Notice.of(SANITIZED, "/v/\uFFFD"));
    }

    @Test
    void scalar_isToldAtTheValueItself() {
        assertThat(PayloadLimits.DEFAULT.read("\"\\u0000\"").notices())
                .containsExactly(Notice.of(SANITIZED, "/v"));
    }

    @Test
    void replacementCharacter_thatWasSentIsNoAlteration() {
        assertThat(PayloadLimits.DEFAULT.read("\"\uFFFD\"").notices()).isEmpty();
    }

    @Test
    void text_ofEveryWidthIsWrittenAsItWas() {
        StringBuilder all = new StringBuilder("\"");
        for (int c = 0x80; c <= Character.MAX_CODE_POINT; c += 7) {
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                all.appendCodePoint(c);
            }
        }
        String json = all.append('"').toString();

        Payload payload = PayloadLimits.DEFAULT.withMaxString(1 << 20).read(json.getBytes(UTF_8));

        assertThat(payload.json().equals(json)).isTrue();
        assertThat(payload.notices()).isEmpty();
    }
}
