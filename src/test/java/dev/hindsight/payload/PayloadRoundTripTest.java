package dev.hindsight.payload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is within the limits comes out as it went in. */
class PayloadRoundTripTest {

    private static final ObjectMapper EXACT =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void read_givesBackAnEqualValueWithEveryDigit(long seed) throws JsonProcessingException {
        Random random = new Random(seed);
        for (int round = 0; round < 250; round++) {
            String sent = new RandomJson(random).value(6);

            Payload payload = PayloadLimits.DEFAULT.withRedact().read(sent);

            assertThat(EXACT.readTree(payload.json())).isEqualTo(EXACT.readTree(sent));
            assertThat(payload.notices()).isEmpty();
            assertThat(PayloadLimits.DEFAULT.withRedact().read(payload.json())).isEqualTo(payload);
        }
    }

    /** As it does when an export is taken in again. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13})
    void read_altersNothingMoreInWhatWasStored(long seed) {
        PayloadLimits strict =
                PayloadLimits.DEFAULT
                        .withRedact("a", "b")
                        .withValues("[g-i]{2}", "\\d{2,}")
                        .withPaths("/input/*/1", "/input/**/0")
                        .withMaxString(12);
        Random random = new Random(seed);
        for (int round = 0; round < 250; round++) {
            String stored = strict.readAt("/input", new RandomJson(random).value(6)).json();

            Payload again = strict.readAt("/input", stored);

            assertThat(again).isEqualTo(new Payload(stored, List.of()));
        }
    }

    /** Writes arbitrary JSON: white space, escapes, wide characters, long numbers. */
    private static final class RandomJson {

        private final Random random;
        private final StringBuilder json = new StringBuilder();

        RandomJson(Random random) {
            this.random = random;
        }

        String value(int depth) {
            append(depth);
            return json.toString();
        }

        private void append(int depth) {
            space();
            switch (random.nextInt(depth > 0 ? 8 : 5)) {
                case 0 -> json.append(new String[] {"null", "true", "false"}[random.nextInt(3)]);
                case 1, 2 -> string();
                case 3, 4 -> number();
                case 5 -> members('[', ']', depth);
                default -> members('{', '}', depth);
            }
            space();
        }

        private void members(char open, char close, int depth) {
            json.append(open);
            int count = random.nextInt(7);
            for (int i = 0; i < count; i++) {
                json.append(i == 0 ? "" : ",");
                if (open == '{') {
                    space();
                    string();
                    // No key comes twice, which would be told.
                    json.insert(json.length() - 1, "_" + i);
                    space();
                    json.append(':');
                }
                append(depth - 1);
            }
            json.append(close);
        }

        private void string() {
            json.append('"');
            int length = random.nextInt(random.nextInt(40) + 1);
            for (int i = 0; i < length; i++) {
                character();
            }
            json.append('"');
        }

        private void character() {
            switch (random.nextInt(8)) {
                case 0 -> json.append("\\").append("\"\\/bfnrt".charAt(random.nextInt(8)));
                case 1 -> json.append("\\u%04x".formatted(1 + random.nextInt(0xD7FF)));
                case 2 -> json.append("\\uD83D\\uDE0").append(random.nextInt(10));
                case 3 -> json.appendCodePoint(0x1F300 + random.nextInt(0x300));
                case 4 -> json.appendCodePoint(0x80 + random.nextInt(0xD000));
                default -> json.append("abcdefghijkl _-.0123".charAt(random.nextInt(20)));
            }
        }

        private void number() {
            json.append(random.nextBoolean() ? "-" : "");
            json.append(random.nextInt(4) == 0 ? "0" : "1" + digits(random.nextInt(40)));
            json.append(random.nextBoolean() ? "." + digits(1 + random.nextInt(40)) : "");
            if (random.nextInt(3) == 0) {
                json.append(random.nextBoolean() ? 'e' : 'E');
                json.append(new String[] {"", "+", "-"}[random.nextInt(3)]);
                json.append(random.nextInt(300));
            }
        }

        private String digits(int count) {
            return random.ints(count, 0, 10)
                    .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
                    .toString();
        }

        private void space() {
            json.append(" \t\r\n", 0, random.nextInt(5) == 0 ? 1 + random.nextInt(4) : 0);
        }
    }
}
