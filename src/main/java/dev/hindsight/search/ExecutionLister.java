package dev.hindsight.search;

import dev.hindsight.access.Caller;
import dev.hindsight.content.ContentStore;
import dev.hindsight.execution.ExecutionStatus;
import dev.hindsight.execution.ExecutionSummary;
import dev.hindsight.filter.ExecutionFilter;
import dev.hindsight.page.Cursor;
import dev.hindsight.page.Limit;
import dev.hindsight.page.Offset;
import dev.hindsight.page.Page;
import dev.hindsight.page.Part;
import dev.hindsight.page.Query;
import dev.hindsight.partition.DayWindow;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.reader.Reader;
import dev.hindsight.search.ExecutionListSql.Slice;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lists and counts executions.
 *
 * <p>In the order of their starts a page walks days, newest first or oldest first, and widens its
 * window until the page is full or no other day can hold a row that belongs on it: a page costs the
 * same over a month of history and over years. The other orders have no such bounds and open all
 * days.
 *
 * <p>A filter that the indexes of the order do not see to is tried in three ways, see {@link
 * ExecutionListSql}: a bounded walk, then all matches if they are few, then the walk without bounds,
 * which the time limit of statements ends. One that no index at all sees to is walked at once.
 */
@ApplicationScoped
public class ExecutionLister {

    /** Counting stops here unless an exact number is asked for. */
    private static final int COUNT_CAP = 10_000;

    private final Reader reader;
    private final ExecutionListStore store;
    private final ExecutionScopes scopes;

    ExecutionLister(Reader reader, ExecutionListStore store, ExecutionScopes scopes) {
        this.reader = reader;
        this.store = store;
        this.scopes = scopes;
    }

    /**
     * A page, as the parameters of the list over HTTP ask for it.
     *
     * @param query of which nothing more is read: this ends it
     * @throws ProblemException {@code invalid-request} for parameters that are not valid
     */
    public Uni<Page<ExecutionSummary>> list(
            Caller caller, Query query, Limit limit, Offset offset, @Nullable String cursor) {
        ExecutionQuestion question = ExecutionQuery.question(caller, query, limit, offset, cursor);
        ExecutionQuestion.Count count = ExecutionQuery.count(query);
        query.finish();
        return list(question, count);
    }

    /** A page, with the number of all matches if it is wanted. */
    Uni<Page<ExecutionSummary>> list(ExecutionQuestion question, ExecutionQuestion.Count count) {
        Uni<Page<ExecutionSummary>> page = page(question);
        return switch (count) {
            case NONE -> page;
            case EXACT -> page.chain(found -> count(question, 0).map(found::withTotal));
            case CAPPED ->
                    page.chain(found -> count(question, COUNT_CAP + 1).map(n -> capped(found, n)));
        };
    }

    /**
     * The newest executions that match, newest first.
     *
     * @param client where it is asked: in a transaction, if all is to be as of one moment
     * @param limit most of them
     */
    public Uni<List<ExecutionSummary>> newest(
            SqlClient client, Caller caller, ExecutionFilter filter, Limit limit) {
        ExecutionQuestion question =
                new ExecutionQuestion(caller, filter, ExecutionOrder.NEWEST, limit, 0, null, 0);
        // By the connection that the caller has: if each needed a second one, as many callers as
        // there are connections would wait for one another.
        return scopes.within(client, caller, filter)
                .chain(scope -> rows(client, question, scope, null))
                .map(rows -> rows.subList(0, Math.min(rows.size(), limit.value())));
    }

    private static Page<ExecutionSummary> capped(Page<ExecutionSummary> page, long count) {
        return count > COUNT_CAP ? page.withCappedTotal(COUNT_CAP) : page.withTotal(count);
    }

    /** A page, in the order asked for. */
    private Uni<Page<ExecutionSummary>> page(ExecutionQuestion question) {
        ExecutionPlaceSql after =
                Cursor.decode(Optional.ofNullable(question.cursor()), question.fingerprint())
                        .map(cursor -> ExecutionPlaceSql.of(question.order(), cursor))
                        .orElse(null);
        Uni<List<ExecutionSummary>> found =
                scope(question)
                        .chain(scope -> reader.ask(client -> rows(client, question, scope, after)));
        return evaluated(question, found)
                .map(rows -> Page.of(rows, question.limit(), last -> place(question, last)));
    }

    /** The number of matches; of more than {@code cap}, if that is positive, just so many. */
    private Uni<Long> count(ExecutionQuestion question, int cap) {
        return evaluated(
                question,
                scope(question)
                        .chain(
                                scope ->
                                        scope.isEmpty()
                                                ? Uni.createFrom().item(0L)
                                                : reader.ask(
                                                        client ->
                                                                store.count(
                                                                        client,
                                                                        counting(scope)
                                                                                .total(cap)))));
    }

    /** The number of matches by status; a status without any is absent. */
    Uni<Map<ExecutionStatus, Long>> counts(ExecutionQuestion question) {
        return evaluated(
                question,
                scope(question)
                        .chain(
                                scope ->
                                        scope.isEmpty()
                                                ? Uni.createFrom()
                                                        .item(Map.<ExecutionStatus, Long>of())
                                                : reader.ask(
                                                        client ->
                                                                store.counts(
                                                                        client,
                                                                        counting(scope)
                                                                                .byStatus()))));
    }

    private static <T> Uni<T> evaluated(ExecutionQuestion question, Uni<T> answer) {
        return answer.onFailure()
                .transform(failure -> ContentStore.translate(question.filter().content(), failure));
    }

    private Uni<ExecutionScope> scope(ExecutionQuestion question) {
        return scopes.of(question.caller(), question.filter());
    }

    private Uni<List<ExecutionSummary>> rows(
            SqlClient client,
            ExecutionQuestion question,
            ExecutionScope scope,
            @Nullable ExecutionPlaceSql after) {
        int rows = question.limit().value() + 1;
        Slice slice = new Slice(question.order(), after, question.offset(), rows);
        ExecutionListSql sql =
                new ExecutionListSql(
                        scope.caller().namespaceId(), scope.filter(), scope.ids(), slice);
        DayWindow window = window(question.order(), scope, after);
        DayWindow all = scope.all();
        if (window.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        if (sql.isServed() || !sql.mayGather()) {
            return walk(client, sql, rows, window);
        }
        return probe(client, sql, rows, window, 1)
                .chain(
                        probed ->
                                probed.isComplete() || 3 * probed.rows().size() < rows
                                        ? Uni.createFrom().item(probed)
                                        : probe(
                                                client,
                                                sql,
                                                rows,
                                                window,
                                                ExecutionListSql.FURTHER))
                .chain(
                        probed ->
                                probed.isComplete()
                                        ? Uni.createFrom().item(probed)
                                        : store.page(client, sql.gather(all)))
                .chain(
                        found ->
                                found.isComplete()
                                        ? Uni.createFrom().item(found.rows())
                                        : walk(client, sql, rows, window));
    }

    private Uni<List<ExecutionSummary>> walk(
            SqlClient client, ExecutionListSql sql, int rows, DayWindow window) {
        return store.page(client, sql.walk(window))
                .chain(
                        found ->
                                window.suffices(lastStart(found, rows))
                                        ? Uni.createFrom().item(found.rows())
                                        : walk(client, sql, rows, window.wider()));
    }

    /** The page, or an incomplete one if it was not to be had cheaply. */
    private Uni<ExecutionListStore.Found> probe(
            SqlClient client, ExecutionListSql sql, int rows, DayWindow window, int times) {
        return store.page(client, sql.probe(window, times))
                .chain(
                        found -> {
                            OffsetDateTime last = lastStart(found, rows);
                            return last == null || window.suffices(last)
                                    ? Uni.createFrom().item(found.completeIf(last != null))
                                    : probe(client, sql, rows, window.wider(), times);
                        });
    }

    /** When the last row of a full page started. */
    private static @Nullable OffsetDateTime lastStart(ExecutionListStore.Found found, int rows) {
        return found.rows().size() < rows ? null : found.rows().get(rows - 1).startedAt();
    }

    private static ExecutionCountSql counting(ExecutionScope scope) {
        return new ExecutionCountSql(
                scope.caller().namespaceId(), scope.filter(), scope.ids(), scope.all());
    }

    private static DayWindow window(
            ExecutionOrder order, ExecutionScope scope, @Nullable ExecutionPlaceSql after) {
        if (order.by() != ExecutionOrder.By.STARTED_AT) {
            return scope.all();
        }
        OffsetDateTime from = scope.filter().startedAfter();
        OffsetDateTime to = scope.filter().startedBefore();
        OffsetDateTime place = after == null ? null : (OffsetDateTime) after.value();
        if (place != null && order.descending()) {
            to = to == null || place.isBefore(to) ? place.plusNanos(1_000) : to;
        } else if (place != null) {
            from = from == null || place.isAfter(from) ? place : from;
        }
        return DayWindow.first(scope.days(), from, to, order.descending());
    }

    private static Cursor place(ExecutionQuestion question, ExecutionSummary last) {
        Part value =
                switch (question.order().by()) {
                    case STARTED_AT -> Part.at(last.startedAt().toInstant());
                    case UPDATED_AT -> Part.at(last.updatedAt().toInstant());
                    case DURATION_MS -> Part.number(last.durationMs());
                };
        return Cursor.of(question.fingerprint(), value, Part.id(last.id()));
    }
}
