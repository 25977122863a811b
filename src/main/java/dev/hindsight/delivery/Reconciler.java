package dev.hindsight.delivery;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hindsight.delivery.Follower.Round;
import dev.hindsight.delivery.OutboxStore.Changed;
import dev.hindsight.delivery.OutboxStore.Question;
import dev.hindsight.partition.DayRange;
import dev.hindsight.partition.PartitionCatalogue;
import dev.hindsight.watch.WatchStore;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * Finds out what happened where the feed does not tell: looks up the executions that changed since, and
 * tells how they stand. What became of those in between that have been removed, and that an execution was
 * restored, nobody knows any more.
 */
@ApplicationScoped
class Reconciler {

    /** A change is written up to so long after the moment that it is told with. */
    private static final Duration MARGIN = Duration.ofMinutes(5);

    private static final int PAGE = 500;

    private final OutboxStore store;
    private final PartitionCatalogue partitions;
    private final WatchStore executions;
    private final ObjectMapper json;

    Reconciler(
            OutboxStore store,
            PartitionCatalogue partitions,
            WatchStore executions,
            ObjectMapper json) {
        this.store = store;
        this.partitions = partitions;
        this.executions = executions;
        this.json = json;
    }

    /** Drafts and writes what happened since the place, or since anybody listens. */
    Uni<Void> reconcile(Round round) {
        return partitions
                .days(round.client())
                .map(DayRange::covering)
                .chain(
                        ranges ->
                                Multi.createFrom()
                                        .items(
                                                round.outbox().namespaces().stream()
                                                        .flatMap(
                                                                id -> questions(round, id, ranges)))
                                        .onItem()
                                        .transformToUniAndConcatenate(it -> pages(round, it))
                                        .collect()
                                        .asList()
                                        .replaceWithVoid());
    }

    private static Stream<Question> questions(Round round, int namespaceId, List<DayRange> ranges) {
        OffsetDateTime since = round.outbox().since(namespaceId);
        OffsetDateTime completeAt = round.place().completeAt();
        OffsetDateTime from =
                completeAt == null || completeAt.minus(MARGIN).isBefore(since)
                        ? since
                        : completeAt.minus(MARGIN);
        return ranges.stream()
                .flatMap(
                        days ->
                                Stream.of(false, true)
                                        .map(
                                                deleted ->
                                                        new Question(
                                                                days,
                                                                namespaceId,
                                                                deleted,
                                                                from,
                                                                null)));
    }

    private Uni<Void> pages(Round round, Question first) {
        return Multi.createBy()
                .repeating()
                .uni(
                        () -> new AtomicReference<>(first),
                        next ->
                                store.changed(round.client(), next.get(), PAGE)
                                        .call(changed -> offer(round, first, changed))
                                        .invoke(
                                                changed ->
                                                        changed.forEach(
                                                                it -> next.set(first.behind(it)))))
                .whilst(changed -> !changed.isEmpty())
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Void> offer(Round round, Question question, List<Changed> changed) {
        List<UUID> ids = changed.stream().map(Changed::id).toList();
        return executions
                .executions(round.client(), question.namespaceId(), ids)
                .invoke(
                        found ->
                                ids.stream()
                                        .filter(found::containsKey)
                                        .map(found::get)
                                        .forEach(it -> tell(round, question, it)))
                .chain(() -> store.write(round.client(), round.outbox(), round.now()));
    }

    private void tell(Round round, Question question, WatchStore.Found found) {
        round.outbox()
                .offer(
                        question.namespaceId(),
                        Course.asItStands(found, Follower.item(json, found), question.since()));
    }
}
