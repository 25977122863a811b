package dev.hindsight.execution;

import dev.hindsight.access.Caller;
import dev.hindsight.db.Patterns;
import dev.hindsight.page.Cursor;
import dev.hindsight.page.Limit;
import dev.hindsight.page.Page;
import dev.hindsight.page.Part;
import dev.hindsight.partition.DayWindow;
import dev.hindsight.partition.PartitionCatalogue;
import dev.hindsight.partition.PartitionDay;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Lists and counts executions.
 *
 * <p>In the order of their starts a page walks days, newest first or oldest first, and widens its
 * window until the page is full or no other day can hold a row that belongs on it: a page costs the
 * same over a month of history and over years.
 */
@ApplicationScoped
class ExecutionLister {

    private final ExecutionListStore store;
    private final PartitionCatalogue partitions;

    ExecutionLister(ExecutionListStore store, PartitionCatalogue partitions) {
        this.store = store;
        this.partitions = partitions;
    }

    /** How a list is asked for. */
    record Question(
            Caller caller,
            ExecutionFilter filter,
            ExecutionOrder order,
            Limit limit,
            int offset,
            @Nullable String cursor,
            long fingerprint) {}

    /** A page, in the order asked for. */
    Uni<Page<ExecutionSummary>> page(Question question) {
        Optional<Cursor> cursor =
                Cursor.decode(Optional.ofNullable(question.cursor()), question.fingerprint());
        ExecutionListSql.After after =
                cursor.map(place -> after(question.order(), place)).orElse(null);
        return resolve(question)
                .chain(
                        scope ->
                                scope.empty()
                                        ? Uni.createFrom().item(List.<ExecutionSummary>of())
                                        : partitions
                                                .days()
                                                .chain(
                                                        days ->
                                                                walk(
                                                                        scope,
                                                                        after,
                                                                        window(
                                                                                scope.question(),
                                                                                after,
                                                                                days))))
                .map(rows -> Page.of(rows, question.limit(), last -> place(question, last)));
    }

    /** The number of matches; of more than {@code cap}, if that is positive, just so many. */
    Uni<Long> count(Question question, int cap) {
        return resolve(question)
                .chain(
                        scope -> {
                            if (scope.empty()) {
                                return Uni.createFrom().item(0L);
                            }
                            return partitions
                                    .days()
                                    .chain(
                                            days -> {
                                                ExecutionListSql sql =
                                                        sql(scope, all(question, days));
                                                return store.count(sql.count(cap), sql.args());
                                            });
                        });
    }

    /** The number of matches by status; a status without any is absent. */
    Uni<Map<ExecutionStatus, Long>> counts(Question question) {
        return resolve(question)
                .chain(
                        scope -> {
                            if (scope.empty()) {
                                return Uni.createFrom().item(Map.<ExecutionStatus, Long>of());
                            }
                            return partitions
                                    .days()
                                    .chain(
                                            days -> {
                                                ExecutionListSql sql =
                                                        sql(scope, all(question, days));
                                                return store.counts(sql.counts(), sql.args());
                                            });
                        });
    }

    /** A question whose names are looked up: nothing can match where a list came out empty. */
    private record Scope(Question question, @Nullable List<UUID> ids, boolean empty) {}

    private Uni<Scope> resolve(Question question) {
        ExecutionFilter filter = question.filter();
        int namespaceId = question.caller().namespaceId();
        Uni<Question> named =
                filter.workflowName() == null
                        ? Uni.createFrom().item(question)
                        : store.workflowsNamed(
                                        namespaceId, Patterns.containing(filter.workflowName()))
                                .map(ids -> ofWorkflows(question, ids));
        return named.chain(
                it -> {
                    boolean nameless =
                            filter.workflowName() != null && it.filter().workflowIds().isEmpty();
                    if (nameless || filter.externalIds().isEmpty()) {
                        return Uni.createFrom().item(new Scope(it, null, nameless));
                    }
                    return store.idsOf(namespaceId, filter.externalIds())
                            .map(ids -> new Scope(it, ids, ids.isEmpty()));
                });
    }

    private static Question ofWorkflows(Question question, List<String> named) {
        List<String> asked = question.filter().workflowIds();
        List<String> both =
                asked.isEmpty() ? named : named.stream().filter(asked::contains).toList();
        return new Question(
                question.caller(),
                question.filter().withWorkflowIds(both),
                question.order(),
                question.limit(),
                question.offset(),
                question.cursor(),
                question.fingerprint());
    }

    private Uni<List<ExecutionSummary>> walk(
            Scope scope, ExecutionListSql.@Nullable After after, DayWindow window) {
        Question question = scope.question();
        int rows = question.limit().value() + 1;
        ExecutionListSql sql = sql(scope, window);
        return store.page(sql.page(question.order(), after, question.offset(), rows), sql.args())
                .chain(
                        page -> {
                            OffsetDateTime last =
                                    page.size() < rows ? null : page.get(rows - 1).startedAt();
                            return window.suffices(last)
                                    ? Uni.createFrom().item(page)
                                    : walk(scope, after, window.wider());
                        });
    }

    private static ExecutionListSql sql(Scope scope, DayWindow window) {
        return new ExecutionListSql(
                scope.question().caller().namespaceId(),
                window.floor(),
                window.ceiling(),
                scope.question().filter(),
                scope.ids());
    }

    private static DayWindow window(
            Question question, ExecutionListSql.@Nullable After after, List<PartitionDay> days) {
        ExecutionOrder order = question.order();
        if (order.by() != ExecutionOrder.By.STARTED_AT) {
            return all(question, days);
        }
        OffsetDateTime from = question.filter().startedAfter();
        OffsetDateTime to = question.filter().startedBefore();
        OffsetDateTime place = after == null ? null : (OffsetDateTime) after.value();
        if (place != null && order.descending()) {
            to = to == null || place.isBefore(to) ? place.plusNanos(1_000_000) : to;
        } else if (place != null) {
            from = from == null || place.isAfter(from) ? place : from;
        }
        return DayWindow.first(days, from, to, order.descending());
    }

    private static DayWindow all(Question question, List<PartitionDay> days) {
        return DayWindow.all(
                days, question.filter().startedAfter(), question.filter().startedBefore());
    }

    private static ExecutionListSql.After after(ExecutionOrder order, Cursor cursor) {
        if (order.by() == ExecutionOrder.By.DURATION_MS) {
            return new ExecutionListSql.After(cursor.number(0), cursor.id(1));
        }
        Instant at = cursor.at(0);
        return new ExecutionListSql.After(
                at == null ? null : at.atOffset(ZoneOffset.UTC), cursor.id(1));
    }

    private static Cursor place(Question question, ExecutionSummary last) {
        Part value =
                switch (question.order().by()) {
                    case STARTED_AT -> Part.at(last.startedAt().toInstant());
                    case UPDATED_AT -> Part.at(last.updatedAt().toInstant());
                    case DURATION_MS -> Part.number(last.durationMs());
                };
        return Cursor.of(question.fingerprint(), value, Part.id(last.id()));
    }
}
