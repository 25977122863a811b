package dev.hindsight.otlp;

import static dev.hindsight.otlp.Spans.attribute;
import static dev.hindsight.otlp.Spans.event;
import static dev.hindsight.otlp.Spans.request;
import static dev.hindsight.otlp.Spans.span;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hindsight.otlp.Trace.Slice;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What settings make of a request. */
class OtlpSettingsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Settings USUAL =
            new Settings(
                    Optional.empty(),
                    Optional.empty(),
                    List.of("service.name", "deployment.environment.name"),
                    OtlpConfig.WorkflowFrom.ROOT_SPAN,
                    false);

    private final String trace = Spans.trace();
    private final Receipt receipt = new Receipt();

    private record Settings(
            Optional<List<String>> services,
            Optional<String> requireAttribute,
            List<String> labels,
            WorkflowFrom workflowFrom,
            boolean entryIsRoot)
            implements OtlpConfig {

        @Override
        public boolean enabled() {
            return true;
        }

        @Override
        public long maxBody() {
            return 1L << 20;
        }
    }

    private List<Trace> sorted(Settings settings, byte[] request) throws IOException {
        return new TraceSorter(settings)
                .sort(ExportTraceServiceRequest.parseFrom(request), receipt);
    }

    /** The names of the spans that are taken. */
    private List<String> taken(Settings settings, byte[] request) throws IOException {
        return sorted(settings, request).stream()
                .flatMap(it -> it.spans().stream())
                .map(it -> it.span().getName())
                .toList();
    }

    private JsonNode execution(Settings settings, byte[] request) throws IOException {
        Trace only = sorted(settings, request).get(0);
        byte[] written = new TraceWriter(settings).write(new Slice(only, only.spans()), true);
        return JSON.readTree(written).path("execution");
    }

    @Test
    void services_areThoseWhoseSpansAreTaken() throws IOException {
        Settings settings =
                new Settings(
                        Optional.of(List.of("shop", "unknown_service")),
                        USUAL.requireAttribute(),
                        USUAL.labels(),
                        USUAL.workflowFrom(),
                        false);

        assertThat(taken(settings, request("shop", span(trace, 1, 0, "a")))).containsExactly("a");
        assertThat(taken(settings, request("", span(trace, 1, 0, "b")))).containsExactly("b");
        assertThat(taken(settings, request("Shop", span(trace, 1, 0, "c")))).isEmpty();
        // One that is not wanted may be as bad as it likes.
        assertThat(taken(settings, request("bank", span("00", 1, 0, "d")))).isEmpty();
        assertThat(receipt.rejected()).isZero();
        assertThat(receipt.message()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "flow,        true,  true",
        "flow=a,      true,  false",
        "flow=,       false, false",
        "flow=b=c,    false, true",
        "service.name=shop, true, true",
        "service.name=bank, false, false",
        "Flow,        false, false"
    })
    void requiredAttribute_isOfTheSpanOrItsResource(String wanted, boolean first, boolean second)
            throws IOException {
        Settings settings =
                new Settings(
                        USUAL.services(),
                        Optional.of(wanted),
                        USUAL.labels(),
                        USUAL.workflowFrom(),
                        false);
        byte[] request =
                request(
                        "shop",
                        span(trace, 1, 0, "first").addAttributes(attribute("flow", "a")),
                        span(trace, 2, 1, "second").addAttributes(attribute("flow", "b=c")));

        List<String> expected = new ArrayList<>();
        if (first) {
            expected.add("first");
        }
        if (second) {
            expected.add("second");
        }
        assertThat(taken(settings, request)).isEqualTo(expected);
    }

    @Test
    void labels_areOfTheAttributesThatAreNamed() throws IOException {
        Settings settings =
                new Settings(
                        USUAL.services(),
                        USUAL.requireAttribute(),
                        List.of("tier", "service.name", "not a key", "absent"),
                        USUAL.workflowFrom(),
                        false);
        byte[] request =
                request(
                        "shop",
                        span(trace, 1, 0, "order")
                                .addAttributes(attribute("tier", "gold"))
                                .addAttributes(attribute("not a key", "x"))
                                .addAttributes(attribute("hindsight.label.team", "payments")));

        assertThat(execution(settings, request).path("labels").toString())
                .isEqualTo("{\"service.name\":\"shop\",\"team\":\"payments\",\"tier\":\"gold\"}");
        assertThat(execution(USUAL, request).path("labels").toString())
                .isEqualTo("{\"service.name\":\"shop\",\"team\":\"payments\"}");
    }

    @Test
    void workflow_isNamedByTheRootOrTheServiceOrAnAttribute() throws IOException {
        Settings byService =
                new Settings(
                        USUAL.services(),
                        USUAL.requireAttribute(),
                        USUAL.labels(),
                        OtlpConfig.WorkflowFrom.SERVICE,
                        false);
        byte[] request = request("shop", span(trace, 1, 0, "order"));
        byte[] named =
                request(
                        "shop",
                        span(trace, 1, 0, "order")
                                .addAttributes(attribute("hindsight.workflow.id", "w")));

        assertThat(execution(USUAL, request).path("workflowId").asText()).isEqualTo("order");
        assertThat(execution(byService, request).path("workflowId").asText()).isEqualTo("shop");
        assertThat(execution(byService, request).path("workflowName").asText()).isEqualTo("order");
        assertThat(execution(byService, named).path("workflowId").asText()).isEqualTo("w");
    }

    @ParameterizedTest
    @CsvSource({
        "0x300, true,  order",
        "0x301, true,  order",
        // Its parent is of this process, or nothing is known of it.
        "0x100, true,  shop",
        "0x200, true,  shop",
        "0x300, false, shop"
    })
    void entry_isARootIfThatIsWanted(String flags, boolean isWanted, String workflow)
            throws IOException {
        Settings settings =
                new Settings(
                        USUAL.services(),
                        USUAL.requireAttribute(),
                        USUAL.labels(),
                        USUAL.workflowFrom(),
                        isWanted);
        byte[] request =
                request("shop", span(trace, 2, 1, "order").setFlags(Integer.decode(flags)));

        JsonNode execution = execution(settings, request);

        assertThat(execution.path("workflowId").asText()).isEqualTo(workflow);
        assertThat(execution.path("status").asText())
                .isEqualTo(workflow.equals("order") ? "completed" : "");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 20, 10_000})
    void spansWithManyEvents_areFewOfAGroup(int events) throws IOException {
        List<Span> spans = new ArrayList<>();
        for (int i = 1; i <= 1_200; i++) {
            Span.Builder span = span(trace, i, 0, "n");
            // One object, so that the test itself stays small.
            Span.Event event = event(0, "e");
            for (int j = 0; j < events && (events < 100 || i < 10); j++) {
                span.addEvents(event);
            }
            spans.add(span.build());
        }

        List<List<Slice>> groups = OtlpIntake.groups(sorted(USUAL, request("shop", spans)));

        assertThat(groups.stream().flatMap(List::stream).flatMap(it -> it.spans().stream()))
                .hasSize(1_200);
        assertThat(groups)
                .allSatisfy(
                        group -> {
                            List<Span> all =
                                    group.stream()
                                            .flatMap(it -> it.spans().stream())
                                            .map(Trace.TracedSpan::span)
                                            .toList();
                            assertThat(all.size()).isBetween(1, 500);
                            assertThat(all.stream().mapToInt(Span::getEventsCount).sum())
                                    .isLessThan(15_000);
                        });
    }
}
