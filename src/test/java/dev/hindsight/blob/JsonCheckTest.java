package dev.hindsight.blob;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import dev.hindsight.payload.PayloadJson;
import dev.hindsight.problem.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCheckTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "10",
                "-1.5e+30",
                "1E5",
                "0.0",
                "0e0",
                "true",
                "false",
                "null",
                "\"\"",
                "[]",
                "{}",
                "[[],{}]",
                " \t\r\n1 \n",
                "{\"a\":1,\"b\":[true,null,\"x\"]}",
                "\"\\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u00e9 \\uD83D\\uDE00 \\ud800 \\u0000\"",
                "\"é € \uD83D\uDE00 \u007F\"",
                "{\"\":{\"\":[]}, \"a\" : \"b\"}",
                "{\"a\":1,\"a\":2}"
            })
    void json_passes(String json) {
        assertThat(isJson(json.getBytes(UTF_8))).isTrue();
        assertThat(jacksonTakes(json.getBytes(UTF_8))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "01",
                "-",
                "+1",
                "1.",
                ".5",
                "1e",
                "1e+",
                "1.e5",
                "--1",
                "0x1",
                "1_0",
                "NaN",
                "tru",
                "truE",
                "nul",
                "[",
                "]",
                "{",
                "}",
                "[1,]",
                "[,1]",
                "[1 2]",
                "{,}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "{1:1}",
                "{\"a\" 1}",
                "[}",
                "{]",
                "[1}",
                "{\"a\":1]",
                "1 2",
                "{} {}",
                "[] ,",
                "\"",
                "\"\\\"",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "'a'",
                "\"\n\"",
                "\"\t\"",
                "/**/1",
                "1//",
                "\uFEFF1",
                "\f1",
                "\u00A01",
                "truefalse",
                "nulll"
            })
    void whatIsNoJson_isRefused(String text) {
        assertThat(isJson(text.getBytes(UTF_8))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0080",
                "\u00C0\u0080",
                "\u00C1\u00BF",
                "\u00C2",
                "\u00C2A",
                "\u00E0\u009F\u00BF",
                "\u00ED\u00A0\u0080",
                "\u00E2\u0082",
                "\u00F0\u008F\u00BF\u00BF",
                "\u00F4\u0090\u0080\u0080",
                "\u00F5\u0080\u0080\u0080",
                "\u00FF"
            })
    void whatIsNoUtf8_isRefused(String bytes) {
        assertThat(isJson(("\"" + bytes + "\"").getBytes(ISO_8859_1))).isFalse();
    }

    @Test
    void fault_isToldByItsPlace() {
        assertThatThrownBy(() -> check("{\"a\": 1,\n  \"b\" 2}".getBytes(UTF_8), 3))
                .isInstanceOf(ProblemException.class)
                .hasMessage("The body is not valid JSON (line 2, column 7, in bytes).");
        assertThatThrownBy(() -> check("[1".getBytes(UTF_8), 3))
                .hasMessage("The body is not valid JSON (line 1, column 3, in bytes).");
        assertThatThrownBy(() -> check(new byte[0], 3))
                .hasMessage("The body is empty; it must be JSON.");
    }

    @Test
    void nesting_isBounded() {
        int most = PayloadJson.MAX_NESTING;

        assertThat(isJson(("[".repeat(most) + "]".repeat(most)).getBytes(UTF_8))).isTrue();
        assertThatThrownBy(() -> check("[".repeat(most + 1).getBytes(UTF_8), 100))
                .hasMessageContaining("nested deeper than");
    }

    /** Documents damaged at random: whatever the JDK and Jackson take together, and nothing else. */
    @Test
    void verdict_isThatOfJackson() {
        Random random = new Random(4711);
        List<String> seeds =
                List.of(
                        "{\"a\":[1,-2.5e3,true,null,\"x\\u00e9\\n\"],\"b\":{\"c\":{}}}",
                        "[[0,0.1,1E-2],[\"é€\uD83D\uDE00\",false],{\"k\":\"\\\\\\\"\"}]",
                        " \"\\ud83d\\ude00 text\" ");
        byte[] alphabet = "{}[],:\"\\ue0123456789-+.E truefalsn \n".getBytes(UTF_8);
        int taken = 0;
        for (int i = 0; i < 60_000; i++) {
            byte[] json = seeds.get(i % seeds.size()).getBytes(UTF_8);
            for (int damage = random.nextInt(3); damage >= 0; damage--) {
                int at = random.nextInt(json.length);
                json[at] =
                        random.nextInt(8) == 0
                                ? (byte) random.nextInt(256)
                                : alphabet[random.nextInt(alphabet.length)];
            }
            boolean expected = isUtf8(json) && jacksonTakes(json);
            taken += expected ? 1 : 0;
            assertThat(isJson(json)).as(new String(json, UTF_8)).isEqualTo(expected);
        }
        assertThat(taken).isGreaterThan(1_000);
    }

    /** However it is cut into pieces. */
    private static boolean isJson(byte[] bytes) {
        boolean verdict = verdict(bytes, 1);
        assertThat(verdict(bytes, 7)).isEqualTo(verdict);
        assertThat(verdict(bytes, Math.max(1, bytes.length))).isEqualTo(verdict);
        return verdict;
    }

    private static boolean verdict(byte[] bytes, int piece) {
        try {
            check(bytes, piece);
            return true;
        } catch (ProblemException refused) {
            return false;
        }
    }

    private static void check(byte[] bytes, int piece) {
        JsonCheck check = new JsonCheck();
        for (int at = 0; at < bytes.length; at += piece) {
            check.take(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece)));
        }
        check.finish();
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }

    private static boolean jacksonTakes(byte[] bytes) {
        try (JsonParser parser = PayloadJson.factory().createParser(bytes)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            parser.finishToken();
            return parser.nextToken() == null;
        } catch (IOException malformed) {
            return false;
        }
    }
}
