package dev.hindsight.otlp;

import static dev.hindsight.otlp.Spans.SECOND;
import static dev.hindsight.otlp.Spans.TEN;
import static dev.hindsight.otlp.Spans.attribute;
import static dev.hindsight.otlp.Spans.event;
import static dev.hindsight.otlp.Spans.lasting;
import static dev.hindsight.otlp.Spans.request;
import static dev.hindsight.otlp.Spans.span;
import static dev.hindsight.otlp.Spans.take;
import static dev.hindsight.otlp.Spans.told;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.AtOnce;
import dev.hindsight.fixture.NewestPostgres;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spans come in any order, in any number of requests, and again. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class TraceOrderTest {

    private final String trace = Spans.trace();

    /** Twelve spans, some of which fail, each with two events; the first one is the root. */
    private static List<Span> spans(String trace, boolean withRoot) {
        List<Span> spans = new ArrayList<>();
        for (int i = withRoot ? 1 : 2; i <= 12; i++) {
            spans.add(
                    span(trace, i, i / 2, "node " + i)
                            .setStatus(Status.newBuilder().setCodeValue(i % 3).setMessage("m" + i))
                            .addAttributes(attribute("n", "v" + i))
                            .addAttributes(attribute("hindsight.workflow.id", "shuffled"))
                            .addEvents(event(TEN + i * SECOND, "began"))
                            .addEvents(event(TEN + i * SECOND + 123_456, "went on"))
                            .build());
        }
        return spans;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void shuffledSpans_areAsInOneRequest(int seed) {
        boolean withRoot = seed % 4 != 0;
        Random random = new Random(seed);
        take(request("shop", spans(trace, withRoot)));
        String other = Spans.trace();
        List<Span> shuffled = new ArrayList<>(spans(other, withRoot));
        shuffled.addAll(spans(other, withRoot).subList(0, 5));
        Collections.shuffle(shuffled, random);
        while (!shuffled.isEmpty()) {
            List<Span> part = shuffled.subList(0, 1 + random.nextInt(shuffled.size()));
            take(request("shop", List.copyOf(part)));
            part.clear();
        }

        assertThat(lasting(other)).isEqualTo(lasting(trace));
    }

    @Test
    void repeatedRequest_changesNothing() {
        byte[] request = request("shop", spans(trace, true));
        take(request);
        Answer once = told(trace);

        take(request);

        assertThat(told(trace).body()).isEqualTo(once.body());
        assertThat(once.at("/logs")).hasSize(24);
        assertThat(once.text("/version")).isEqualTo("1");
    }

    /** More events at one microsecond than there are sequences for it, of spans that are much alike. */
    @Test
    void eventsThatMeet_areAllKeptAndNoneTwice() {
        List<byte[]> requests = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            requests.add(
                    request(
                            "shop",
                            span(trace, i, i - 1, "n")
                                    .addEvents(event(TEN + 1_000, "same", attribute("i", "" + i)))
                                    .addEvents(event(TEN, "whole", attribute("i", "" + i)))));
        }

        requests.forEach(Spans::take);
        assertThat(told(trace).at("/logs")).hasSize(80);

        requests.forEach(Spans::take);
        assertThat(told(trace).at("/logs")).hasSize(80);
    }

    @Test
    void manyAtOnce_areOneExecution() throws Exception {
        List<Span> spans = spans(trace, true);

        AtOnce.ask(
                12,
                i -> {
                    take(request("service " + i % 3, List.of(spans.get(i))));
                    return i;
                });

        Answer told = told(trace);
        assertThat(told.at("/steps")).hasSize(12);
        assertThat(told.at("/logs")).hasSize(24);
        assertThat(told.text("/workflowName")).isEqualTo("node 1");
        assertThat(told.text("/status")).isEqualTo("completed");
        assertThat(told.text("/startedAt")).isEqualTo("2026-11-20T10:00:01.000Z");
    }

    @Test
    void manySpansOfManyTraces_areWrittenInParts() {
        List<Span> spans = new ArrayList<>();
        String other = Spans.trace();
        for (int i = 1; i <= 5_000; i++) {
            spans.add(span(trace, i, i == 1 ? 0 : 1, "n").build());
            spans.add(span(other, i, i == 5_000 ? 0 : 5_000, "n").build());
        }

        take(request("shop", spans));

        for (String id : List.of(trace, other)) {
            Answer steps = Api.get(Api.ext(id) + "/storage");
            assertThat(steps.http().body()).contains("5000");
            assertThat(told(id).text("/status")).isEqualTo("completed");
        }
    }
}
