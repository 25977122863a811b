package dev.hindsight.partition;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.hindsight.db.Database;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.problem.ProblemException;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(NewestPostgres.class)
class PartitionCatalogueTest {

    @Inject Pool pool;

    @Inject PartitionCatalogue catalogue;

    @Test
    void removal_isToldForNinetyDays() {
        LocalDate day = LocalDate.parse("2025-05-05");
        UUID id = PartitionDay.floorOf(day);
        OffsetDateTime droppedAt = OffsetDateTime.parse("2025-07-01T10:00:00Z");
        drop(day, droppedAt, "thirty-days");

        assertThat(removal(id, droppedAt.plusDays(90).minusSeconds(1)))
                .hasValueSatisfying(
                        problem ->
                                assertThat(problem.extensions())
                                        .containsEntry("removedAt", "2025-07-01T10:00:00.000Z")
                                        .containsEntry("policy", "thirty-days"));
        assertThat(removal(id, droppedAt.plusDays(90))).isEmpty();
        assertThat(removal(PartitionDay.floorOf(day.plusDays(1)), droppedAt)).isEmpty();
    }

    @Test
    void get_answersGoneForIdsOfDroppedDays() {
        LocalDate day = LocalDate.parse("2025-06-06");
        OffsetDateTime yesterday = OffsetDateTime.now(ZoneOffset.UTC).minusDays(1).withNano(0);
        drop(day, yesterday, "default");
        catalogue.refresh().await().indefinitely();

        for (String path : new String[] {"", "/steps", "/logs"}) {
            given().get("/api/v1/executions/" + idOf(day) + path)
                    .then()
                    .statusCode(410)
                    .contentType("application/problem+json")
                    .body("type", equalTo("/problems/gone"))
                    .body("policy", equalTo("default"))
                    .body(
                            "removedAt",
                            equalTo(yesterday.toInstant().toString().replace("Z", ".000Z")));
        }
    }

    @Test
    void get_answersNotFoundOnceItIsForgotten() {
        LocalDate day = LocalDate.parse("2025-07-07");
        drop(day, OffsetDateTime.now(ZoneOffset.UTC).minusDays(91), "default");
        catalogue.refresh().await().indefinitely();

        given().get("/api/v1/executions/" + idOf(day)).then().statusCode(404);
    }

    @Test
    void bounds_areWidenedByTheTransactionThatStores() {
        LocalDate today = PartitionDay.dayOf(Instant.now());
        given().contentType("application/json")
                .body(
                        """
                        {"externalId": "long-ago", "workflowId": "wide", "status": "completed",
                         "startedAt": "1999-12-31T23:59:59Z", "durationMs": 5}
                        """)
                .post("/api/v1/executions")
                .then()
                .statusCode(201);

        assertThat(oldest(today)).isBefore(OffsetDateTime.parse("2000-01-01T00:00:00Z"));
        given().get("/api/v1/executions?workflowId=wide&startedBefore=2000-01-01T00:00:00Z")
                .then()
                .statusCode(200)
                .body("items.externalId", hasItem("long-ago"));
    }

    @Test
    void bounds_stayWhenTheTransactionFails() {
        LocalDate today = PartitionDay.dayOf(Instant.now());
        OffsetDateTime before = oldest(today);
        Database database = new Database(pool);

        assertThatThrownBy(
                        () ->
                                database.transaction(
                                                client ->
                                                        catalogue
                                                                .widen(
                                                                        client,
                                                                        Map.of(
                                                                                Uuid7.mint(),
                                                                                before.minusYears(
                                                                                        9)))
                                                                .chain(
                                                                        () ->
                                                                                Uni.createFrom()
                                                                                        .failure(
                                                                                                new IllegalStateException(
                                                                                                        "no"))))
                                        .await()
                                        .indefinitely())
                .isInstanceOf(IllegalStateException.class);

        assertThat(oldest(today)).isEqualTo(before);
    }

    @Test
    void days_areReadAgainAfterASecond() {
        MovableClock clock = new MovableClock();
        PartitionCatalogue other =
                new PartitionCatalogue(new Database(pool), new PartitionStore(), clock);
        int known = other.days().await().indefinitely().size();
        drop(LocalDate.parse("2025-08-08"), OffsetDateTime.now(ZoneOffset.UTC), "default");

        assertThat(other.days().await().indefinitely()).hasSize(known);
        clock.move(Duration.ofSeconds(1));
        assertThat(other.days().await().indefinitely()).hasSize(known + 1);
    }

    private Optional<ProblemException> removal(UUID id, OffsetDateTime now) {
        Clock clock = Clock.fixed(now.toInstant(), ZoneOffset.UTC);
        PartitionCatalogue then =
                new PartitionCatalogue(new Database(pool), new PartitionStore(), clock);
        return then.days().map(known -> then.removal(id)).await().indefinitely();
    }

    /** An id as clients have them: one of version 7. */
    private static UUID idOf(LocalDate day) {
        return new UUID(
                PartitionDay.floorOf(day).getMostSignificantBits() | 0x7000L,
                0x8000_0000_0000_0001L);
    }

    private OffsetDateTime oldest(LocalDate day) {
        return pool.preparedQuery("SELECT oldest_started_at FROM partition_day WHERE day = $1")
                .executeAndAwait(Tuple.of(day))
                .iterator()
                .next()
                .getOffsetDateTime(0);
    }

    private void drop(LocalDate day, OffsetDateTime droppedAt, String policy) {
        pool.preparedQuery(
                        "INSERT INTO partition_day (day, state, oldest_started_at,"
                                + " newest_started_at, dropped_at, dropped_by)"
                                + " VALUES ($1, 'dropped', $2, $2, $3, $4)")
                .executeAndAwait(
                        Tuple.of(
                                day,
                                day.atStartOfDay().atOffset(ZoneOffset.UTC),
                                droppedAt,
                                policy));
    }

    private static final class MovableClock extends Clock {

        private Instant now = Instant.parse("2026-11-20T18:00:00Z");

        void move(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
