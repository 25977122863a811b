package dev.hindsight.boot;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** A replica that may not migrate, started before the job that does. */
@QuarkusTest
@TestProfile(StartupTest.Validating.class)
class StartupTest {

    /** The mode of replicas beside a migration job. */
    public static final class Validating extends NewestPostgres {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
            settings.put("hindsight.migrate", "validate");
            return settings;
        }
    }

    @Inject Startup startup;

    @Inject Flyway flyway;

    @Test
    void replica_isReadyOnceSomebodyElseHasMigrated() {
        given().get("/q/health/ready")
                .then()
                .statusCode(503)
                .body("checks.find { it.name == 'database' }.status", equalTo("DOWN"))
                .body("checks.find { it.name == 'database' }.data.schema", equalTo("BEHIND"))
                .body("checks.find { it.name == 'start' }.status", equalTo("DOWN"));
        // Nobody is to restart it: it only waits.
        given().get("/q/health/live").then().statusCode(200);
        given().get("/q/health/started").then().statusCode(200);

        flyway.migrate();
        startup.onSchedule().await().indefinitely();

        given().get("/q/health/ready").then().statusCode(200);
        given().contentType("application/json")
                .body("{\"workflowId\": \"w\"}")
                .post("/api/v1/executions")
                .then()
                .statusCode(201);
    }
}
