package dev.hindsight.otlp;

import static dev.hindsight.otlp.Spans.PROTOBUF;
import static dev.hindsight.otlp.Spans.TRACES;
import static dev.hindsight.otlp.Spans.post;
import static dev.hindsight.otlp.Spans.request;
import static dev.hindsight.otlp.Spans.span;
import static dev.hindsight.otlp.Spans.take;
import static dev.hindsight.otlp.Spans.told;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.OwnPostgres;
import dev.hindsight.fixture.OwnServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

/** The database is away: exporters are told, in their own form, to come again. */
@QuarkusTest
@TestProfile(OwnServer.class)
class TracesDatabaseAwayTest {

    OwnPostgres server;

    @Test
    void spans_areRefusedAsStatus_andTakenWhenTheyComeAgain() {
        String trace = Spans.trace();
        byte[] request = request("shop", span(trace, 1, 0, "order"), span(trace, 2, 1, "pay"));
        String json =
                "{'resourceSpans': [{'scopeSpans': [{'spans': [{'traceId': '%s', 'spanId':"
                        + " '0000000000000001', 'name': 'order'}]}]}]}";

        server.goDown();
        Answer inProtobuf;
        Answer inJson;
        try {
            inProtobuf = post(request);
            inJson = Api.post(TRACES, json.formatted(trace));
        } finally {
            server.goUp();
        }

        assertThat(inProtobuf.status()).isEqualTo(503);
        assertThat(inProtobuf.header("Retry-After")).isEqualTo("2");
        assertThat(inProtobuf.header("Content-Type")).isEqualTo(PROTOBUF);
        assertThat(inJson.status()).isEqualTo(503);
        assertThat(inJson.header("Retry-After")).isEqualTo("2");
        assertThat(inJson.at("/code").asInt()).isEqualTo(14);
        assertThat(inJson.text("/message")).isEqualTo(inJson.text("/detail"));
        assertThat(inProtobuf.http().body())
                .startsWith("\b\u000e\u0012")
                .endsWith(inJson.text("/message"));
        take(request);
        assertThat(told(trace).at("/steps").size()).isEqualTo(2);
    }
}
