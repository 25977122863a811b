package dev.hindsight.transcript;

import dev.hindsight.access.Caller;
import dev.hindsight.execution.ExecutionService;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Tells executions whole, page by page, so that no memory grows with them. The pages of one are not of
 * one moment: what is written meanwhile behind the place of the reader is told, what is written before
 * it is not.
 */
@ApplicationScoped
public class TranscriptService {

    private final TranscriptStore store;
    private final ExecutionService.Opening opening;

    TranscriptService(TranscriptStore store, ExecutionService.Opening opening) {
        this.store = store;
        this.opening = opening;
    }

    /** An execution, soft-deleted ones too; empty if there is none. */
    public Uni<Optional<Told>> find(Caller caller, UUID id) {
        return store.find(caller.namespaceId(), id)
                .chain(
                        found ->
                                found.isPresent() && found.get().archived()
                                        ? opening.open(caller.namespaceId(), id)
                                                .chain(() -> store.find(caller.namespaceId(), id))
                                        : Uni.createFrom().item(found));
    }

    /** Its steps in the order of their keys and attempts, in pages; none is read before it is asked for. */
    public Multi<List<byte[]>> steps(Caller caller, UUID id) {
        return pages(
                TranscriptStore.AfterStep.NONE,
                after -> store.steps(caller.namespaceId(), id, after));
    }

    /** Its lines in the order of their sequences, in pages; none is read before it is asked for. */
    public Multi<List<byte[]>> lines(Caller caller, UUID id) {
        return pages(-1L, after -> store.lines(caller.namespaceId(), id, after));
    }

    private static <A> Multi<List<byte[]>> pages(A start, Function<A, Uni<Told.Page<A>>> read) {
        return Multi.createBy()
                .repeating()
                .uni(
                        () -> new AtomicReference<>(start),
                        place -> read.apply(place.get()).invoke(page -> place.set(page.after())))
                .whilst(page -> !page.isLast())
                .map(Told.Page::records);
    }
}
