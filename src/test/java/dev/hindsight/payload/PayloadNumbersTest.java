package dev.hindsight.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadNumbersTest {

    static Stream<String> tellable() {
        return Stream.of(
                "0",
                "-0",
                "-0.0",
                "1E2",
                "1e+2",
                "1.10",
                "12345678901234567890.123456789012345678901234567890",
                "1e308",
                "-1.7976931348623157e308",
                "4.9e-324",
                "9".repeat(400),
                "-" + "9".repeat(131_072),
                "0." + "1".repeat(16_383),
                "1e999",
                "1.5e999",
                "1e-999",
                "1e000000000000000005",
                "0e0");
    }

    @ParameterizedTest
    @MethodSource("tellable")
    void number_keepsEveryDigitAsSent(String number) {
        Payload payload = PayloadLimits.DEFAULT.withMaxDocument(2_000_000).read("[" + number + "]");

        assertThat(payload.json()).isEqualTo("[" + number + "]");
        assertThat(payload.notices()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e1000",
                "1e-1000",
                "-1E+1000",
                "1e131071",
                "1e131072",
                "1e-16384",
                "1e99999999999999999999",
                "-1.5e-99999999999999999999",
                "0e2000000000"
            })
    void number_whoseExponentWouldBlowItUpIsKeptAsText(String number) {
        Payload payload = PayloadLimits.DEFAULT.read("{\"a\":[0," + number + ",1]}");

        assertThat(payload.json()).isEqualTo("{\"a\":[0,\"" + number + "\",1]}");
        assertThat(payload.notices()).containsExactly(Notice.of(Notice.Kind.SANITIZED, "/v/a/1"));
    }

    @Test
    void number_thatNumericCannotHoldIsKeptAsText() {
        String before = "1".repeat(131_073);
        String after = "0." + "1".repeat(16_384);

        Payload payload =
                PayloadLimits.DEFAULT.withMaxString(200_000).read("[" + before + "," + after + "]");

        assertThat(payload.json()).isEqualTo("[\"" + before + "\",\"" + after + "\"]");
        assertThat(payload.notices())
                .containsExactly(
                        Notice.of(Notice.Kind.SANITIZED, "/v/0"),
                        Notice.of(Notice.Kind.SANITIZED, "/v/1"));
    }

    @Test
    void number_keptAsTextIsHeldToTheLimitOfStrings() {
        Payload payload = PayloadLimits.DEFAULT.withMaxString(4).read("1e10000");

        assertThat(payload.json()).isEqualTo("\"1e10\"");
        assertThat(payload.notices())
                .extracting(Notice::kind)
                .containsExactly(Notice.Kind.SANITIZED, Notice.Kind.TRUNCATED);
    }

    @Test
    void numbers_countTowardsTheDocumentAsTheyAreReadBack() {
        String doubles = "[" + "1e308,".repeat(9) + "1e308]";

        assertThat(PayloadLimits.DEFAULT.withMaxDocument(3_101).read(doubles).json())
                .isEqualTo(doubles);
        assertThat(PayloadLimits.DEFAULT.withMaxDocument(3_100).read(doubles).json())
                .startsWith("{\"$truncated\":true,\"bytes\":61,");
    }
}
