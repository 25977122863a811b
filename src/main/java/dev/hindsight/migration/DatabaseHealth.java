package dev.hindsight.migration;

import dev.hindsight.db.Database;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready when the schema is one this release can work on and the database answers, or did a moment
 * ago: a failover that takes seconds is told by 503 answers, which say when to come again, and must
 * not take all replicas away at once.
 */
@Readiness
@Singleton
final class DatabaseHealth implements AsyncHealthCheck {

    /** For so long a database that answered before may be away. */
    static final Duration TOLERANCE = Duration.ofSeconds(15);

    private final Database database;
    private final Schema schema;
    private final Clock clock;
    private volatile Instant answered = Instant.MIN;

    DatabaseHealth(Database database, Schema schema, Clock clock) {
        this.database = database;
        this.schema = schema;
        this.clock = clock;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return database.ping()
                .invoke(() -> answered = clock.instant())
                .replaceWith(true)
                .onFailure(RuntimeException.class)
                .recoverWithItem(false)
                .map(this::told);
    }

    private HealthCheckResponse told(boolean answers) {
        boolean lately = answers || !clock.instant().isAfter(answered.plus(TOLERANCE));
        return HealthCheckResponse.named("database")
                .status(lately && schema.isUsable())
                .withData("answers", answers)
                .withData("schema", schema.state().name())
                .build();
    }
}
