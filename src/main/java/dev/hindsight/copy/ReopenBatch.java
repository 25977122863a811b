package dev.hindsight.copy;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Pieces of archived executions on their way back for readers, within one transaction: nothing of the
 * executions themselves is changed, and nobody is told. What was removed meanwhile, or is not archived
 * any more, is passed by.
 */
record ReopenBatch(CopyBatch.Desk desk, SqlClient client, int namespaceId, List<Piece> pieces) {

    Uni<Void> take() {
        OffsetDateTime now = desk.executions().now();
        List<UUID> ids = pieces.stream().map(it -> it.execution().id()).distinct().toList();
        return desk.store()
                .lock(client, namespaceId, ids)
                .map(
                        there ->
                                pieces.stream()
                                        .filter(it -> isArchived(there, it.execution().id()))
                                        .toList())
                .chain(
                        archived ->
                                archived.isEmpty()
                                        ? Uni.createFrom().voidItem()
                                        : take(now, archived));
    }

    private static boolean isArchived(Map<UUID, Boolean> there, UUID id) {
        return there.getOrDefault(id, false);
    }

    private Uni<Void> take(OffsetDateTime now, List<Piece> archived) {
        List<CopyStore.Bound> first =
                archived.stream()
                        .filter(Piece::isFirst)
                        .map(it -> new CopyStore.Bound(it.execution(), null, it.isLast()))
                        .toList();
        List<ExecutionCopy> whole =
                archived.stream().filter(Piece::isLast).map(Piece::execution).toList();
        CopyParts parts = new CopyParts(desk, client, namespaceId, now, archived);
        return (first.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : desk.store().reopen(client, namespaceId, now, first))
                .chain(() -> parts.take(piece -> false))
                .chain(
                        () ->
                                whole.isEmpty()
                                        ? Uni.createFrom().voidItem()
                                        : desk.store()
                                                .finish(client, namespaceId, now, whole, true));
    }
}
