package dev.hindsight.storage;

import static dev.hindsight.fixture.Api.fresh;
import static dev.hindsight.fixture.Api.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.fixture.LogLines;
import dev.hindsight.fixture.NewestPostgres;
import dev.hindsight.fixture.Rows;
import dev.hindsight.partition.PartitionCatalogue;
import dev.hindsight.partition.PartitionDay;
import dev.hindsight.partition.PastDays;
import dev.hindsight.partition.Uuid7;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows without their execution, planted by hand, since the service writes none. */
@QuarkusTest
@TestProfile(OrphanCheckTest.Alone.class)
class OrphanCheckTest {

    /** In a database of its own, in which no other test plants rows. */
    public static final class Alone extends NewestPostgres {}

    @Inject PartitionCatalogue partitions;
    @Inject StorageStore store;
    @Inject OrphanCheck check;
    @Inject PastDays past;

    private final UUID id = Uuid7.mint();
    private final LocalDate today = PartitionDay.dayOf(id);

    private Instant now = Instant.now();
    private OrphanCheck mine;

    /** A replica of the test's own, whose time passes as it says. */
    private OrphanCheck replica(InstantSource time) {
        return new OrphanCheck(partitions, store, time.withZone(ZoneOffset.UTC));
    }

    @BeforeEach
    void begin() {
        mine = replica(() -> now);
    }

    @AfterEach
    void clear() {
        for (String table : StorageStore.PARTS) {
            Rows.run("DELETE FROM " + table + " WHERE execution_id = $1", id);
        }
        Rows.run("DELETE FROM upload WHERE execution_id = $1", id);
    }

    private static void run(OrphanCheck check) {
        check.work().await().indefinitely();
    }

    private static void plant(String table, UUID id) {
        String columns =
                switch (table) {
                    case "execution_payload" -> "";
                    case "heartbeat" -> "beat_at: now()";
                    case "step" ->
                            "attempt: 1, key: 'k', node_id: 'n', created_at: now(), version: 1,"
                                    + " status: 2";
                    case "step_payload" -> "attempt: 1, key: 'k'";
                    case "log" -> "sequence: 0, logged_at: now(), level: 2";
                    case "log_tally" -> "lines: 1, bytes: 1, dropped: 0";
                    case "artifact" ->
                            "updated_at: now(), node: 'n', key: 'k', value: '1', bytes: 1";
                    case "tree" ->
                            "updated_at: now(), bytes: 1, stored_bytes: 1, blob: gen_random_uuid()";
                    case "snapshot" ->
                            "id: gen_random_uuid(), created_at: now(), bytes: 1, stored_bytes: 1,"
                                    + " blob: gen_random_uuid()";
                    case "state" ->
                            "updated_at: now(), kind: 'active', bytes: 1, stored_bytes: 1,"
                                    + " blob: gen_random_uuid()";
                    case "chunk" -> "blob: gen_random_uuid(), n: 0, content: ''";
                    default -> throw new AssertionError("What is in " + table + "?");
                };
        StringBuilder names = new StringBuilder("namespace_id, execution_id");
        StringBuilder values = new StringBuilder("1, $1");
        if (!columns.isEmpty()) {
            for (String column : columns.split(", ", -1)) {
                String[] parts = column.split(": ", -1);
                names.append(", ").append(parts[0]);
                values.append(", ").append(parts[1]);
            }
        }
        Rows.run("INSERT INTO %s (%s) VALUES (%s)".formatted(table, names, values), id);
    }

    @Test
    void nothing_isKnownBeforeAnythingWasLookedAt() {
        assertThat(mine.found("step")).isEmpty();
    }

    @Test
    void whatTheServiceWrites_isNoOrphan() {
        report(
                fresh(),
                "'input': 1, 'steps': [{'nodeId': 'n', 'input': 1}], 'logs': [{'message': 'm'}]");

        run(mine);

        assertThat(StorageStore.PARTS)
                .allSatisfy(table -> assertThat(mine.found(table)).as(table).hasValue(0));
    }

    @Test
    void orphans_ofEveryTableAreFoundUntilTheyAreGone() {
        StorageStore.PARTS.forEach(table -> plant(table, id));

        try (LogLines log = LogLines.of("dev.hindsight.storage")) {
            run(mine);
            run(mine);

            assertThat(StorageStore.PARTS)
                    .allSatisfy(table -> assertThat(mine.found(table)).as(table).hasValue(1));
            // Told once.
            assertThat(log.complaints())
                    .hasSize(StorageStore.PARTS.size())
                    .contains("ERROR 1 rows of log_tally of " + today + " have no execution");
        }

        clear();
        run(mine);
        assertThat(StorageStore.PARTS)
                .allSatisfy(table -> assertThat(mine.found(table)).as(table).hasValue(0));
    }

    /** Ids of one namespace are none of another's. */
    @Test
    void orphans_areTheirNamespacesOwn() {
        UUID known = UUID.fromString(report(fresh(), "").text("/id"));
        Rows.run(
                "INSERT INTO heartbeat (namespace_id, execution_id, beat_at) VALUES (1000080, $1, now())",
                known);

        run(mine);
        Rows.run("DELETE FROM heartbeat WHERE namespace_id = 1000080");

        assertThat(mine.found("heartbeat")).hasValue(1);
    }

    @Test
    void chunks_onTheirWayAreNone() {
        plant("chunk", id);
        Rows.run(
                "INSERT INTO upload (namespace_id, blob, execution_id)"
                        + " SELECT namespace_id, blob, execution_id FROM chunk WHERE execution_id = $1",
                id);

        run(mine);

        assertThat(mine.found("chunk")).hasValue(0);
    }

    @Test
    void externalIds_thatLeadNowhereAreNone() {
        Rows.run(
                "INSERT INTO external_id (namespace_id, external_id, execution_id) VALUES (1, $1, $2)",
                fresh(),
                id);

        run(mine);

        assertThat(mine.found("external_id")).isEmpty();
    }

    @Test
    void days_areLookedAtOnceADay() {
        run(mine);
        plant("step", id);

        now = now.plus(OrphanCheck.DUE).minusSeconds(1);
        run(mine);
        assertThat(mine.found("step")).hasValue(0);

        now = now.plusSeconds(1);
        run(mine);
        assertThat(mine.found("step")).hasValue(1);
    }

    @Test
    void days_thatAreGoneAreForgotten() {
        past.make(2);
        LocalDate day = today.minusDays(2);
        UUID old = PartitionDay.floorOf(day);
        plant("log", old);
        run(mine);
        assertThat(mine.found("log")).hasValue(1);

        Rows.run(
                "UPDATE partition_day SET state = 'dropped', dropped_at = now(), dropped_by = 'p'"
                        + " WHERE day = $1",
                day);
        partitions.refresh().await().indefinitely();
        run(mine);
        Rows.run(
                "UPDATE partition_day SET state = 'open', dropped_at = NULL, dropped_by = NULL"
                        + " WHERE day = $1",
                day);
        Rows.run("DELETE FROM log WHERE execution_id = $1", old);

        assertThat(mine.found("log")).hasValue(0);
    }

    /** What does not fit into one run is the next one's, which begins with it. */
    @Test
    void run_endsWhenItsTimeIsOver() {
        StorageStore.PARTS.forEach(table -> plant(table, id));
        Duration step = OrphanCheck.TIME.dividedBy(40);
        OrphanCheck ticking =
                replica(
                        () -> {
                            now = now.plus(step);
                            return now;
                        });

        run(ticking);
        assertThat(found(ticking)).isLessThan(StorageStore.PARTS.size());

        for (int runs = 0; found(ticking) < StorageStore.PARTS.size(); runs++) {
            assertThat(runs).isLessThan(100);
            run(ticking);
        }
    }

    private static long found(OrphanCheck check) {
        return StorageStore.PARTS.stream().mapToLong(it -> check.found(it).orElse(0)).sum();
    }

    @Test
    void orphans_areScraped() {
        plant("artifact", id);
        run(check);
        assertThat(Scrape.now().of("hindsight_storage_orphans", "table", "artifact")).isEqualTo(1);

        clear();
        run(check);
        assertThat(Scrape.now().of("hindsight_storage_orphans", "table", "artifact")).isZero();
    }
}
