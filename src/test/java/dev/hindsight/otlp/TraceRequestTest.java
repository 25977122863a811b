package dev.hindsight.otlp;

import static dev.hindsight.otlp.Spans.PROTOBUF;
import static dev.hindsight.otlp.Spans.TEN;
import static dev.hindsight.otlp.Spans.TRACES;
import static dev.hindsight.otlp.Spans.attribute;
import static dev.hindsight.otlp.Spans.bytes;
import static dev.hindsight.otlp.Spans.event;
import static dev.hindsight.otlp.Spans.id;
import static dev.hindsight.otlp.Spans.lasting;
import static dev.hindsight.otlp.Spans.post;
import static dev.hindsight.otlp.Spans.request;
import static dev.hindsight.otlp.Spans.span;
import static dev.hindsight.otlp.Spans.take;
import static dev.hindsight.otlp.Spans.told;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.NewestPostgres;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests in both encodings, good ones and bad ones. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class TraceRequestTest {

    private static final String JSON =
            """
            {'resourceSpans': [{'schemaUrl': 'x', 'resource': {'droppedAttributesCount': 0,
               'attributes': [{'key': 'service.name', 'value': {'stringValue': 'shop'}}]},
              'scopeSpans': [{'scope': {'name': 'lib', 'version': '1'}, 'unknown': [[{}]],
               'spans': [{'traceId': '%s', 'spanId': '0000000000000001', 'parentSpanId': '',
                'flags': 257, 'name': 'order', 'kind': %s, 'startTimeUnixNano': '1795168801000000000',
                'endTimeUnixNano': 1795168802000000000, 'traceState': null, 'unknown': {'a': [1]},
                'attributes': [{'key': 'i', 'value': {'intValue': '-5'}},
                 {'key': 'n', 'value': {'intValue': 7}},
                 {'key': 'd', 'value': {'doubleValue': 'Infinity'}},
                 {'key': 'b', 'value': {'boolValue': true}},
                 {'key': 'y', 'value': {'bytesValue': 'AP8='}},
                 {'key': 'l', 'value': {'kvlistValue': {'values': [
                  {'key': 'a', 'value': {'arrayValue': {'values': [{'stringValue': 's'}]}}}]}}}],
                'events': [{'timeUnixNano': '1795168801000001000', 'name': 'e',
                 'attributes': [{'key': 'k', 'value': {'stringValue': 'v'}}]}],
                'links': [{'traceId': '%1$s', 'spanId': '0000000000000009'}],
                'status': {'code': %s, 'message': 'm'}}]}]}]}
            """;

    private final String trace = Spans.trace();

    private static Span.Builder inProtobuf(String trace) {
        AnyValue nested =
                AnyValue.newBuilder()
                        .setKvlistValue(
                                KeyValueList.newBuilder()
                                        .addValues(
                                                attribute(
                                                        "a",
                                                        AnyValue.newBuilder()
                                                                .setArrayValue(
                                                                        io.opentelemetry.proto
                                                                                .common.v1
                                                                                .ArrayValue
                                                                                .newBuilder()
                                                                                .addValues(
                                                                                        Spans.value(
                                                                                                "s")))
                                                                .build())))
                        .build();
        return span(trace, 1, 0, "order")
                .setKindValue(2)
                .setFlags(257)
                .addAttributes(attribute("i", AnyValue.newBuilder().setIntValue(-5).build()))
                .addAttributes(attribute("n", AnyValue.newBuilder().setIntValue(7).build()))
                .addAttributes(
                        attribute(
                                "d",
                                AnyValue.newBuilder()
                                        .setDoubleValue(Double.POSITIVE_INFINITY)
                                        .build()))
                .addAttributes(attribute("b", AnyValue.newBuilder().setBoolValue(true).build()))
                .addAttributes(
                        attribute("y", AnyValue.newBuilder().setBytesValue(bytes("00ff")).build()))
                .addAttributes(attribute("l", nested))
                .addEvents(event(TEN + Spans.SECOND + 1_000, "e", attribute("k", "v")))
                .addLinks(
                        Span.Link.newBuilder()
                                .setTraceId(bytes("0123456789abcdef0123456789abcdef"))
                                .setSpanId(bytes(id(9))))
                .setStatus(Status.newBuilder().setCodeValue(2).setMessage("m"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2 2", "'SPAN_KIND_SERVER' 'STATUS_CODE_ERROR'"})
    void bothEncodings_sayTheSame(String enums) {
        String[] words = enums.split(" ", 2);
        String json =
                JSON.formatted(trace, words[0], words[1])
                        .replace(
                                "'links': [{'traceId': '" + trace,
                                "'links': [{'traceId': '" + "0123456789ABCDEF0123456789abcdef");
        Answer answer = Api.post(TRACES, json);
        String other = Spans.trace();
        byte[] request = request("shop", inProtobuf(other));
        try {
            var whole =
                    io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest.parseFrom(
                            request)
                            .toBuilder();
            whole.getResourceSpansBuilder(0)
                    .getScopeSpansBuilder(0)
                    .getScopeBuilder()
                    .setName("lib")
                    .setVersion("1");
            take(whole.build().toByteArray());
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }

        assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
        assertThat(answer.http().body()).isEqualTo("{}");
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(lasting(trace)).isEqualTo(lasting(other));
        assertThat(told(trace).text("/steps/0/metadata/attributes/i")).isEqualTo("-5");
    }

    @Test
    void gzip_isInflated() throws IOException {
        byte[] request = request("shop", span(trace, 1, 0, "order"));

        Answer answer = post(gzip(request), "Content-Encoding", "gzip");
        Answer broken = post(request, "Content-Encoding", "gzip");
        Answer other = post(request, "Content-Encoding", "br");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo(PROTOBUF);
        assertThat(told(trace).text("/workflowId")).isEqualTo("order");
        assertThat(broken.status()).isEqualTo(400);
        assertThat(other.status()).isEqualTo(415);
    }

    @Test
    void gzipBomb_isTooLarge() throws IOException {
        Answer answer = post(gzip(new byte[17 * 1024 * 1024]), "Content-Encoding", "gzip");

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.http().body()).contains("hindsight.otlp.max-body");
    }

    @Test
    void badSpans_doNotSpoilTheirNeighbours() {
        byte[] request =
                request(
                        "shop",
                        span(trace, 1, 0, "order"),
                        span(trace, 2, 1, "a").setTraceId(bytes("00".repeat(16))),
                        span(trace, 3, 1, "b").setTraceId(bytes("01")),
                        span(trace, 4, 1, "c").setSpanId(ByteString.EMPTY),
                        span(trace, 5, 1, "d").setSpanId(bytes("00".repeat(8))),
                        span(trace, 6, 1, "e").setParentSpanId(bytes("0102")),
                        span(trace, 7, 1, "f"));

        Answer answer = post(request);
        Answer inJson =
                Api.post(
                        TRACES,
                        "{'resourceSpans': [{'scopeSpans': [{'spans': [{'traceId': '%s', 'spanId': 'xy'}]}]}]}"
                                .formatted(trace));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.http().body())
                .contains("2: The trace id")
                .contains("2: The span id")
                .contains("1: The id of the parent span");
        assertThat(told(trace).body().path("steps").findValuesAsText("nodeId"))
                .containsExactly("order", "f");
        assertThat(inJson.status()).isEqualTo(200);
        assertThat(inJson.text("/partialSuccess/rejectedSpans")).isEqualTo("1");
        assertThat(inJson.text("/partialSuccess/errorMessage"))
                .isEqualTo("1: The span id is not 8 bytes, or all of them are 0.");
    }

    @Test
    void strangeSpans_areMadeToFit() {
        String nul = "a\u0000b";
        byte[] request =
                request(
                        "shop",
                        span(trace, 1, 0, "n".repeat(100_000))
                                .setParentSpanId(bytes("00".repeat(8)))
                                .setEndTimeUnixNano(TEN)
                                .addAttributes(attribute("k".repeat(60_000), "v"))
                                .addAttributes(attribute("", nul))
                                .addAttributes(attribute("huge", "x".repeat(3_000_000))),
                        span(trace, 2, 1, nul).setStartTimeUnixNano(0).setEndTimeUnixNano(-1),
                        span(trace, 3, 1, "").setStartTimeUnixNano(0).setEndTimeUnixNano(0));

        take(request);

        Answer told = told(trace);
        assertThat(told.text("/workflowId")).isEqualTo("n".repeat(255));
        assertThat(told.text("/status")).isEqualTo("completed");
        assertThat(told.text("/durationMs")).isEqualTo("0");
        assertThat(told.at("/notices").findValuesAsText("kind"))
                .contains("clock-skew", "truncated", "sanitized");
        assertThat(told.body().path("steps").findValuesAsText("nodeId"))
                .contains("a\uFFFDb", "internal");
        assertThat(told.at("/steps").findValuesAsText("completedAt"))
                .contains("2554-07-21T23:34:33.709Z");
    }

    @Test
    void loneSurrogatesInJson_areCleaned() {
        String json =
                JSON.formatted(trace, "1", "1")
                        .replace("'order'", "'a\\ud800b'")
                        .replace("'stringValue': 'v'", "'stringValue': '\\udfff\\u0000'");

        Answer answer = Api.post(TRACES, json);

        assertThat(answer.http().body()).isEqualTo("{}");
        assertThat(told(trace).text("/workflowId")).isEqualTo("a\uFFFDb");
        assertThat(told(trace).text("/logs/0/data/k")).isEqualTo("\uFFFD\uFFFD");
    }

    @Test
    void deepValues_areTakenOrRefused_neverWorse() {
        assertThat(post(request("shop", nested(300))).status()).isEqualTo(200);
        assertThat(post(request("shop", nested(400))).status()).isEqualTo(400);
        String deep = "{'a':".repeat(100_000) + "1" + "}".repeat(100_000);
        assertThat(Api.post(TRACES, "{'x': " + deep + "}").status()).isEqualTo(400);
    }

    @Test
    void numbersThatAreTooLarge_areNotTakenForOthers() {
        String code = "4294967298";

        Answer answer = Api.post(TRACES, JSON.formatted(trace, "1", code));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/message")).contains("a whole number of 32 bits");
    }

    private Span.Builder nested(int depth) {
        AnyValue value = Spans.value("core");
        for (int i = 0; i < depth; i++) {
            value =
                    AnyValue.newBuilder()
                            .setKvlistValue(
                                    KeyValueList.newBuilder().addValues(attribute("k", value)))
                            .build();
        }
        return span(trace, 1, 0, "deep").addAttributes(attribute("deep", value));
    }

    @Test
    void truncatedProtobuf_isRefusedInProtobuf() {
        byte[] request = request("shop", span(trace, 1, 0, "order"));
        for (int length : new int[] {1, 7, 30, request.length - 1}) {
            Answer answer = post(Arrays.copyOf(request, length));

            assertThat(answer.status()).as("" + length).isEqualTo(400);
            assertThat(answer.header("Content-Type")).isEqualTo(PROTOBUF);
            assertThat(answer.http().body()).startsWith("\b\u0003\u0012").contains("protobuf");
        }
        assertThat(told(trace).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "7",
                "{'resourceSpans': {}}",
                "{'resourceSpans': [1]}",
                "{'resourceSpans': [{'scopeSpans': [{'spans': [{'name': 1}]}]}]}",
                "{'resourceSpans': [{'scopeSpans': [{'spans': [{'startTimeUnixNano': 1.5}]}]}]}",
                "{'resourceSpans': [{'scopeSpans': [{'spans': [{'startTimeUnixNano': '1e3'}]}]}]}",
                "{'resourceSpans': [{'scopeSpans': [{'spans': [{'flags': '99999999999999999999'}]}]}]}",
                "{'resourceSpans': []} x",
                "{'resourceSpans': ["
            })
    void otherJson_isRefusedInJson(String json) {
        Answer answer = Api.post(TRACES, json);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.text("/code")).isEqualTo("3");
        assertThat(answer.text("/message")).isNotEmpty().isEqualTo(answer.text("/detail"));
        assertThat(answer.text("/type")).isEqualTo("/problems/invalid-request");
    }

    @Test
    void emptyRequests_areTaken() {
        assertThat(post(new byte[0]).status()).isEqualTo(200);
        assertThat(Api.post(TRACES, "{}").http().body()).isEqualTo("{}");
        assertThat(Api.post(TRACES, "{'resourceSpans': null}").http().body()).isEqualTo("{}");
    }

    @Test
    void otherRequests_areRefusedAsStatus() {
        Answer type =
                Api.send(
                        "POST",
                        TRACES,
                        "x".getBytes(StandardCharsets.UTF_8),
                        "Content-Type",
                        "text/plain");
        Answer get = Api.get(TRACES);
        Answer large = post(new byte[16 * 1024 * 1024 + 1]);

        assertThat(type.status()).isEqualTo(415);
        assertThat(type.text("/message")).isNotEmpty();
        assertThat(get.status()).isEqualTo(405);
        assertThat(get.header("Allow")).contains("POST");
        assertThat(large.status()).isEqualTo(413);
        assertThat(large.header("Content-Type")).isEqualTo(PROTOBUF);
    }

    private static byte[] gzip(byte[] body) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(body);
        }
        return zipped.toByteArray();
    }
}
