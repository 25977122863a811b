package dev.hindsight.sweep;

import dev.hindsight.access.Caller;
import dev.hindsight.audit.Audit;
import dev.hindsight.audit.Deed;
import dev.hindsight.db.Database;
import dev.hindsight.page.Cursor;
import dev.hindsight.page.Limit;
import dev.hindsight.page.Page;
import dev.hindsight.page.Part;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Sweeps that somebody asks for, and what became of all. */
@ApplicationScoped
class RunService {

    private static final Logger LOG = Logger.getLogger(RunService.class);

    private final Sweep sweep;
    private final SweepStore store;
    private final Database database;
    private final Audit audit;

    RunService(Sweep sweep, SweepStore store, Database database, Audit audit) {
        this.sweep = sweep;
        this.store = store;
        this.database = database;
        this.audit = audit;
    }

    /** Sweeps, and answers when what was due is done; the chores behind go on by themselves. */
    Uni<Run> sweep(Caller caller) {
        return swept(caller).invoke(() -> goOn(sweep.clearUp()));
    }

    /** Sweeps, and answers when everything is done. */
    Uni<Run> sweepWhole(Caller caller) {
        return swept(caller).call(sweep::clearUp);
    }

    private Uni<Run> swept(Caller caller) {
        return begin(caller).chain(sweep::work).chain(id -> get(caller, id));
    }

    /** Begins a sweep, and answers that; what becomes of it is told by its record. */
    Uni<Run> start(Caller caller) {
        return begin(caller)
                .chain(id -> get(caller, id))
                .invoke(run -> goOn(sweep.work(run.id()).chain(sweep::clearUp)));
    }

    private static void goOn(Uni<?> rest) {
        rest.subscribe()
                .with(done -> {}, failure -> Database.tell(LOG, "The sweep failed", failure));
    }

    private Uni<UUID> begin(Caller caller) {
        return database.transaction(
                client ->
                        sweep.begin(client)
                                .call(
                                        id ->
                                                audit.record(
                                                        client,
                                                        caller,
                                                        Deed.of(Deed.Action.SWEEP_STARTED, id))));
    }

    private Uni<Run> get(Caller caller, UUID id) {
        return store.find(caller.namespaceId(), id)
                .map(Optional::orElseThrow)
                .map(run -> told(caller, run));
    }

    /** What was wrong may name places that are no business of a single namespace's. */
    private static Run told(Caller caller, Run run) {
        return caller.isOfAllNamespaces() || run.problem() == null ? run : run.withoutDetails();
    }

    /** A page of sweeps, with what they did in the caller's namespace. */
    Uni<Page<Run>> list(Caller caller, @Nullable UUID after, Limit limit, long fingerprint) {
        return store.page(caller.namespaceId(), after, limit.value() + 1)
                .map(found -> found.stream().map(run -> told(caller, run)).toList())
                .map(
                        found ->
                                Page.of(
                                        found,
                                        limit,
                                        last -> Cursor.of(fingerprint, Part.id(last.id()))));
    }
}
