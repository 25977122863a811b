package dev.hindsight.reader;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;

/** Counts who answered the questions that a replica may answer, if there is one. */
@Singleton
@Startup
final class ReaderMeters {

    private final Counter replica;
    private final Counter behind;
    private final Counter failed;
    private final Counter rests;

    ReaderMeters(MeterRegistry registry) {
        replica = counter(registry, "replica");
        behind = counter(registry, "primary_replica_behind");
        failed = counter(registry, "primary_replica_failed");
        rests = counter(registry, "primary_replica_rests");
    }

    private static Counter counter(MeterRegistry registry, String answered) {
        return Counter.builder("hindsight_reader_questions")
                .description("Questions that a read replica may answer, by who answered them")
                .tag("answered", answered)
                .register(registry);
    }

    void answered() {
        replica.increment();
    }

    void failed(boolean isBehind) {
        (isBehind ? behind : failed).increment();
    }

    void rests() {
        rests.increment();
    }
}
