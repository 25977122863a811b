package dev.hindsight.copy;

import dev.hindsight.log.LogRecorder;
import dev.hindsight.transcript.Appendix;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/** What belongs to executions whose rows are locked, on its way in. */
record CopyParts(
        CopyBatch.Desk desk,
        SqlClient client,
        int namespaceId,
        OffsetDateTime now,
        List<Piece> pieces) {

    /**
     * Takes steps, lines and what other packages keep.
     *
     * @param isFollowed whether the steps of a piece are told to those who follow
     */
    Uni<Void> take(Predicate<Piece> isFollowed) {
        return takeSteps(isFollowed).chain(this::takeLines).chain(this::takeOthers);
    }

    private Uni<Void> takeSteps(Predicate<Piece> isFollowed) {
        List<CopyStore.BoundStep> steps = new ArrayList<>();
        for (Piece piece : pieces) {
            UUID id = piece.execution().id();
            boolean told = isFollowed.test(piece);
            piece.steps().forEach(it -> steps.add(new CopyStore.BoundStep(id, it, told)));
        }
        return steps.isEmpty()
                ? Uni.createFrom().voidItem()
                : desk.store().takeSteps(client, namespaceId, now, steps);
    }

    private Uni<Void> takeLines() {
        List<LogRecorder.Addressed> lines =
                pieces.stream()
                        .filter(piece -> !piece.lines().isEmpty())
                        .map(it -> new LogRecorder.Addressed(it.execution().id(), it.lines()))
                        .toList();
        return lines.isEmpty()
                ? Uni.createFrom().voidItem()
                : desk.logs().record(client, namespaceId, now, lines).replaceWithVoid();
    }

    private Uni<Void> takeOthers() {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Piece piece : pieces) {
            UUID id = piece.execution().id();
            for (Appendix.Part part : piece.parts()) {
                all = all.chain(() -> part.take(client, namespaceId, id, now));
            }
        }
        return all;
    }
}
