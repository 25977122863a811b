package dev.hindsight.storage;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.OptionalInt;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Warns in the readiness answer when the database will soon weigh more than there is room for. Never
 * takes the replica away, and asks nobody: what was last read is told.
 */
@Readiness
@Singleton
final class StorageHealth implements AsyncHealthCheck {

    /** With no more days than this left, somebody should make room. */
    static final int FEW = 14;

    private final StorageService storage;

    StorageHealth(StorageService storage) {
        this.storage = storage;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom().item(this::told);
    }

    private HealthCheckResponse told() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("storage").up();
        storage.latest()
                .ifPresent(reading -> answer.withData("databaseBytes", reading.databaseBytes()));
        OptionalInt full = storage.fullInDays();
        if (full.isPresent()) {
            answer.withData("fullInDays", full.getAsInt());
            if (full.getAsInt() <= FEW) {
                answer.withData("warning", warning(full.getAsInt()));
            }
        }
        return answer.build();
    }

    private static String warning(int days) {
        return days == 0
                ? "The database weighs more than hindsight.storage.expected-bytes."
                : "The database will weigh more than hindsight.storage.expected-bytes in %d days."
                        .formatted(days);
    }
}
