package dev.hindsight.storage;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.Little;
import dev.hindsight.partition.PartitionCatalogue;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Map;
import java.util.OptionalLong;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;

/** The readiness answer warns of a database that runs full, and stays as it is. */
@QuarkusTest
@TestProfile(Little.class)
class StorageHealthTest {

    @Inject StorageService storage;
    @Inject StorageStore store;
    @Inject PartitionCatalogue partitions;
    @Inject Clock clock;

    private Map<String, Object> told(OptionalLong expected) {
        StorageService service = new StorageService(store, partitions, () -> expected, clock);
        service.onSchedule().await().indefinitely();
        HealthCheckResponse answer = new StorageHealth(service).call().await().indefinitely();
        assertThat(answer.getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
        return answer.getData().orElseThrow();
    }

    /** The tables of a day weigh something, even empty. */
    private long bytesIn(int days) {
        storage.onSchedule().await().indefinitely();
        Forecast forecast = storage.latest().orElseThrow().forecast();
        assertThat(forecast.growthPerDay()).isPositive();
        return forecast.bytesIn(days);
    }

    @Test
    void readiness_warnsAndStaysUp() {
        storage.onSchedule().await().indefinitely();

        assertThat(given().get("/q/health/ready").then().statusCode(200).extract().asString())
                .contains("weighs more than hindsight.storage.expected-bytes")
                .contains("\"fullInDays\": 0");
        assertThat(Scrape.now().of("hindsight_storage_full_in_days")).isZero();
    }

    @Test
    void warning_comesFourteenDaysBefore() {
        long limit = bytesIn(13);

        assertThat(told(OptionalLong.of(limit)))
                .containsEntry("fullInDays", 14L)
                .hasEntrySatisfying(
                        "warning", text -> assertThat(text.toString()).contains("in 14 days"));
        assertThat(told(OptionalLong.of(bytesIn(14))))
                .containsEntry("fullInDays", 15L)
                .doesNotContainKey("warning");
    }

    @Test
    void health_tellsWhatTheDatabaseWeighs() {
        assertThat(told(OptionalLong.empty()))
                .containsKey("databaseBytes")
                .doesNotContainKeys("fullInDays", "warning");
        assertThat(told(OptionalLong.of(Long.MAX_VALUE)))
                .doesNotContainKeys("fullInDays", "warning");
    }

    @Test
    void health_isUpBeforeAnythingWasRead() {
        StorageService unread =
                new StorageService(store, partitions, () -> OptionalLong.of(1), clock);

        assertThat(new StorageHealth(unread).call().await().indefinitely().getStatus())
                .isEqualTo(HealthCheckResponse.Status.UP);
    }
}
