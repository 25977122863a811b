package dev.hindsight.deletion;

import dev.hindsight.access.Caller;
import dev.hindsight.access.Role;
import dev.hindsight.audit.Audit;
import dev.hindsight.audit.Deed;
import dev.hindsight.audit.Deed.Action;
import dev.hindsight.change.Feed;
import dev.hindsight.db.Database;
import dev.hindsight.deletion.DeletionStore.Marked;
import dev.hindsight.execution.ExecutionRecorder;
import dev.hindsight.execution.ExecutionRef;
import dev.hindsight.execution.ExecutionService;
import dev.hindsight.execution.ExecutionSummary;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.removal.Removal;
import dev.hindsight.search.ExecutionMatches;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Deletes executions, softly or for good, and restores them. */
@ApplicationScoped
class DeletionService {

    private final Database database;
    private final ExecutionService executions;
    private final ExecutionRecorder recorder;
    private final ExecutionMatches matches;
    private final Removal removal;
    private final DeletionStore store;
    private final Feed feed;
    private final Audit audit;

    DeletionService(
            Database database,
            ExecutionService executions,
            ExecutionRecorder recorder,
            ExecutionMatches matches,
            Removal removal,
            DeletionStore store,
            Feed feed,
            Audit audit) {
        this.database = database;
        this.executions = executions;
        this.recorder = recorder;
        this.matches = matches;
        this.removal = removal;
        this.store = store;
        this.feed = feed;
        this.audit = audit;
    }

    /**
     * Deletes an execution softly; one that is deleted already stays as it is.
     *
     * @throws ProblemException {@code not-found}, {@code gone}, {@code version-mismatch} or {@code
     *     forbidden}, as a failure of the answer
     */
    Uni<Void> delete(Caller caller, ExecutionRef ref) {
        return locked(
                        caller,
                        ref,
                        (client, id) ->
                                recorder.delete(client, caller.namespaceId(), List.of(id))
                                        .chain(it -> tell(client, caller, id, it.get(id), false))
                                        .replaceWith(true))
                .replaceWithVoid();
    }

    /** Removes an execution for good. Fails as {@link #delete}. */
    Uni<Void> purge(Caller caller, ExecutionRef ref) {
        return locked(
                        caller,
                        ref,
                        (client, id) ->
                                removal.remove(client, caller.namespaceId(), List.of(id))
                                        .call(
                                                () ->
                                                        note(
                                                                client,
                                                                caller,
                                                                Action.EXECUTION_PURGED,
                                                                id)))
                .replaceWithVoid();
    }

    /** Takes a soft deletion back, if there was one; tells the execution. Fails as {@link #delete}. */
    Uni<ExecutionSummary> restore(Caller caller, ExecutionRef ref) {
        return locked(
                caller,
                ref,
                (client, id) ->
                        recorder.restore(client, caller.namespaceId(), List.of(id))
                                .chain(it -> tell(client, caller, id, it.get(id), true))
                                .chain(() -> recorder.item(client, caller.namespaceId(), id))
                                .map(Optional::orElseThrow));
    }

    /**
     * Deletes all that match, in batches that each commit by themselves.
     *
     * @return how many were deleted; those that were before are not counted
     * @throws ProblemException {@code forbidden} for any but an administrator
     */
    Uni<Long> deleteAll(Caller caller, DeletionRequest request) {
        if (!caller.has(Role.ADMIN)) {
            return forbidden("Only an administrator may delete in bulk.");
        }
        int namespaceId = caller.namespaceId();
        // Told before it begins: it is done in many transactions, the last of which may never come.
        Deed deed = new Deed(Action.EXECUTIONS_DELETED, "executions", request.told());
        return database.transaction(client -> audit.record(client, caller, deed))
                .chain(
                        () ->
                                matches.each(
                                        caller,
                                        request.filter(),
                                        (client, ids) ->
                                                request.purge()
                                                        ? removal.remove(client, namespaceId, ids)
                                                        : markAll(client, namespaceId, ids)));
    }

    private Uni<Void> note(SqlClient client, Caller caller, Action action, UUID id) {
        return audit.record(client, caller, Deed.of(action, id));
    }

    private Uni<Integer> markAll(SqlClient client, int namespaceId, List<UUID> ids) {
        return recorder.delete(client, namespaceId, ids)
                .map(versions -> List.copyOf(versions.keySet()))
                .call(
                        deleted ->
                                deleted.isEmpty()
                                        ? Uni.createFrom().voidItem()
                                        : removal.tell(client, namespaceId, deleted, null))
                .map(List::size);
    }

    /** Tells of a change, if there was one. */
    private Uni<Void> tell(
            SqlClient client,
            Caller caller,
            UUID id,
            @Nullable Integer version,
            boolean wasDeleted) {
        if (version == null) {
            return Uni.createFrom().voidItem();
        }
        Action action = wasDeleted ? Action.EXECUTION_RESTORED : Action.EXECUTION_DELETED;
        return note(client, caller, action, id)
                .chain(
                        () ->
                                store.tellMarked(
                                        client,
                                        recorder.now(),
                                        caller.namespaceId(),
                                        new Marked(id, version, wasDeleted)));
    }

    /** Does something with an execution that is there, while its row is locked. */
    private <T> Uni<T> locked(
            Caller caller, ExecutionRef ref, BiFunction<SqlClient, UUID, Uni<T>> work) {
        if (!caller.has(Role.WRITER)) {
            return forbidden("A viewer deletes and restores nothing.");
        }
        return executions
                .resolve(caller, ref)
                .chain(
                        id ->
                                database.transaction(
                                                client ->
                                                        ifThere(
                                                                client,
                                                                caller,
                                                                id,
                                                                ref.ifVersion(),
                                                                work))
                                        .invoke(feed::committed)
                                        .chain(
                                                done ->
                                                        done.isPresent()
                                                                ? Uni.createFrom().item(done.get())
                                                                : executions.absent(
                                                                        caller.namespaceId(),
                                                                        id,
                                                                        ref.ifVersion())));
    }

    private <T> Uni<Optional<T>> ifThere(
            SqlClient client,
            Caller caller,
            UUID id,
            @Nullable Integer ifVersion,
            BiFunction<SqlClient, UUID, Uni<T>> work) {
        return recorder.lock(client, caller.namespaceId(), List.of(id))
                .chain(
                        found -> {
                            Integer version = found.get(id);
                            if (version == null) {
                                return Uni.createFrom().item(Optional.<T>empty());
                            }
                            ExecutionService.checkVersion(version, ifVersion);
                            return work.apply(client, id).map(Optional::of);
                        });
    }

    private static <T> Uni<T> forbidden(String detail) {
        return Uni.createFrom().failure(new ProblemException(ProblemType.FORBIDDEN, detail));
    }
}
