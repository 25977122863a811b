package dev.hindsight.boot;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hindsight.fixture.Artifact;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The artifact where no database is configured: the JVM application brings one, the binary cannot. */
class ArtifactIT {

    @TempDir private Path home;

    @Test
    void jvmApplication_keepsItsOwnDatabaseFromOneStartToTheNext() throws Exception {
        assumeFalse(Artifact.isNative());

        try (Artifact first = Artifact.start(home)) {
            given().contentType("application/json")
                    .body("{\"externalId\": \"kept\", \"workflowId\": \"w\"}")
                    .post(first.url() + "/api/v1/executions")
                    .then()
                    .statusCode(201);
            first.terminate();
            // 128 and the signal's number: it ended because it was told to.
            assertThat(first.exitCode()).isEqualTo(143);
            assertThat(home.resolve("data/postmaster.pid")).doesNotExist();
        }
        try (Artifact second = Artifact.start(home)) {
            given().get(second.url() + "/api/v1/executions/ext:kept")
                    .then()
                    .statusCode(200)
                    .body("workflowId", equalTo("w"));
            second.terminate();
            assertThat(second.exitCode()).isEqualTo(143);
        }
    }

    @Test
    void nativeBinary_saysInOneLineThatItNeedsADatabase() throws Exception {
        assumeTrue(Artifact.isNative());

        try (Artifact binary = Artifact.start(home)) {
            assertThat(binary.rest())
                    .isEqualTo(
                            "hindsight: the native binary brings no database: set HINDSIGHT_DATABASE_URL"
                                    + " to postgresql://user:password@host:port/database\n");
            assertThat(binary.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void environment_isRead() throws Exception {
        try (Artifact artifact =
                Artifact.start(Map.of("HINDSIGHT_DATABASE_URL", "mysql://somewhere/else"))) {
            assertThat(artifact.rest())
                    .startsWith("hindsight: HINDSIGHT_DATABASE_URL cannot be used: ");
            assertThat(artifact.exitCode()).isEqualTo(1);
        }
    }
}
