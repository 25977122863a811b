package dev.hindsight.bulk;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;

/** What became of lines, counted once a body: the status of the answer does not tell. */
@Startup
@Singleton
final class BulkMeters {

    private final Counter accepted;
    private final Counter rejected;

    BulkMeters(MeterRegistry metrics) {
        this.accepted = lines(metrics, "accepted");
        this.rejected = lines(metrics, "rejected");
    }

    private static Counter lines(MeterRegistry metrics, String outcome) {
        return Counter.builder("hindsight_ingest_lines")
                .description("Lines of bulk reports that came to their end, by what became of them")
                .tag("outcome", outcome)
                .register(metrics);
    }

    /** A body was taken to its end. */
    void took(BulkReceipt receipt) {
        accepted.increment((double) receipt.accepted());
        rejected.increment((double) receipt.rejected());
    }
}
