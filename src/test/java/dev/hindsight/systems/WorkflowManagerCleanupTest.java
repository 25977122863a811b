package dev.hindsight.systems;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hindsight.fixture.HeldClock;
import dev.hindsight.fixture.Transcripts;
import dev.hindsight.systems.WorkflowManager.Cleanup;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** workflow-manager's wish list: a clean-up screen, files, and nothing that seems to run for ever. */
@QuarkusTest
@TestProfile(TimeFlies.class)
class WorkflowManagerCleanupTest {

    private static final List<String> LOG =
            List.of("PhaseStarted", "TaskProgress", "RawOutput", "PhaseCompleted");

    @Inject HeldClock clock;

    private Realm realm;
    private WorkflowManager manager;

    @BeforeEach
    void begin() {
        realm = new Realm();
        manager = new WorkflowManager("laptop", realm.headers());
    }

    private UUID started(Duration ago) {
        UUID handle = UUID.randomUUID();
        manager.insertExecution(
                handle,
                "summarize",
                JsonNodeFactory.instance.objectNode().put("query", "all of them"),
                clock.instant().minus(ago));
        manager.batchInsertLogs(handle, 0, LOG.subList(0, 2));
        return handle;
    }

    private UUID completed(Duration ago) {
        UUID handle = started(ago);
        manager.batchInsertLogs(handle, 2, LOG.subList(2, 4));
        Instant end = clock.instant().minus(ago).plusSeconds(30);
        manager.updateExecution(handle, "Completed", end, 0);
        return handle;
    }

    @Test
    void cleanupScreen_showsWhatItWouldDelete_andDeletesThat() {
        UUID old = completed(Duration.ofDays(20));
        UUID older = completed(Duration.ofDays(25));
        UUID young = completed(Duration.ofDays(3));

        Cleanup shown = manager.previewCleanup(7);

        assertThat(shown.executions()).isEqualTo(2);
        assertThat(shown.logs()).isEqualTo(8);
        assertThat(shown.bytes()).isPositive();
        assertThat(manager.listExecutions(10, 0)).containsExactly(young, old, older);
        assertThat(manager.previewCleanup(90).executions()).isZero();

        manager.cleanupOldExecutions(7);
        realm.sweep();

        assertThat(manager.listExecutions(10, 0)).containsExactly(young);
        assertThat(manager.getStatus(old)).isEmpty();
        assertThat(manager.getLogs(young, 100)).isEqualTo(LOG);
        assertThat(manager.pastCleanups()).containsExactly(2L);
        assertThat(manager.previewCleanup(7)).isEqualTo(new Cleanup(0, 0, 0));
    }

    @Test
    void archivedExecutions_stayListedAndAreReadFromTheirFile() {
        UUID old = completed(Duration.ofDays(40));
        UUID young = completed(Duration.ofDays(2));
        manager.archiveOldExecutions(30);
        JsonNode before = manager.get(old);

        realm.sweep();

        assertThat(manager.listExecutions(10, 0)).containsExactly(young, old);
        assertThat(manager.getStatus(old)).contains("completed");
        assertThat(manager.getLogs(old, 3)).isEqualTo(LOG.subList(1, 4));
        JsonNode after = manager.get(old);
        assertThat(after.get("archived").asBoolean()).isTrue();
        for (String name : List.of("input", "logs", "exitCode", "binaryPath", "startedAt")) {
            assertThat(after.get(name)).as(name).isEqualTo(before.get(name));
        }
        assertThat(after.get("logs")).hasSize(4);
    }

    @Test
    void exportedExecution_isOneFile_andOpensAtSomebodyElses() {
        UUID handle = completed(Duration.ofHours(1));
        WorkflowManager colleague = new WorkflowManager("desktop", new Realm().headers());

        String file = manager.export(handle);
        colleague.share(file);

        JsonNode told = Transcripts.json(file);
        assertThat(told.at("/execution/externalId").asText()).isEqualTo(handle.toString());
        assertThat(told.at("/execution/input/query").asText()).isEqualTo("all of them");
        assertThat(told.get("logs").findValuesAsText("type")).isEqualTo(LOG);
        assertThat(colleague.getStatus(handle)).contains("completed");
        assertThat(colleague.getLogs(handle, 10)).isEqualTo(LOG);
        assertThat(manager.getLogs(handle, 10)).isEqualTo(LOG);
    }

    @Test
    void exportedExecution_opensFromTheArchiveToo() {
        UUID handle = completed(Duration.ofDays(40));
        JsonNode before = Transcripts.json(manager.export(handle));
        manager.archiveOldExecutions(30);
        realm.sweep();

        JsonNode after = Transcripts.json(manager.export(handle));

        assertThat(after.get("logs")).isEqualTo(before.get("logs"));
        assertThat(after.at("/execution/input")).isEqualTo(before.at("/execution/input"));
    }

    @Test
    void whatARestartFindsRunning_crashedAndCanExpire() {
        UUID lost = started(Duration.ofMinutes(5));
        UUID ofAnother = UUID.randomUUID();
        new WorkflowManager("desktop", realm.headers())
                .insertExecution(
                        ofAnother,
                        "summarize",
                        JsonNodeFactory.instance.objectNode(),
                        clock.instant());
        manager.cleanupOldExecutions(3);

        manager.restoreFromDatabase();

        assertThat(manager.getStatus(lost)).contains("crashed");
        assertThat(manager.getStatus(ofAnother)).contains("running");
        assertThat(manager.getLogs(lost, 10)).isEqualTo(LOG.subList(0, 2));
        clock.move(Duration.ofDays(4));
        realm.sweep();
        assertThat(manager.getStatus(lost)).isEmpty();
        assertThat(manager.getStatus(ofAnother)).contains("running");
    }

    @Test
    void whatNobodyEverEnds_crashesAndExpires() {
        UUID lost = started(Duration.ZERO);
        manager.cleanupOldExecutions(30);
        clock.move(Duration.ofDays(6));
        realm.sweep();
        assertThat(manager.getStatus(lost)).contains("running");

        clock.move(Duration.ofDays(2));
        realm.sweep();

        assertThat(manager.getStatus(lost)).contains("crashed");
        assertThat(manager.listExecutions(10, 0)).containsExactly(lost);
        clock.move(Duration.ofDays(31));
        realm.sweep();
        assertThat(manager.getStatus(lost)).isEmpty();
        assertThat(manager.listExecutions(10, 0)).isEmpty();
        assertThat(manager.pastCleanups()).containsExactly(1L);
    }

    @Test
    void crashedExecution_revivesWhenItsEngineReportsAgain() {
        UUID slow = started(Duration.ZERO);
        clock.move(Duration.ofDays(8));
        realm.sweep();
        assertThat(manager.getStatus(slow)).contains("crashed");

        manager.batchInsertLogs(slow, 2, LOG.subList(2, 3));

        assertThat(manager.getStatus(slow)).contains("running");
        clock.move(Duration.ofDays(1));
        realm.sweep();
        assertThat(manager.getLogs(slow, 10)).isEqualTo(LOG.subList(0, 3));
        manager.updateExecution(slow, "Failed", clock.instant(), 1);
        assertThat(manager.getStatus(slow)).contains("failed");
    }
}
