package dev.hindsight.crash;

import dev.hindsight.execution.ExecutionRecorder;
import dev.hindsight.recording.ExecutionOutcome;
import dev.hindsight.recording.ExecutionReport;
import dev.hindsight.recording.ReportRecorder;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Writes that executions crashed, as reports are written. */
@ApplicationScoped
class CrashRecorder {

    private final ExecutionRecorder executions;
    private final ReportRecorder recorder;
    private final CrashStore store;

    CrashRecorder(ExecutionRecorder executions, ReportRecorder recorder, CrashStore store) {
        this.executions = executions;
        this.recorder = recorder;
        this.store = store;
    }

    /** Locks executions; what is looked up behind it stays as it is until the transaction ends. */
    Uni<Void> lock(SqlClient client, int namespaceId, List<UUID> ids) {
        return executions.lock(client, namespaceId, ids).replaceWithVoid();
    }

    /**
     * Records that executions, whose rows are locked, crashed when they gave their last sign of life: how
     * long nobody noticed is no part of how long they ran.
     *
     * @param reasons of executions that are running or pending, by their ids
     * @return how many there were
     */
    Uni<Integer> crash(SqlClient client, int namespaceId, Map<UUID, String> reasons) {
        return reasons.isEmpty()
                ? Uni.createFrom().item(0)
                : store.lastSigns(client, namespaceId, reasons.keySet(), executions.now())
                        .chain(signs -> record(client, namespaceId, reasons, signs));
    }

    private Uni<Integer> record(
            SqlClient client,
            int namespaceId,
            Map<UUID, String> reasons,
            Map<UUID, OffsetDateTime> signs) {
        List<ExecutionReport> reports =
                reasons.entrySet().stream()
                        .map(
                                it ->
                                        ExecutionReport.crash(
                                                it.getKey(), it.getValue(), signs.get(it.getKey())))
                        .toList();
        return recorder.record(
                        client,
                        namespaceId,
                        executions.now(),
                        reports,
                        Collections.nCopies(reports.size(), null),
                        true)
                .map(CrashRecorder::taken);
    }

    private static int taken(List<ExecutionOutcome> outcomes) {
        return (int) outcomes.stream().filter(outcome -> outcome.problem() == null).count();
    }
}
