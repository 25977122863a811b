package dev.hindsight.otlp;

import static dev.hindsight.otlp.Spans.SECOND;
import static dev.hindsight.otlp.Spans.TEN;
import static dev.hindsight.otlp.Spans.attribute;
import static dev.hindsight.otlp.Spans.event;
import static dev.hindsight.otlp.Spans.id;
import static dev.hindsight.otlp.Spans.request;
import static dev.hindsight.otlp.Spans.span;
import static dev.hindsight.otlp.Spans.take;
import static dev.hindsight.otlp.Spans.told;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.NewestPostgres;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a trace. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class TraceMappingTest {

    private static final Status FAILED =
            Status.newBuilder().setCodeValue(2).setMessage("no stock").build();

    private final String trace = Spans.trace();

    @Test
    void trace_becomesAnExecutionOfItsRoot() {
        take(
                request(
                        "shop",
                        span(trace, 1, 0, "order").setEndTimeUnixNano(TEN + 9 * SECOND),
                        span(trace, 2, 1, "charge").setKindValue(3)));

        Answer told = told(trace);
        assertThat(told.text("/workflowId")).isEqualTo("order");
        assertThat(told.text("/workflowName")).isEqualTo("order");
        assertThat(told.text("/status")).isEqualTo("completed");
        assertThat(told.text("/startedAt")).isEqualTo("2026-11-20T10:00:01.000Z");
        assertThat(told.text("/completedAt")).isEqualTo("2026-11-20T10:00:09.000Z");
        assertThat(told.text("/durationMs")).isEqualTo("8000");
        assertThat(told.text("/source")).isEqualTo("OpenTelemetry");
        assertThat(told.text("/labels/service.name")).isEqualTo("shop");
        assertThat(told.text("/metadata/resource/service.name")).isEqualTo("shop");
        assertThat(told.at("/steps")).hasSize(2);
        assertThat(told.text("/steps/1/key")).isEqualTo(id(2));
        assertThat(told.text("/steps/1/parentKey")).isEqualTo(id(1));
        assertThat(told.text("/steps/1/nodeId")).isEqualTo("charge");
        assertThat(told.text("/steps/1/nodeType")).isEqualTo("client");
        assertThat(told.text("/steps/1/durationMs")).isEqualTo("1000");
        assertThat(told.text("/steps/1/metadata/service")).isEqualTo("shop");
        assertThat(told.at("/notices")).isEmpty();
    }

    @Test
    void failure_isToldWithItsException() {
        Span.Event thrown =
                event(
                        TEN + 2 * SECOND,
                        "exception",
                        attribute("exception.type", "java.lang.IllegalStateException"),
                        attribute("exception.message", "sold out"),
                        attribute("exception.stacktrace", "at Shop.sell"));
        take(
                request(
                        "shop",
                        span(trace, 1, 0, "order").setStatus(FAILED).addEvents(thrown),
                        span(trace, 2, 1, "sell")
                                .setStatus(FAILED.toBuilder().clearMessage())
                                .addEvents(thrown)));

        Answer told = told(trace);
        assertThat(told.text("/status")).isEqualTo("failed");
        assertThat(told.text("/error/message")).isEqualTo("no stock");
        assertThat(told.text("/error/type")).isEqualTo("java.lang.IllegalStateException");
        assertThat(told.text("/error/stack")).isEqualTo("at Shop.sell");
        assertThat(told.text("/steps/1/status")).isEqualTo("failed");
        assertThat(told.text("/steps/1/error/message")).isEqualTo("sold out");
        assertThat(told.at("/logs")).hasSize(2);
        assertThat(told.text("/logs/0/level")).isEqualTo("error");
        assertThat(told.text("/logs/0/message"))
                .isEqualTo("java.lang.IllegalStateException: sold out");
        assertThat(told.text("/logs/0/type")).isEqualTo("exception");
        assertThat(told.text("/logs/0/data/exception.stacktrace")).isEqualTo("at Shop.sell");
    }

    @Test
    void events_areLinesInTheOrderOfTime() {
        take(
                request(
                        "shop",
                        span(trace, 1, 0, "order")
                                .addEvents(event(TEN + 5_000_001, "later"))
                                .addEvents(event(TEN + 5_000_000, "sooner")),
                        span(trace, 2, 1, "sell")
                                .addEvents(
                                        event(
                                                TEN + 3_000,
                                                "first",
                                                attribute("message", "hello"),
                                                attribute("level", "WARN")))
                                .addEvents(event(0, "without time"))));

        Answer told = told(trace);
        assertThat(told.body().path("logs").findValuesAsText("type"))
                .containsExactlyInAnyOrder("first", "sooner", "later", "without time")
                .startsWith("first")
                .endsWith("without time");
        assertThat(told.text("/logs/0/message")).isEqualTo("hello");
        assertThat(told.text("/logs/0/level")).isEqualTo("warn");
        assertThat(told.text("/logs/0/stepKey")).isEqualTo(id(2));
        assertThat(told.text("/logs/0/timestamp")).isEqualTo("2026-11-20T10:00:00.000Z");
        assertThat(told.text("/logs/3/timestamp")).isEqualTo("2026-11-20T10:00:02.000Z");
        assertThat(told.at("/logs/3/sequence").asLong()).isLessThan(1L << 53);
    }

    @Test
    void attributesOfAllTypes_areKept() {
        AnyValue list =
                AnyValue.newBuilder()
                        .setArrayValue(
                                ArrayValue.newBuilder()
                                        .addValues(AnyValue.newBuilder().setIntValue(-7))
                                        .addValues(AnyValue.newBuilder().setBoolValue(true))
                                        .addValues(AnyValue.getDefaultInstance()))
                        .build();
        AnyValue map =
                AnyValue.newBuilder()
                        .setKvlistValue(
                                KeyValueList.newBuilder()
                                        .addValues(attribute("in", list))
                                        .addValues(
                                                attribute(
                                                        "bytes",
                                                        AnyValue.newBuilder()
                                                                .setBytesValue(Spans.bytes("00ff"))
                                                                .build())))
                        .build();
        AnyValue notANumber = AnyValue.newBuilder().setDoubleValue(Double.NaN).build();
        take(
                request(
                        "shop",
                        span(trace, 1, 0, "order")
                                .addAttributes(attribute("twice", "old"))
                                .addAttributes(attribute("twice", "new"))
                                .addAttributes(attribute("map", map))
                                .addAttributes(
                                        attribute(
                                                "half",
                                                AnyValue.newBuilder().setDoubleValue(0.5).build()))
                                .addAttributes(attribute("nan", notANumber))
                                .addAttributes(attribute("http.request.header.authorization", "x"))
                                .addLinks(
                                        Span.Link.newBuilder()
                                                .setTraceId(Spans.bytes(trace))
                                                .setSpanId(Spans.bytes(id(5)))
                                                .addAttributes(attribute("why", "retry")))
                                .setDroppedAttributesCount(3)));

        Answer told = told(trace);
        assertThat(told.at("/steps/0/metadata/attributes").toString())
                .isEqualTo(
                        "{'map':{'in':[-7,true,null],'bytes':'AP8='},'nan':'NaN','half':0.5,"
                                        .replace('\'', '"')
                                + "\"twice\":\"new\",\"http.request.header.authorization\":\"[redacted]\"}");
        assertThat(told.text("/steps/0/metadata/links/0/spanId")).isEqualTo(id(5));
        assertThat(told.text("/steps/0/metadata/links/0/attributes/why")).isEqualTo("retry");
        assertThat(told.text("/steps/0/metadata/droppedAttributes")).isEqualTo("3");
        assertThat(told.text("/notices/0/kind")).isEqualTo("redacted");
    }

    @Test
    void wellKnownAttributes_sayWhatSpansCannot() {
        take(
                request(
                        "shop",
                        span(trace, 1, 0, "POST /orders")
                                .setKindValue(2)
                                .setTraceState("other=1,ot=rv:1;th:c")
                                .addAttributes(attribute("hindsight.workflow.id", "order-flow"))
                                .addAttributes(attribute("hindsight.workflow.name", "Order flow"))
                                .addAttributes(attribute("hindsight.workflow.version", "42"))
                                .addAttributes(attribute("hindsight.run.id", "run-1"))
                                .addAttributes(attribute("hindsight.label.team", "payments"))
                                .addAttributes(attribute("hindsight.status", "cancelled"))
                                .addAttributes(attribute("hindsight.input", "{\"id\": 1.50}"))
                                .addAttributes(attribute("hindsight.output", "{no JSON")),
                        span(trace, 2, 1, "charge 4711")
                                .addAttributes(attribute("hindsight.node.id", "charge"))
                                .addAttributes(attribute("hindsight.node.type", "http"))
                                .addAttributes(attribute("hindsight.status", "skipped"))));

        Answer told = told(trace);
        assertThat(told.text("/workflowId")).isEqualTo("order-flow");
        assertThat(told.text("/workflowName")).isEqualTo("Order flow");
        assertThat(told.text("/workflowVersion")).isEqualTo("42");
        assertThat(told.text("/runId")).isEqualTo("run-1");
        assertThat(told.text("/labels/team")).isEqualTo("payments");
        assertThat(told.text("/status")).isEqualTo("cancelled");
        assertThat(told.text("/trigger/type")).isEqualTo("request");
        assertThat(told.at("/input").toString()).isEqualTo("{\"id\":1.50}");
        assertThat(told.text("/output")).isEqualTo("{no JSON");
        assertThat(told.at("/sampleRate").asDouble()).isEqualTo(0.25);
        assertThat(told.at("/metadata/attributes/hindsight.input").isMissingNode()).isTrue();
        assertThat(told.text("/steps/1/nodeId")).isEqualTo("charge");
        assertThat(told.text("/steps/1/nodeName")).isEqualTo("charge 4711");
        assertThat(told.text("/steps/1/nodeType")).isEqualTo("http");
        assertThat(told.text("/steps/1/status")).isEqualTo("skipped");
    }

    @ParameterizedTest
    @CsvSource({
        "ot=th:0, 1.0",
        "ot=th:8, 0.5",
        "ot=th:fd70a4;rv:ab, 0.009999990463256836",
        "'x=y, ot=p:8;th:c', 0.25",
        "ot=th:C, 1.0",
        "ot=th:123456789abcdef, 1.0",
        "vendor=th:8, 1.0"
    })
    void threshold_isTheSampleRate(String traceState, double rate) {
        take(request("shop", span(trace, 1, 0, "order").setTraceState(traceState)));

        assertThat(told(trace).at("/sampleRate").asDouble()).isEqualTo(rate);
    }

    @Test
    void spanThatHasNotEnded_isRunning() {
        take(request("shop", span(trace, 1, 0, "order").setEndTimeUnixNano(0)));

        assertThat(told(trace).text("/status")).isEqualTo("running");
        assertThat(told(trace).text("/steps/0/status")).isEqualTo("running");

        take(request("shop", span(trace, 1, 0, "order")));
        assertThat(told(trace).text("/status")).isEqualTo("completed");
        assertThat(told(trace).text("/steps/0/status")).isEqualTo("completed");
    }

    @Test
    void rootThatComesLate_tellsOfTheWholeButTheWorkflow() {
        take(request("shop", span(trace, 3, 1, "charge"), span(trace, 2, 1, "sell")));
        Answer early = told(trace);

        take(request("shop", span(trace, 1, 0, "order").setStatus(FAILED)));

        assertThat(early.text("/workflowId")).isEqualTo("shop");
        assertThat(early.text("/workflowName")).isEqualTo("null");
        assertThat(early.text("/status")).isEqualTo("running");
        assertThat(early.text("/startedAt")).isEqualTo("2026-11-20T10:00:02.000Z");
        Answer late = told(trace);
        assertThat(late.text("/workflowId")).isEqualTo("shop");
        assertThat(late.text("/workflowName")).isEqualTo("order");
        assertThat(late.text("/status")).isEqualTo("failed");
        assertThat(late.text("/startedAt")).isEqualTo("2026-11-20T10:00:01.000Z");
        assertThat(late.at("/steps")).hasSize(3);
    }

    @Test
    void spansOfSeveralServices_areOneExecution() {
        take(request("stock", span(trace, 2, 1, "sell").setKindValue(2)));
        take(request("shop", span(trace, 1, 0, "order")));
        take(request("bank", span(trace, 3, 2, "charge").setKindValue(2)));

        Answer told = told(trace);
        assertThat(told.text("/workflowName")).isEqualTo("order");
        assertThat(told.text("/labels/service.name")).isEqualTo("shop");
        assertThat(told.body().path("steps").findValuesAsText("service"))
                .containsExactly("shop", "stock", "bank");
    }

    @Test
    void whatAnEngineItselfReports_wins() {
        Api.report(trace, "'workflowName': 'Mine', 'status': 'completed'");

        take(request("shop", span(trace, 1, 0, "order").setStatus(FAILED)));

        assertThat(told(trace).text("/workflowId")).isEqualTo("w");
        assertThat(told(trace).text("/workflowName")).isEqualTo("Mine");
        assertThat(told(trace).text("/status")).isEqualTo("completed");
    }
}
