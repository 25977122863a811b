package dev.hindsight.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.archival.Archiving;
import dev.hindsight.archival.Filed;
import dev.hindsight.db.Database;
import dev.hindsight.execution.ExecutionRecorder;
import dev.hindsight.fixture.Rows;
import dev.hindsight.retention.Judge.DueExecution;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is left in the archive by a writer that was killed when its file was whole, and no row told of it. */
@QuarkusTest
@TestProfile(ArchiveProfile.class)
class ArchiveDraftTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Inject Sweep sweep;
    @Inject Archiving archiving;
    @Inject Database database;
    @Inject ExecutionRecorder executions;

    private House house;
    private UUID id;

    @BeforeEach
    void build() {
        house = new House();
        house.policy("archive", "{'priority': 1, 'archive': true, 'maxAge': 'P30D'}");
        id = UUID.fromString(house.completed(Duration.ofDays(31), "'output': 7"));
    }

    private int namespaceId() {
        return (int) Rows.number("SELECT id FROM namespace WHERE name = $1", house.name);
    }

    /** Writes a file with the execution, as a sweep does before it removes anything. */
    private Filed write() {
        return archiving
                .write(
                        namespaceId(),
                        LocalDate.now(ZoneOffset.UTC),
                        "archive",
                        List.of(new DueExecution(id, "archive", null)))
                .await()
                .atMost(PATIENCE);
    }

    /** Has the file have been begun so long ago, and looks for leftovers. */
    private void clearUp(Filed filed, Duration ago) {
        Rows.run(
                "UPDATE archive_draft SET begun_at = begun_at - $2::text::interval WHERE name = $1",
                filed.file().name(),
                ago.toString());
        sweep.clearUp().await().atMost(PATIENCE);
    }

    private List<UUID> remove(Filed filed) {
        int namespaceId = namespaceId();
        return database.transaction(
                        client ->
                                executions
                                        .lock(client, namespaceId, List.of(id))
                                        .chain(
                                                () ->
                                                        archiving.remove(
                                                                client,
                                                                namespaceId,
                                                                filed,
                                                                List.of(id))))
                .await()
                .atMost(PATIENCE);
    }

    private static Path data(Filed filed) {
        return ArchiveProfile.folder().resolve(filed.file().name());
    }

    private static Path manifest(Filed filed) {
        return ArchiveProfile.folder().resolve(filed.file().name().replace(".ndjson.zst", ".json"));
    }

    private long drafts() {
        return Rows.number(
                "SELECT count(*) FROM archive_draft d JOIN namespace n ON n.id = d.namespace_id"
                        + " WHERE n.name = $1",
                house.name);
    }

    @Test
    void fileOfAKilledSweep_isDeletedADayLater_andItsExecutionsAreArchivedAnew() {
        Filed left = write();
        assertThat(data(left)).exists();
        assertThat(manifest(left)).exists();

        clearUp(left, Duration.ofHours(23));
        assertThat(data(left)).exists();
        assertThat(drafts()).isOne();

        clearUp(left, Duration.ofHours(2));
        assertThat(data(left)).doesNotExist();
        assertThat(manifest(left)).doesNotExist();
        assertThat(drafts()).isZero();

        house.sweep();
        assertThat(house.of(id.toString()).at("/archived").asBoolean()).isTrue();
        assertThat(house.of(id.toString()).at("/output").asInt()).isEqualTo(7);
    }

    @Test
    void fileTakenForALeftover_isNoReasonToRemoveRows() {
        Filed late = write();
        clearUp(late, Duration.ofHours(25));

        assertThat(remove(late)).isEmpty();

        assertThat(house.of(id.toString()).at("/archived").asBoolean()).isFalse();
        assertThat(house.of(id.toString()).at("/output").asInt()).isEqualTo(7);
        assertThat(
                        Rows.number(
                                "SELECT count(*) FROM archive_file WHERE name = $1",
                                late.file().name()))
                .isZero();
    }

    @Test
    void fileThatRowsTellOf_isNoDraftAnyMore() {
        Filed filed = write();
        assertThat(remove(filed)).containsExactly(id);
        assertThat(drafts()).isZero();

        clearUp(filed, Duration.ofHours(25));

        assertThat(data(filed)).exists();
        assertThat(house.of(id.toString()).at("/archived").asBoolean()).isTrue();
        assertThat(house.of(id.toString()).at("/output").asInt()).isEqualTo(7);
    }

    @Test
    void sweepThatFinds_thatAnExecutionWasReportedToMeanwhile_leavesNothing() {
        Filed filed = write();
        house.patch("/api/v1/executions/" + id, "{'note': 'later'}");

        assertThat(remove(filed)).isEmpty();
        archiving.discard(namespaceId(), filed).await().atMost(PATIENCE);

        assertThat(drafts()).isZero();
        assertThat(data(filed)).doesNotExist();
    }

    @Test
    void sweep_leavesNoDraft() {
        house.sweep();

        assertThat(house.of(id.toString()).at("/archived").asBoolean()).isTrue();
        assertThat(drafts()).isZero();
    }
}
