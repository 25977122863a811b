package dev.hindsight.erasure;

import dev.hindsight.access.Caller;
import dev.hindsight.audit.Audit;
import dev.hindsight.audit.Deed;
import dev.hindsight.db.Database;
import dev.hindsight.erasure.Erasure.Open;
import dev.hindsight.partition.Uuid7;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.UUID;

/** Begins erasures, and tells how far they are. */
@ApplicationScoped
class ErasureService {

    private final Database database;
    private final ErasureStore store;
    private final Erasing erasing;
    private final ErasureClerk clerk;
    private final Audit audit;
    private final Clock clock;

    ErasureService(
            Database database,
            ErasureStore store,
            Erasing erasing,
            ErasureClerk clerk,
            Audit audit,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.erasing = erasing;
        this.clerk = clerk;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Begins to erase a person, and answers that; one who is being erased already is not erased twice.
     *
     * @throws ProblemException {@code conflict} as a failure of the answer if executions are pinned, and
     *     pinned ones are not meant
     */
    Uni<Erasure> begin(Caller caller, ErasureRequest request) {
        Open wanted =
                new Open(
                        caller.namespaceId(),
                        Uuid7.mint(),
                        OffsetDateTime.now(clock),
                        request.createdBy(),
                        request.includePinned());
        return refusePinned(wanted)
                .chain(() -> begun(caller, wanted))
                .invoke(id -> clerk.goOn(wanted.namespaceId(), id, id.equals(wanted.id())))
                .chain(id -> get(caller, id));
    }

    private Uni<Void> refusePinned(Open wanted) {
        if (wanted.includePinned()) {
            return Uni.createFrom().voidItem();
        }
        return erasing.pinned(wanted.namespaceId(), wanted.createdBy())
                .invoke(
                        pinned -> {
                            if (pinned > 0) {
                                throw new ProblemException(
                                        ProblemType.CONFLICT,
                                        ("Of the executions, %d are pinned, and nothing was erased:"
                                                        + " list them with the filters createdBy,"
                                                        + " pinned=true and deleted=any, and send"
                                                        + " \"includePinned\": true to erase them"
                                                        + " too.")
                                                .formatted(pinned));
                            }
                        })
                .replaceWithVoid();
    }

    private Uni<UUID> begun(Caller caller, Open wanted) {
        return database.transaction(
                client ->
                        store.begin(client, wanted, erasing.lease())
                                .call(
                                        id ->
                                                audit.record(
                                                        client,
                                                        caller,
                                                        Deed.of(Deed.Action.PERSON_ERASED, id))));
    }

    /**
     * An erasure.
     *
     * @throws ProblemException {@code not-found} as a failure of the answer
     */
    Uni<Erasure> get(Caller caller, UUID id) {
        return store.find(database.client(), caller.namespaceId(), id)
                .map(
                        found ->
                                found.orElseThrow(
                                        () ->
                                                new ProblemException(
                                                        ProblemType.NOT_FOUND,
                                                        "There is no such erasure.")));
    }
}
