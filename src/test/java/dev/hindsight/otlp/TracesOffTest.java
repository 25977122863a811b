package dev.hindsight.otlp;

import static dev.hindsight.otlp.Spans.PROTOBUF;
import static dev.hindsight.otlp.Spans.TRACES;
import static dev.hindsight.otlp.Spans.post;
import static dev.hindsight.otlp.Spans.request;
import static dev.hindsight.otlp.Spans.span;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.edge.EdgeProfile;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

/** Where no traces are taken. */
@QuarkusTest
@TestProfile(EdgeProfile.class)
class TracesOffTest {

    @Test
    void traces_areNotThere() {
        String trace = Spans.trace();

        Answer inProtobuf = post(request("shop", span(trace, 1, 0, "order")));
        Answer inJson = Api.post(TRACES, "{'resourceSpans': []}");

        assertThat(inProtobuf.status()).isEqualTo(404);
        assertThat(inProtobuf.header("Content-Type")).isEqualTo(PROTOBUF);
        assertThat(inProtobuf.http().body()).contains("hindsight.otlp.enabled");
        assertThat(inJson.status()).isEqualTo(404);
        assertThat(inJson.at("/code").asInt()).isEqualTo(5);
        assertThat(Api.get(Api.ext(trace)).status()).isEqualTo(404);
    }
}
