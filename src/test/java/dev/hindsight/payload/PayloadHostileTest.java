package dev.hindsight.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.problem.Violation;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadHostileTest {

    @Nested
    class Depth {

        @ParameterizedTest
        @CsvSource({"[,]", "'{\"a\":',}"})
        void depth_atTheLimitIsKept(String open, String close) {
            String json = open.repeat(499) + "[]" + close.repeat(499);

            assertThat(PayloadLimits.DEFAULT.read(json).json()).isEqualTo(json);
        }

        @ParameterizedTest
        @ValueSource(ints = {500, 1_000, 100_000})
        void depth_overTheLimitIsRefusedWhereTheValueLies(int levels) {
            String json = "{\"a\":".repeat(levels) + "[]" + "}".repeat(levels);

            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> PayloadLimits.DEFAULT.read(json))
                    .satisfies(
                            problem -> {
                                assertThat(problem.type()).isEqualTo(ProblemType.INVALID_REQUEST);
                                assertThat(problem.violations())
                                        .extracting(Violation::pointer)
                                        .containsExactly("/v");
                            });
        }

        @Test
        void depth_isCheckedPastTheLimitOfTheDocumentToo() {
            String json = "[\"xxxxxxxx\"," + "[".repeat(500) + "]".repeat(500) + "]";

            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> PayloadLimits.DEFAULT.withMaxDocument(4).read(json));
        }

        @Test
        void depth_countsNestingAndNotSiblings() {
            String json = "[" + "[[]],".repeat(2_000) + "[]]";

            assertThat(PayloadLimits.DEFAULT.withMaxDepth(3).read(json).json()).isEqualTo(json);
        }
    }

    @Nested
    class Keys {

        @ParameterizedTest
        @ValueSource(strings = {"k%d", "%d", "a rather long key, number %d of many"})
        void keys_byTheMillionAreReadWithinTheLimitOfTheDocument(String key) {
            String json =
                    IntStream.range(0, 1_000_000)
                            .mapToObj(i -> "\"" + key.replace("%d", Integer.toString(i)) + "\":1")
                            .collect(Collectors.joining(",", "{", "}"));

            Payload payload = PayloadLimits.DEFAULT.read(json);

            assertThat(payload.json())
                    .startsWith("{\"$truncated\":true,\"bytes\":" + json.length());
        }

        @Test
        void key_ofFiftyThousandCharactersIsKept() {
            String json = "{\"" + "k_".repeat(25_000) + "\":1}";

            assertThat(PayloadLimits.DEFAULT.read(json).json()).isEqualTo(json);
        }

        @Test
        void key_thatIsLongerIsRefused() {
            String json = "{\"" + "k".repeat(PayloadJson.MAX_KEY + 1) + "\":1}";

            assertThatThrownBy(() -> PayloadLimits.DEFAULT.read(json))
                    .hasCauseInstanceOf(StreamConstraintsException.class);
        }

        @Test
        void key_isSecretHoweverLongItIs() {
            String json = "{\"" + "a_".repeat(24_000) + "token\":\"t\",\"b\":\"plain\"}";

            assertThat(PayloadLimits.DEFAULT.read(json).json())
                    .endsWith("token\":\"[redacted]\",\"b\":\"plain\"}");
        }

        @Test
        void keys_thatShareASlotAreToldApart() {
            // "Aa" and "BB" have one hash in Java, and so have all their compounds of one length.
            String json =
                    "{\"AaAaAa_token\":\"1\",\"BBBBBB_token\":\"2\",\"AaBB\":\"3\",\"BBAa\":\"4\"}";

            for (int round = 0; round < 3; round++) {
                assertThat(PayloadLimits.DEFAULT.read(json).json())
                        .isEqualTo(
                                "{\"AaAaAa_token\":\"[redacted]\",\"BBBBBB_token\":\"[redacted]\","
                                        + "\"AaBB\":\"3\",\"BBAa\":\"4\"}");
            }
        }
    }

    @Nested
    class ManyNotices {

        @Test
        void notices_upToAHundredAreToldOneByOne() {
            Payload payload =
                    PayloadLimits.DEFAULT.read("[" + "\"\\u0000\",".repeat(99) + "\"\\u0000\"]");

            assertThat(payload.notices()).hasSize(100);
            assertThat(payload.notices().get(99))
                    .isEqualTo(Notice.of(Notice.Kind.SANITIZED, "/v/99"));
        }

        @Test
        void notices_pastAHundredEndWithOneOfEachKindForTheWholeValue() {
            String json =
                    "["
                            + "\"\\u0000\",".repeat(10_000)
                            + "{\"token\":[\"t\",\"u\"]},\"abcdefghij\",\"\\u0000\"]";

            Payload payload = PayloadLimits.DEFAULT.withMaxString(9).read(json);

            assertThat(payload.notices()).hasSize(103);
            assertThat(payload.notices().subList(100, 103))
                    .containsExactly(
                            Notice.of(Notice.Kind.SANITIZED, "/v"),
                            Notice.of(Notice.Kind.REDACTED, "/v"),
                            Notice.of(Notice.Kind.TRUNCATED, "/v"));
        }

        @Test
        void notices_ofDuplicateKeysDoNotUseUpTheList() {
            String member = "\"token\":\"t\",";
            String json = "{" + member.repeat(5_000) + "\"a\":\"\\u0000\"}";

            assertThat(PayloadLimits.DEFAULT.read(json).notices())
                    .containsExactly(
                            Notice.of(Notice.Kind.REDACTED, "/v/token"),
                            Notice.of(Notice.Kind.SANITIZED, "/v/token"),
                            Notice.of(Notice.Kind.SANITIZED, "/v/a"));
        }

        @Test
        void pointer_thatWouldBeVeryLongEndsAtTheLastAncestorThatFits() {
            String json = "{\"a\":{\"" + "k".repeat(2_000) + "\":{\"b\":\"\\u0000\"}}}";

            assertThat(PayloadLimits.DEFAULT.read(json).notices())
                    .containsExactly(Notice.of(Notice.Kind.SANITIZED, "/v/a"));
        }

        @Test
        void notices_belowAVeryLongKeyTakeNoLongerThanOthers() {
            assertThat(read("{'" + "k".repeat(PayloadJson.MAX_KEY) + "':%s}").notices())
                    .containsExactly(Notice.of(Notice.Kind.SANITIZED, "/v"));
        }

        @Test
        void notices_behindAVeryLongWayTakeNoLongerThanOthers() {
            assertThat(read("{'key':".repeat(450) + "%s" + "}".repeat(450)).notices())
                    .containsExactly(
                            Notice.of(Notice.Kind.SANITIZED, "/v" + "/key".repeat(256)),
                            Notice.of(Notice.Kind.SANITIZED, "/v"));
        }

        /** Reads a hundred thousand strings that are altered. */
        private static Payload read(String around) {
            String strings = "['\\u0000'" + ",'\\u0000'".repeat(99_999) + "]";
            String json = around.formatted(strings).replace('\'', '"');
            return assertTimeout(Duration.ofSeconds(10), () -> PayloadLimits.DEFAULT.read(json));
        }
    }
}
