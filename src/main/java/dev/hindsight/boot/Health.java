package dev.hindsight.boot;

import dev.hindsight.db.Schema;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Whether this replica may be sent requests. */
final class Health {

    private Health() {}

    /** Ready when the schema is one this release can work on and the database answers. */
    @Readiness
    @ApplicationScoped
    static class Database implements AsyncHealthCheck {

        private final Schema schema;

        Database(Schema schema) {
            this.schema = schema;
        }

        @Override
        public Uni<HealthCheckResponse> call() {
            return schema.ping()
                    .map(done -> schema.isUsable())
                    .onFailure(RuntimeException.class)
                    .recoverWithItem(false)
                    .map(
                            ready ->
                                    HealthCheckResponse.named("database")
                                            .status(ready)
                                            .withData("schema", schema.state().name())
                                            .build());
        }
    }

    /** Started when the schema and the coming days' tables have been seen to. */
    @org.eclipse.microprofile.health.Startup
    @ApplicationScoped
    static class Started implements HealthCheck {

        private final Startup startup;

        Started(Startup startup) {
            this.startup = startup;
        }

        @Override
        public HealthCheckResponse call() {
            return HealthCheckResponse.named("start").status(startup.isDone()).build();
        }
    }
}
