package dev.hindsight.payload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is sent, what comes out of the pass goes into {@code jsonb} and comes back equal. */
class PayloadPostgresTest {

    /** Compares numbers by value: PostgreSQL writes 1E2 as 100 and -0 as 0. */
    private static final ObjectMapper BY_VALUE =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNumberLength(200_000)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    private static EmbeddedPostgres postgres;
    private static Connection connection;

    @BeforeAll
    static void start() throws IOException, SQLException {
        postgres = EmbeddedPostgres.start();
        connection = postgres.getPostgresDatabase().getConnection();
    }

    @AfterAll
    static void stop() throws IOException, SQLException {
        connection.close();
        postgres.close();
    }

    static Stream<byte[]> hostile() {
        Stream<String> texts =
                Stream.of(
                        "\"\\u0000\"",
                        "{\"\\u0000\":1,\"\\ud800\":2,\"a\\udfff\":{\"b\":\"\\ude00\\ud83d\"}}",
                        "[1e131071,1e131072,1e-16384,-1e99999999999,0e2147483647,1e-2147483648]",
                        "[1e308,1e-308,1e999,1e-999,-0,-0.0,1E2,1.10,0e5,0.0e-5]",
                        "9".repeat(131_072),
                        "9".repeat(131_073),
                        "0." + "9".repeat(16_383),
                        "0." + "9".repeat(16_384),
                        "[".repeat(500) + "]".repeat(500),
                        "{\"a\":".repeat(500) + "1" + "}".repeat(500),
                        "{\"a\":1,\"a\":2,\"a\":{\"a\":3,\"a\":4}}",
                        "\"" + "😀".repeat(20_000) + "\"",
                        "[\"" + "x".repeat(2_000_000) + "\"]",
                        "[" + "\"\\u0001\\u007f\\\\\\\"\",".repeat(60_000) + "1]",
                        "[" + "1e308,".repeat(3_000) + "1]",
                        "{\"\":\"\",\" \":[],\"$truncated\":true}",
                        "{\"password\":\"x\",\"token\":[\"a\",{\"b\":\"c\"}]}",
                        manyKeys(50_000),
                        manyKeys(1_000_000));
        Stream<byte[]> bytes =
                Stream.of("[\"\u00ed\u00a0\u0080\",\"\u00c0\u0080\",\"\u00f7\u00bf\u00bf\u00bf\"]")
                        .map(text -> text.getBytes(ISO_8859_1));
        return Stream.concat(texts.map(text -> text.getBytes(UTF_8)), bytes);
    }

    private static String manyKeys(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"key" + i + "\":" + i)
                .collect(Collectors.joining(",", "{", "}"));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void postgres_holdsWhateverThePassLetsThrough(byte[] body) throws Exception {
        Payload payload = PayloadLimits.DEFAULT.withMaxString(200_000).read(body);

        String stored = throughJsonb(payload.json());

        assertThat(equal(stored, payload.json())).isTrue();
        assertThat(stored.length()).isLessThan(3 * 1_048_576);
    }

    @Test
    void postgres_holdsNotices() throws SQLException {
        Payload payload = PayloadLimits.DEFAULT.withMaxString(2).read("{\"\\u0000\":\"abc\"}");

        String stored = throughJsonb(Notices.toJson(payload.notices()));

        assertThat(Notices.fromJson(stored)).isEqualTo(payload.notices());
    }

    private static boolean equal(String left, String right) throws IOException {
        JsonNode stored = BY_VALUE.readTree(left);
        return stored.equals(PayloadPostgresTest::compareScalars, BY_VALUE.readTree(right));
    }

    private static int compareScalars(JsonNode left, JsonNode right) {
        if (left.isNumber() && right.isNumber()) {
            return left.decimalValue().compareTo(right.decimalValue());
        }
        return left.equals(right) ? 0 : 1;
    }

    private static String throughJsonb(String json) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT (?::text::jsonb)::text")) {
            select.setString(1, json);
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }
}
