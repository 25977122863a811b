package dev.hindsight.kubernetes;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hindsight.fixture.NewestPostgres;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the cluster asks the service is answered. */
@QuarkusTest
@TestProfile(NewestPostgres.class)
class ServedTest {

    @Test
    void probe_isAnswered() {
        List<String> paths =
                Manifests.pods().stream()
                        .filter(pod -> pod.isOurs())
                        .flatMap(pod -> pod.container().findValues("httpGet").stream())
                        .map(it -> it.path("path").asText())
                        .distinct()
                        .toList();

        assertThat(paths).hasSize(3).allSatisfy(path -> given().get(path).then().statusCode(200));
    }

    @Test
    void monitor_isAnswered() {
        Stream<JsonNode> endpoints =
                Manifests.resources().stream()
                        .filter(it -> it.kind().equals("ServiceMonitor"))
                        .flatMap(it -> Manifests.each(it.document().at("/spec/endpoints")));

        assertThat(endpoints)
                .hasSize(1)
                .allSatisfy(it -> given().get(it.path("path").asText()).then().statusCode(200));
    }
}
