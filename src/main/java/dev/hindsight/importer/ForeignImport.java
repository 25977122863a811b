package dev.hindsight.importer;

import dev.hindsight.access.Caller;
import dev.hindsight.execution.ExecutionField;
import dev.hindsight.foreign.ForeignRecord;
import dev.hindsight.foreign.Operation;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.report.Recorded;
import dev.hindsight.report.Report;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One import of a document of another engine: its records are read one by one, and written in batches.
 * A record that is not taken does not spoil its neighbours. One at a time.
 */
final class ForeignImport {

    /** Reports of one batch. */
    private static final int MAX_REPORTS = 100;

    /** Bytes of the operations of one batch; one that is longer is alone. */
    private static final int MAX_BYTES = 1024 * 1024;

    private final Caller caller;
    private final ImportService service;
    private final Runnable progress;
    private final ImportReceipt.Draft receipt = new ImportReceipt.Draft();
    private final List<ForeignRecord> waiting = new ArrayList<>();
    private final List<Report> reports = new ArrayList<>();
    private final Map<String, UUID> known = new HashMap<>();
    private int bytes;

    ForeignImport(Caller caller, ImportService service, Runnable progress) {
        this.caller = caller;
        this.service = service;
        this.progress = progress;
    }

    /** Takes all records, in their order; to be called once. */
    Uni<ImportReceipt> takeAll(List<ForeignRecord> records) {
        return Multi.createFrom()
                .iterable(records)
                .onItem()
                .transformToUniAndConcatenate(this::take)
                .onItem()
                .ignoreAsUni()
                .chain(this::write)
                .invoke(receipt::check)
                .map(written -> receipt.finished());
    }

    private Uni<Void> take(ForeignRecord record) {
        return Uni.createFrom()
                .item(() -> read(record))
                // A record may be as large as its document.
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(
                        read ->
                                read.isPresent()
                                        ? linked(read.get()).chain(() -> add(record, read.get()))
                                        : Uni.createFrom().voidItem());
    }

    /** A record as a report. */
    private record Read(Operation operation, Report report) {}

    private Optional<Read> read(ForeignRecord record) {
        try {
            Operation operation = record.operation();
            return Optional.of(new Read(operation, service.read(caller, operation.json())));
        } catch (ProblemException problem) {
            receipt.reject(record.pointer(), problem);
            return Optional.empty();
        }
    }

    /** Names the executions that the record's belongs to, as far as they are there. */
    private Uni<Void> linked(Read read) {
        Map<String, String> links = read.operation().links();
        if (links.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return write().chain(
                        () ->
                                Multi.createFrom()
                                        .iterable(links.entrySet())
                                        .onItem()
                                        .transformToUniAndConcatenate(
                                                link -> link(read.report(), link))
                                        .onItem()
                                        .ignoreAsUni());
    }

    private Uni<Void> link(Report report, Map.Entry<String, String> link) {
        ExecutionField field =
                link.getKey().equals("replayOf")
                        ? ExecutionField.REPLAY_OF
                        : link.getKey().equals("parentExecutionId")
                                ? ExecutionField.PARENT_EXECUTION_ID
                                : ExecutionField.ROOT_EXECUTION_ID;
        return find(link.getValue())
                .invoke(found -> found.ifPresent(id -> report.execution().fields().put(field, id)))
                .replaceWithVoid();
    }

    private Uni<Optional<UUID>> find(String externalId) {
        UUID written = known.get(externalId);
        return written == null
                ? service.find(caller, externalId)
                : Uni.createFrom().item(Optional.of(written));
    }

    private Uni<Void> add(ForeignRecord record, Read read) {
        waiting.add(record);
        reports.add(read.report());
        bytes += read.report().bytes();
        return reports.size() >= MAX_REPORTS || bytes >= MAX_BYTES
                ? write()
                : Uni.createFrom().voidItem();
    }

    private Uni<Void> write() {
        List<ForeignRecord> records = List.copyOf(waiting);
        List<Report> batch = List.copyOf(reports);
        waiting.clear();
        reports.clear();
        bytes = 0;
        if (batch.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return service.write(batch)
                .invoke(recorded -> settle(records, batch, recorded))
                .invoke(progress)
                .replaceWithVoid();
    }

    private void settle(List<ForeignRecord> records, List<Report> batch, List<Recorded> recorded) {
        for (int i = 0; i < batch.size(); i++) {
            ProblemException problem = recorded.get(i).problem();
            if (problem == null) {
                ImportReceipt.Imported imported = receipt.add(batch.get(i), recorded.get(i));
                if (imported.externalId() != null) {
                    known.put(imported.externalId(), imported.id());
                }
            } else {
                receipt.reject(records.get(i).pointer(), problem);
            }
        }
    }
}
