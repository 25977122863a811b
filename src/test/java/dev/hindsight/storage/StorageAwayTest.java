package dev.hindsight.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.LogLines;
import dev.hindsight.fixture.OwnPostgres;
import dev.hindsight.fixture.OwnServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever scrapes does not wait for a database that is away, and is told what was last known. */
@QuarkusTest
@TestProfile(OwnServer.class)
class StorageAwayTest {

    @Inject StorageService storage;

    OwnPostgres server;

    @Test
    void scrape_tellsWhatWasLastReadWhileTheDatabaseIsAway() {
        assertThat(Scrape.now().of("hindsight_storage_database_bytes")).isNaN();
        assertThat(Scrape.now().of("hindsight_storage_forecast_bytes")).isNaN();
        assertThat(Scrape.now().of("hindsight_storage_orphans", "table", "step")).isNaN();
        read();
        Scrape before = Scrape.now();
        assertThat(before.of("hindsight_storage_database_bytes")).isPositive();

        server.goDown();
        try (LogLines log = LogLines.of("dev.hindsight.storage")) {
            read();
            // The server's own absence is told elsewhere, once.
            assertThat(log.complaints()).isEmpty();
        }
        Instant start = Instant.now();
        Scrape during = Scrape.now();

        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
        for (String name :
                List.of(
                        "hindsight_storage_database_bytes",
                        "hindsight_storage_growth_bytes_per_day",
                        "hindsight_storage_forecast_bytes",
                        "hindsight_partition_days_ahead")) {
            assertThat(during.of(name)).as(name).isEqualTo(before.of(name));
        }
        assertThat(during.of("hindsight_storage_table_bytes", "table", "step"))
                .isEqualTo(before.of("hindsight_storage_table_bytes", "table", "step"));
        assertThat(during.of("hindsight_storage_age_seconds"))
                .isGreaterThan(before.of("hindsight_storage_age_seconds"));

        server.goUp();
        Instant last = storage.latest().orElseThrow().readAt();
        read();
        assertThat(storage.latest().orElseThrow().readAt()).isAfter(last);
    }

    private void read() {
        storage.onSchedule().await().atMost(Duration.ofSeconds(60));
    }
}
