package dev.hindsight.partition;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Tells in the readiness answer for how many days there are tables, and warns when there are few.
 * Never takes the replica away: what is stored can be read whatever the day.
 */
@Readiness
@Singleton
final class PartitionHealth implements AsyncHealthCheck {

    /** With fewer days than this after today, somebody should look why none are made. */
    static final int FEW = 2;

    private final PartitionCatalogue catalogue;
    private final Clock clock;

    PartitionHealth(PartitionCatalogue catalogue, Clock clock) {
        this.catalogue = catalogue;
        this.clock = clock;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return catalogue
                .days()
                .map(this::told)
                .onFailure(RuntimeException.class)
                .recoverWithItem(() -> HealthCheckResponse.up("partitions"));
    }

    private HealthCheckResponse told(List<PartitionDay> days) {
        int ahead = daysAhead(days, PartitionDay.dayOf(clock.instant()));
        HealthCheckResponseBuilder answer =
                HealthCheckResponse.named("partitions").up().withData("daysAhead", ahead);
        if (ahead < FEW) {
            answer.withData(
                    "warning",
                    ahead < 0
                            ? "There are no tables for today: nothing new can be stored."
                            : "Tables run out: new days could not be made, the log says why.");
        }
        return answer.build();
    }

    /** Days after today that follow one another without a gap; -1 if today is missing. */
    static int daysAhead(List<PartitionDay> days, LocalDate today) {
        Set<LocalDate> there =
                days.stream()
                        .filter(day -> !day.isDropped())
                        .map(PartitionDay::day)
                        .collect(Collectors.toUnmodifiableSet());
        int ahead = -1;
        while (there.contains(today.plusDays(ahead + 1L))) {
            ahead++;
        }
        return ahead;
    }
}
