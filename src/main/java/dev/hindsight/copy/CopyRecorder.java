package dev.hindsight.copy;

import dev.hindsight.access.Caller;
import dev.hindsight.change.Feed;
import dev.hindsight.dag.DagService;
import dev.hindsight.db.Database;
import dev.hindsight.db.Failures;
import dev.hindsight.execution.ExecutionRecorder;
import dev.hindsight.log.LogRecorder;
import dev.hindsight.naming.ExternalIds;
import dev.hindsight.partition.PartitionCatalogue;
import dev.hindsight.partition.PartitionDay;
import dev.hindsight.partition.Partitions;
import dev.hindsight.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Takes executions in that were told whole, each batch of pieces in one transaction. */
@ApplicationScoped
public class CopyRecorder {

    private final Database database;
    private final Partitions partitions;
    private final PartitionCatalogue catalogue;
    private final CopyBatch.Desk desk;
    private final Feed feed;

    CopyRecorder(
            Database database,
            Partitions partitions,
            CopyStore store,
            ExternalIds externalIds,
            PartitionCatalogue catalogue,
            ExecutionRecorder executions,
            LogRecorder logs,
            DagService dags,
            Feed feed) {
        this.database = database;
        this.partitions = partitions;
        this.catalogue = catalogue;
        this.feed = feed;
        this.desk = new CopyBatch.Desk(store, externalIds, catalogue, executions, logs, dags);
    }

    /**
     * A piece that was not taken in.
     *
     * @param piece its position in the batch
     * @param problem why
     */
    public record Refusal(int piece, ProblemException problem) {}

    /**
     * Takes pieces in, of different executions; answers after the commit. A piece that cannot be taken
     * does not keep the others from it.
     *
     * @return the first piece that was not taken in, if there is one
     */
    public Uni<Optional<Refusal>> record(Caller caller, List<Piece> pieces) {
        if (pieces.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        // A day that was dropped since it was last seen is made again.
        return Uni.createFrom()
                .deferred(() -> take(caller, pieces))
                .onFailure(Failures::lacksDay)
                .call(() -> catalogue.refresh())
                .onFailure(Failures::lacksDay)
                .retry()
                .atMost(2);
    }

    private Uni<Optional<Refusal>> take(Caller caller, List<Piece> pieces) {
        return partitions
                .ensure(
                        pieces.stream()
                                .map(piece -> PartitionDay.dayOf(piece.execution().id()))
                                .collect(Collectors.toUnmodifiableSet()))
                .chain(
                        () ->
                                database.transaction(
                                        client ->
                                                new CopyBatch(
                                                                desk,
                                                                client,
                                                                caller.namespaceId(),
                                                                pieces)
                                                        .record()))
                .invoke(feed::committed);
    }

    /**
     * Brings pieces of archived executions back for readers, of different executions; answers after the
     * commit. They stay archived.
     *
     * @return never a refusal: what is not archived any more is passed by
     */
    public Uni<Optional<Refusal>> reopen(Caller caller, List<Piece> pieces) {
        return pieces.isEmpty()
                ? Uni.createFrom().item(Optional.empty())
                : database.transaction(
                                client ->
                                        new ReopenBatch(desk, client, caller.namespaceId(), pieces)
                                                .take())
                        .invoke(feed::committed)
                        .replaceWith(Optional.empty());
    }
}
