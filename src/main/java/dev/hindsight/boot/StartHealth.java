package dev.hindsight.boot;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when every preparation is done; until then this replica is sent no requests. */
@Readiness
@Singleton
final class StartHealth implements HealthCheck {

    private final Startup startup;

    StartHealth(Startup startup) {
        this.startup = startup;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("start").status(startup.isDone()).build();
    }
}
