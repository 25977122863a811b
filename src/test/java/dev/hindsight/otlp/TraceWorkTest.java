package dev.hindsight.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.google.protobuf.CodedOutputStream;
import dev.hindsight.otlp.OtlpFuzz.Settings;
import dev.hindsight.otlp.Trace.Slice;
import dev.hindsight.problem.ProblemException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void traces_thatRepeatALargeResourceAreWrittenFewAtATime() {
        Resource.Builder resource =
                Resource.newBuilder().addAttributes(Spans.attribute("k", "v".repeat(60_000)));
        ScopeSpans.Builder spans = ScopeSpans.newBuilder();
        for (int i = 1; i <= 100; i++) {
            spans.addSpans(Spans.span(Spans.trace(), i, 0, "n"));
        }
        ExportTraceServiceRequest request =
                ExportTraceServiceRequest.newBuilder()
                        .addResourceSpans(
                                ResourceSpans.newBuilder()
                                        .setResource(resource)
                                        .addScopeSpans(spans))
                        .build();

        List<List<Slice>> groups = OtlpIntake.groups(sorter.sort(request, new Receipt()));

        assertThat(groups.stream().mapToInt(List::size).sum()).isEqualTo(100);
        assertThat(groups)
                .allSatisfy(
                        group ->
                                assertThat(group.size() * 60_000)
                                        .isLessThan(OtlpIntake.MAX_REPEATED + 60_000));
    }

    /** Places of which each holds any number of messages, by the numbers of the fields on the way. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "1 2",
                "1 2 2",
                "1 1 1",
                "1 2 1 3",
                "1 2 2 9",
                "1 2 2 11",
                "1 2 2 11 3",
                "1 2 2 13",
                "1 2 2 13 4",
                "1 1 1 2 5 1",
                "1 2 2 9 2 5 1",
                "1 2 2 9 2 6 1",
                "1 2 2 9 2 5 1 6 1"
            })
    void millionsOfEmptyMessages_areRefusedUnmadeWhereverTheyAre(String place) throws IOException {
        List<Integer> fields = Stream.of(place.split(" ")).map(Integer::valueOf).toList();
        byte[] one = within(fields.get(fields.size() - 1), new byte[0]);
        byte[] body = new byte[one.length * (Encoding.MAX_MESSAGES + 1)];
        for (int i = 0; i < body.length; i++) {
            body[i] = one[i % one.length];
        }
        for (int i = fields.size() - 2; i >= 0; i--) {
            body = within(fields.get(i), body);
        }
        byte[] request = body;

        assertThatThrownBy(() -> Encoding.PROTOBUF.read(request))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("more than 1,000,000 spans");
    }

    private static byte[] within(int field, byte[] message) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream output = CodedOutputStream.newInstance(bytes);
        output.writeByteArray(field, message);
        output.flush();
        return bytes.toByteArray();
    }

    @Test
    void spans_ofAScopeWithALongNameDoNotRepeatAllOfIt() {
        List<String> operations =
                operations(request(Resource.newBuilder(), "s".repeat(100_000), 1_000));

        assertThat(operations.get(0).length()).isLessThan(1_000_000);
        assertThat(operations.get(0)).contains("\"scope\":{\"name\":\"" + "s".repeat(255) + "\"}");
    }
}
