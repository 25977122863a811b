package dev.hindsight.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that an object has more than once, of which PostgreSQL keeps the last. */
class PayloadRepeatedKeysTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1,\"a\":2}|/v/a",
                "{\"a\":1,\"\\u0061\":2}|/v/a",
                "{\"a\":1,\"b\":{\"a\":2},\"a\":3,\"a\":4}|/v/a",
                "[{\"a\":{\"b\":1,\"c\":[],\"b\":2}}]|/v/0/a/b",
                "{\"a\":[{\"b\":1},{\"b\":1,\"b\":1}]}|/v/a/1/b",
                "{\"\":1,\"\":2}|/v/",
                "{\"\uFFFD\":1,\"\\ud800\":2}|/v/\uFFFD"
            })
    void key_thatComesTwiceIsTold(String json, String pointer) {
        Payload payload = PayloadLimits.DEFAULT.read(json);

        assertThat(payload.notices()).containsExactly(Notice.of(Notice.Kind.SANITIZED, pointer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":{\"a\":{\"a\":1}},\"b\":[{\"a\":1},{\"a\":1}]}",
                "{\"a\":1,\"A\":1,\"a \":1,\"aa\":1}",
                "{\"a\":{\"x\":1},\"b\":{\"x\":1},\"x\":1}",
                "{\"Aa\":1,\"BB\":2}"
            })
    void key_thatComesOnceInEachObjectIsNot(String json) {
        assertThat(PayloadLimits.DEFAULT.read(json).notices()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 16, 17, 18, 64, 65, 1_000, 20_000})
    void repeatedKey_isFoundAmongMany(int number) {
        String keys =
                IntStream.range(0, number)
                        .mapToObj(i -> "\"k" + i + "\":{\"k0\":" + i + "}")
                        .collect(Collectors.joining(","));

        assertThat(PayloadLimits.DEFAULT.read("{" + keys + "}").notices()).isEmpty();
        for (int again : new int[] {0, number / 2, number - 1}) {
            assertThat(
                            PayloadLimits.DEFAULT
                                    .read("{%s,\"k%d\":1}".formatted(keys, again))
                                    .notices())
                    .containsExactly(Notice.of(Notice.Kind.SANITIZED, "/v/k" + again));
        }
    }

    @Test
    void repeatedKey_isNotLookedForInWhatIsMaskedWhole() {
        PayloadLimits limits = PayloadLimits.DEFAULT.withPaths("/input/card");

        Payload payload =
                limits.readAt("/input", "{\"card\":{\"a\":1,\"a\":2},\"b\":{\"a\":1},\"c\":1}");

        assertThat(payload.json()).isEqualTo("{\"card\":\"[redacted]\",\"b\":{\"a\":1},\"c\":1}");
        assertThat(payload.notices())
                .containsExactly(Notice.of(Notice.Kind.REDACTED, "/input/card"));
    }

    @Test
    void repeatedKey_beforeTheLimitOfTheDocumentIsToldOfTheWhole() {
        Payload payload =
                PayloadLimits.DEFAULT
                        .withMaxDocument(20)
                        .read("{\"a\":1,\"a\":2,\"b\":\"0123456789\",\"c\":{\"d\":1,\"d\":1}}");

        assertThat(payload.notices())
                .extracting(Notice::kind)
                .containsExactly(Notice.Kind.TRUNCATED, Notice.Kind.SANITIZED);
    }
}
