package dev.hindsight.otlp;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What became of the spans of one request. Told by one after the other, never by two at once. */
final class Receipt {

    /** More reasons are counted, not told. */
    private static final int MAX_REASONS = 5;

    private final Map<String, Long> reasons = new LinkedHashMap<>();
    private long accepted;
    private long passedBy;
    private long rejected;

    void accept(long spans) {
        accepted += spans;
    }

    /** A span is not of those that are wanted. */
    void passBy() {
        passedBy++;
    }

    /**
     * Spans are not taken.
     *
     * @param reason a sentence for who sent them
     */
    void reject(long spans, String reason) {
        rejected += spans;
        if (reasons.size() < MAX_REASONS || reasons.containsKey(reason)) {
            reasons.merge(reason, spans, Long::sum);
        }
    }

    long rejected() {
        return rejected;
    }

    /** Why spans are not taken; empty if all of them are. */
    String message() {
        return reasons.entrySet().stream()
                .map(it -> "%d: %s".formatted(it.getValue(), it.getKey()))
                .collect(Collectors.joining(" "));
    }

    /** Counts what receipts tell, once a request: the status of the answer does not. */
    @Startup
    @Singleton
    static final class Meters {

        private final Counter taken;
        private final Counter refused;
        private final Counter unwanted;

        Meters(MeterRegistry metrics) {
            this.taken = spans(metrics, "accepted");
            this.refused = spans(metrics, "rejected");
            this.unwanted = spans(metrics, "passed-by");
        }

        private static Counter spans(MeterRegistry metrics, String outcome) {
            return Counter.builder("hindsight_otlp_spans")
                    .description(
                            "Spans of OTLP requests that were answered, by what became of them")
                    .tag("outcome", outcome)
                    .register(metrics);
        }

        void count(Receipt receipt) {
            taken.increment((double) receipt.accepted);
            refused.increment((double) receipt.rejected);
            unwanted.increment((double) receipt.passedBy);
        }
    }
}
