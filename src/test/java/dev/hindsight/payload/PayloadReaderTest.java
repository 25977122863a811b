package dev.hindsight.payload;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadReaderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "false",
                "0",
                "\"\"",
                "\"text\"",
                "[]",
                "{}",
                "[[],{},[{}]]",
                "{\"a\":{\"b\":[1,\"x\",null,true]},\"c\":false}",
                "{\"\":1,\"a b\":2,\"ключ\":\"значение\",\"日本\":\"語\"}",
                "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\\u007f\""
            })
    void read_keepsWhatPostgresCanHold(String json) {
        Payload payload = PayloadLimits.DEFAULT.read(json.replace("\\u007f", "\u007f"));

        assertThat(payload.json()).isEqualTo(json.replace("\\u007f", "\u007f"));
        assertThat(payload.notices()).isEmpty();
    }

    @Test
    void read_dropsWhiteSpace() {
        Payload payload = PayloadLimits.DEFAULT.read(" { \"a\" : [ 1 , 2 ] ,\n\t\"b\" : { } } ");

        assertThat(payload.json()).isEqualTo("{\"a\":[1,2],\"b\":{}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"\\u0041\\u00e9\\u20ac\" | \"Aé€\"",
                "\"\\ud83d\\ude00\"        | \"😀\"",
                "\"\\/\"                   | \"/\"",
                "{\"\\u0061\":1}           | {\"a\":1}"
            })
    void read_resolvesNeedlessEscapes(String sent, String stored) {
        Payload payload = PayloadLimits.DEFAULT.read(sent);

        assertThat(payload.json()).isEqualTo(stored);
        assertThat(payload.notices()).isEmpty();
    }

    @Test
    void read_takesEachValueOutOfABodyAndLeavesTheParserOnItsEnd() throws IOException {
        byte[] body =
                "{\"a\":{\"x\":[1]},\"b\":\"text\",\"c\":12,\"d\":[2,3],\"e\":null}"
                        .getBytes(UTF_8);
        PayloadReader reader = new PayloadReader(PayloadLimits.DEFAULT);
        List<String> values = new ArrayList<>();

        try (JsonParser parser = PayloadJson.factory().createParser(body)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                values.add(name + reader.read(parser, body, "/" + name).json());
            }
        }

        assertThat(values).containsExactly("a{\"x\":[1]}", "b\"text\"", "c12", "d[2,3]", "enull");
    }

    @Test
    void read_pointsIntoTheRecordAndNotIntoTheBody() throws IOException {
        byte[] body = "[{},{\"in/put\":[{\"a~b\":\"\\u0000\"}]}]".getBytes(UTF_8);
        Payload payload;

        try (JsonParser parser = PayloadJson.factory().createParser(body)) {
            while (parser.nextToken() != JsonToken.FIELD_NAME) {
                assertThat(parser.currentToken()).isNotNull();
            }
            parser.nextToken();
            payload = new PayloadReader(PayloadLimits.DEFAULT).read(parser, body, "/input");
        }

        assertThat(payload.notices())
                .containsExactly(Notice.of(Notice.Kind.SANITIZED, "/input/0/a~0b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":",
                "[1,]",
                "{a:1}",
                "'a'",
                "NaN",
                "[Infinity]",
                "01",
                "+1",
                ".5",
                "1.",
                "tru",
                "\"\u0001\"",
                "\"\\x\"",
                "\"\\u12\"",
                "[1}",
                "/**/1",
                "\uFEFF1"
            })
    void read_leavesMalformedJsonToTheParser(String json) {
        assertThatThrownBy(() -> PayloadLimits.DEFAULT.read(json))
                .hasCauseInstanceOf(JsonProcessingException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"22ff22", "22c322", "22e28222", "2280bf22", "22f0908022"})
    void read_leavesInvalidUtf8ToTheParser(String hex) {
        byte[] body = HexFormat.of().parseHex(hex);

        assertThatThrownBy(() -> PayloadLimits.DEFAULT.read(body))
                .hasCauseInstanceOf(JsonProcessingException.class);
    }

    @Test
    void read_doesNotGuessOtherEncodings() {
        assertThatThrownBy(() -> PayloadLimits.DEFAULT.read("{\"a\":1}".getBytes(UTF_16LE)))
                .hasCauseInstanceOf(JsonProcessingException.class);
    }

    /** Whatever fails, nothing comes out that could be stored. */
    @Test
    void read_handsOutNothingOfAValueThatItCouldNotJudge() throws IOException {
        byte[] body = "{\"a\":\"plain\",\"token\":\"hunter2\"}".getBytes(UTF_8);
        PayloadReader reader = new PayloadReader(PayloadLimits.DEFAULT);

        try (JsonParser parser = new Failing(PayloadJson.factory().createParser(body))) {
            parser.nextToken();

            assertThatThrownBy(() -> reader.read(parser, body, "/input"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("broken");
        }
    }

    /** Fails at the second key. */
    private static final class Failing extends JsonParserDelegate {

        Failing(JsonParser parser) {
            super(parser);
        }

        @Override
        public String currentName() throws IOException {
            String name = super.currentName();
            if (name.equals("token")) {
                throw new IllegalStateException("broken");
            }
            return name;
        }
    }

    @Test
    void construction_refusesSettingsOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PayloadReader(PayloadLimits.DEFAULT.withMaxDepth(1_001)))
                .withMessage("hindsight.payload.max-depth must be between 1 and 1000, not 1001");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PayloadReader(PayloadLimits.DEFAULT.withMaxString(0)));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new PayloadReader(PayloadLimits.DEFAULT.withMaxDocument(1 << 27)));
    }
}
