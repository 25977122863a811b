package dev.hindsight.payload;

import static dev.hindsight.payload.Notice.Kind.REDACTED;
import static dev.hindsight.payload.Notice.Kind.SANITIZED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonParser;
import dev.hindsight.execution.ExecutionField;
import dev.hindsight.field.Field;
import dev.hindsight.field.FieldTypes;
import dev.hindsight.log.LogField;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.step.StepField;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets that are known by where they lie. */
class PayloadPathsTest {

    private static final PayloadLimits CARD = PayloadLimits.DEFAULT.withPaths("/input/card");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"4111\"",
                "\"\"",
                "4111",
                "1e999999",
                "true",
                "null",
                "{}",
                "[]",
                "{\"number\":4111,\"card\":[{\"card\":\"x\"}]}",
                "[[\"\\u0000\"],{\"token\":\"t\"}]"
            })
    void value_atADeclaredPathIsMaskedWhateverItIs(String value) {
        Payload payload =
                CARD.readAt("/input", "{\"a\":\"x\",\"card\":" + value + ",\"b\":[\"y\"]}");

        assertThat(payload.json()).isEqualTo("{\"a\":\"x\",\"card\":\"[redacted]\",\"b\":[\"y\"]}");
        assertThat(payload.notices()).containsExactly(Notice.of(REDACTED, "/input/card"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Card\":1,\"cards\":2,\"x\":{\"card\":3}}",
                "[{\"card\":1}]",
                "\"card\"",
                "{\"card\":\"[redacted]\"}"
            })
    void value_elsewhereOrMaskedAlreadyStays(String json) {
        Payload payload = CARD.readAt("/input", json);

        assertThat(payload.json()).isEqualTo(json);
        assertThat(payload.notices()).isEmpty();
    }

    @Test
    void path_isForTheFieldThatItBeginsWith() {
        assertThat(CARD.readAt("/output", "{\"card\":1}").json()).isEqualTo("{\"card\":1}");
        assertThat(
                        PayloadLimits.DEFAULT
                                .withPaths("/trigger/data/card")
                                .readAt("/trigger/data", "{\"card\":1}")
                                .notices())
                .containsExactly(Notice.of(REDACTED, "/trigger/data/card"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":[1]}", "[1,2]", "\"x\"", "5", "null"})
    void path_ofAFieldMasksAllOfIt(String json) {
        Payload payload = PayloadLimits.DEFAULT.withPaths("/input").readAt("/input", json);

        assertThat(payload.json()).isEqualTo("\"[redacted]\"");
        assertThat(payload.notices()).containsExactly(Notice.of(REDACTED, "/input"));
    }

    @Test
    void wildcards_reachElementsAndAnyDepth() {
        Payload payload =
                PayloadLimits.DEFAULT
                        .withPaths("/input/items/*/card", "/**/pin", "/input/list/1")
                        .readAt(
                                "/input",
                                "{\"items\":[{\"card\":1},{\"n\":2},{\"card\":[3]}],"
                                        + "\"list\":[[4],[5],[6]],\"a\":[[{\"pin\":7}]]}");

        assertThat(payload.json())
                .isEqualTo(
                        "{\"items\":[{\"card\":\"[redacted]\"},{\"n\":2},{\"card\":\"[redacted]\"}],"
                                + "\"list\":[[4],\"[redacted]\",[6]],\"a\":[[{\"pin\":\"[redacted]\"}]]}");
        assertThat(payload.notices())
                .extracting(Notice::pointer)
                .containsExactly(
                        "/input/items/0/card",
                        "/input/items/2/card",
                        "/input/list/1",
                        "/input/a/0/0/pin");
    }

    @Test
    void keys_areMetAsTheyMeanAndNotAsTheyAreEscaped() {
        Payload payload =
                PayloadLimits.DEFAULT
                        .withPaths("/input/a~1b~0")
                        .readAt("/input", "{\"\\u0061\\/b~\":1,\"a~1b~0\":2}");

        assertThat(payload.json()).isEqualTo("{\"a/b~\":\"[redacted]\",\"a~1b~0\":2}");
        assertThat(payload.notices()).containsExactly(Notice.of(REDACTED, "/input/a~1b~0"));
    }

    @Test
    void duplicateKeys_areAllMasked() {
        Payload payload = CARD.readAt("/input", "{\"card\":1,\"card\":{\"x\":2},\"card\":\"3\"}");

        assertThat(payload.json())
                .isEqualTo(
                        "{\"card\":\"[redacted]\",\"card\":\"[redacted]\",\"card\":\"[redacted]\"}");
        assertThat(payload.notices())
                .containsExactly(
                        Notice.of(REDACTED, "/input/card"),
                        Notice.of(Notice.Kind.SANITIZED, "/input/card"));
    }

    @Test
    void secretKeys_roundADeclaredPathKeepTheirReach() {
        Payload payload =
                PayloadLimits.DEFAULT
                        .withPaths("/input/token/card", "/input/password")
                        .readAt(
                                "/input",
                                "{\"token\":{\"a\":\"x\",\"card\":{\"b\":\"y\"},\"c\":\"z\"},\"d\":\"e\","
                                        + "\"password\":{\"f\":1},\"g\":\"h\"}");

        assertThat(payload.json())
                .isEqualTo(
                        "{\"token\":{\"a\":\"[redacted]\",\"card\":\"[redacted]\",\"c\":\"[redacted]\"},"
                                + "\"d\":\"e\",\"password\":\"[redacted]\",\"g\":\"h\"}");
    }

    @Test
    void values_thatAreMaskedAreNeitherCutNorMeasured() {
        Payload payload =
                CARD.withMaxString(4)
                        .withMaxDocument(60)
                        .readAt(
                                "/input",
                                "{\"card\":[\""
                                        + "x".repeat(1_000)
                                        + "\",1e300],\"a\":\"bcdefg\"}");

        assertThat(payload.json()).isEqualTo("{\"card\":\"[redacted]\",\"a\":\"bcde\"}");
        assertThat(payload.notices())
                .extracting(Notice::kind)
                .containsExactly(REDACTED, Notice.Kind.TRUNCATED);
    }

    @Test
    void documentOverItsLimit_isReadToItsEnd() {
        String json = "{\"a\":\"" + "x".repeat(100) + "\",\"card\":{\"b\":[1]},\"c\":{\"card\":1}}";

        Payload payload = CARD.withMaxDocument(50).readAt("/input", json);

        assertThat(payload.json()).startsWith("{\"$truncated\":true,\"bytes\":" + json.length());
    }

    @Test
    void depth_isCheckedInsideOfWhatIsMasked() {
        String deep = "{\"card\":" + "[".repeat(500) + "]".repeat(500) + "}";

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> CARD.readAt("/input", deep));
        assertThat(CARD.withMaxDepth(501).readAt("/input", deep).json())
                .isEqualTo("{\"card\":\"[redacted]\"}");
    }

    @Test
    void key_thatCannotBeHeldIsToldAsEver() {
        Payload payload =
                PayloadLimits.DEFAULT
                        .withPaths("/input/*/card")
                        .readAt("/input", "{\"\\u0000\":{\"card\":1}}");

        assertThat(payload.notices())
                .containsExactly(
                        Notice.of(SANITIZED, "/input/\uFFFD"),
                        Notice.of(REDACTED, "/input/\uFFFD/card"));
    }

    @Test
    void values_ofOneBodyDoNotMixTheirPlaces() throws IOException {
        byte[] body = "{\"x\":[{\"card\":1}],\"y\":{\"card\":2},\"z\":[3]}".getBytes(UTF_8);
        PayloadReader reader =
                new PayloadReader(PayloadLimits.DEFAULT.withPaths("/input/card", "/output/0"));
        List<String> values = new ArrayList<>();

        try (JsonParser parser = PayloadJson.factory().createParser(body)) {
            parser.nextToken();
            for (String pointer : List.of("/input", "/input", "/output")) {
                parser.nextToken();
                parser.nextToken();
                values.add(reader.read(parser, body, pointer).json());
            }
        }

        assertThat(values)
                .containsExactly("[{\"card\":1}]", "{\"card\":\"[redacted]\"}", "[\"[redacted]\"]");
    }

    /** A value inside an array is the element of nothing that was declared. */
    @Test
    void value_insideAnArrayOfTheBodyBeginsAtItsOwnPlace() throws IOException {
        byte[] body = "[{\"card\":1},[2]]".getBytes(UTF_8);
        PayloadReader reader = new PayloadReader(CARD);

        try (JsonParser parser = PayloadJson.factory().createParser(body)) {
            parser.nextToken();
            parser.nextToken();

            assertThat(reader.read(parser, body, "/input").json())
                    .isEqualTo("{\"card\":\"[redacted]\"}");
        }
    }

    @Test
    void places_areThoseOfAllFieldsThatHoldPayloads() {
        Set<String> fields =
                Stream.of(ExecutionField.values(), StepField.values(), LogField.values())
                        .flatMap(Stream::of)
                        .map(Field.class::cast)
                        .filter(field -> field.type().equals(FieldTypes.PAYLOAD))
                        .map(Field::pointer)
                        .collect(Collectors.toSet());

        // A graph is no field, and passes through all the same.
        fields.add("/dag");

        assertThat(PayloadReader.PLACES).containsExactlyInAnyOrderElementsOf(fields);
    }
}
