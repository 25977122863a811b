package dev.hindsight.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.hindsight.otlp.OtlpFuzz.Settings;
import dev.hindsight.otlp.Trace.Slice;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What requests cost: no more than they are large, whatever is in them. */
class TraceWorkTest {

    private static final Duration LONG = Duration.ofSeconds(10);

    private static final String TRACE = "5eed".repeat(8);

    private final TraceSorter sorter = new TraceSorter(new Settings());
    private final TraceWriter writer = new TraceWriter(new Settings());

    private static ExportTraceServiceRequest request(
            Resource.Builder resource, String scope, int spans) {
        ScopeSpans.Builder some =
                ScopeSpans.newBuilder().setScope(InstrumentationScope.newBuilder().setName(scope));
        for (int i = 1; i <= spans; i++) {
            some.addSpans(Spans.span(TRACE, i, i + 1, "n"));
        }
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(
                        ResourceSpans.newBuilder().setResource(resource).addScopeSpans(some))
                .build();
    }

    /** The operations that a request becomes, as many together as it has traces. */
    private List<String> operations(ExportTraceServiceRequest request) {
        return assertTimeout(
                LONG,
                () ->
                        sorter.sort(request, new Receipt()).stream()
                                .map(trace -> writer.write(new Slice(trace, trace.spans()), true))
                                .map(operation -> new String(operation, UTF_8))
                                .toList());
    }

    @Test
    void spans_ofAResourceWithManyAttributesTakeNoLongerThanOthers() {
        Resource.Builder resource = Resource.newBuilder();
        for (int i = 0; i < 4_000; i++) {
            resource.addAttributes(Spans.attribute("k" + i, "v"));
        }
        resource.addAttributes(Spans.attribute("service.name", "shop"));

        List<String> operations = operations(request(resource, "lib", 10_000));

        assertThat(operations).hasSize(1);
        assertThat(operations.get(0)).contains("\"service\":\"shop\"").contains("\"k3999\":\"v\"");
    }

    @Test
    void spans_ofAResourceThatEachTraceWouldRepeatAreNotTakenIfItIsLarge() {
        Resource.Builder resource =
                Resource.newBuilder().addAttributes(Spans.attribute("k", "v".repeat(65_536)));
        Receipt receipt = new Receipt();

        assertThat(sorter.sort(request(resource, "lib", 3), receipt)).isEmpty();
        assertThat(receipt.rejected()).isEqualTo(3);
        assertThat(receipt.message()).isEqualTo("3: Their resource has more than 65,536 bytes.");
    }

    @Test
    void spans_ofAScopeWithALongNameDoNotRepeatAllOfIt() {
        List<String> operations =
                operations(request(Resource.newBuilder(), "s".repeat(100_000), 1_000));

        assertThat(operations.get(0).length()).isLessThan(1_000_000);
        assertThat(operations.get(0)).contains("\"scope\":{\"name\":\"" + "s".repeat(255) + "\"}");
    }
}
