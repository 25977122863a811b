package dev.hindsight.otlp;

import static dev.hindsight.otlp.Spans.TRACES;
import static dev.hindsight.otlp.Spans.attribute;
import static dev.hindsight.otlp.Spans.post;
import static dev.hindsight.otlp.Spans.request;
import static dev.hindsight.otlp.Spans.span;
import static dev.hindsight.otlp.Spans.take;
import static dev.hindsight.otlp.Spans.told;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.NewestPostgres;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** Small requests that would become large, and parts that would spoil others. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class TraceBoundsTest {

    private final String trace = Spans.trace();

    @Test
    void deepPayloadOfTheRoot_doesNotSpoilItsTrace() {
        String deep = "[".repeat(600) + "]".repeat(600);
        String brokenOff = "{\"a\": [";
        byte[] request =
                request(
                        "shop",
                        span(trace, 1, 0, "order")
                                .addAttributes(attribute("hindsight.input", deep))
                                .addAttributes(attribute("hindsight.output", brokenOff)),
                        span(trace, 2, 1, "pay")
                                .addAttributes(attribute("hindsight.input", "{\"a\": [1]}")));

        take(request);

        Answer told = told(trace);
        assertThat(told.text("/input")).isEqualTo(deep);
        assertThat(told.text("/output")).isEqualTo(brokenOff);
        assertThat(told.at("/steps")).hasSize(2);
        assertThat(told.at("/steps/1/input/a/0").asInt()).isOne();
    }

    @Test
    void resourceThatIsHuge_isNotWrittenWithEveryTrace() {
        Span own = span(trace, 1, 0, "order").build();
        byte[] request =
                ExportTraceServiceRequest.newBuilder()
                        .addResourceSpans(
                                resource("x".repeat(70_000))
                                        .addScopeSpans(
                                                ScopeSpans.newBuilder()
                                                        .addSpans(span(Spans.trace(), 1, 0, "a"))
                                                        .addSpans(span(Spans.trace(), 1, 0, "b"))))
                        .addResourceSpans(
                                resource("x".repeat(60_000))
                                        .addScopeSpans(ScopeSpans.newBuilder().addSpans(own)))
                        .build()
                        .toByteArray();

        Answer answer = post(request);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.http().body()).contains("2: Their resource has more than 65,536 bytes.");
        assertThat(told(trace).at("/steps")).hasSize(1);
    }

    private static ResourceSpans.Builder resource(String text) {
        return ResourceSpans.newBuilder()
                .setResource(Resource.newBuilder().addAttributes(attribute("a", text)));
    }

    @Test
    void spansWithTooManyEvents_areRejected() {
        Span.Builder many = span(trace, 2, 1, "many");
        many.addAllEvents(Collections.nCopies(10_001, Span.Event.getDefaultInstance()));

        Answer answer = post(request("shop", span(trace, 1, 0, "order"), many));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.http().body())
                .contains("1: The span has more than 10,000 events or links.");
        assertThat(told(trace).at("/steps")).hasSize(1);
    }

    /** They fill a few bytes of a body each, compressed not even one, and far more of memory. */
    @Test
    void millionsOfEmptyMessages_areRefusedUnmade() {
        byte[] spans = new byte[2_000_002];
        for (int i = 0; i < spans.length; i += 2) {
            spans[i] = 2 << 3 | 2;
        }
        byte[] request =
                ExportTraceServiceRequest.newBuilder()
                        .addResourceSpans(
                                ResourceSpans.newBuilder()
                                        .setUnknownFields(
                                                UnknownFieldSet.newBuilder()
                                                        .addField(
                                                                2,
                                                                UnknownFieldSet.Field.newBuilder()
                                                                        .addLengthDelimited(
                                                                                ByteString.copyFrom(
                                                                                        spans))
                                                                        .build())
                                                        .build()))
                        .build()
                        .toByteArray();
        String inJson =
                "{'resourceSpans': [{'scopeSpans': [{'spans': [{}%s]}]}]}"
                        .formatted(",{}".repeat(1_000_000));

        assertThat(post(request).status()).isEqualTo(413);
        assertThat(Api.post(TRACES, inJson).status()).isEqualTo(413);
        assertThat(Api.post(TRACES, inJson).text("/message")).contains("more than 1,000,000 spans");
    }
}
