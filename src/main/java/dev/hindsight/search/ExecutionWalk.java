package dev.hindsight.search;

import dev.hindsight.access.Caller;
import dev.hindsight.content.ContentParameters;
import dev.hindsight.content.ContentQuery;
import dev.hindsight.execution.ExecutionSummary;
import dev.hindsight.filter.ExecutionFilter;
import dev.hindsight.filter.ExecutionFilterParameters;
import dev.hindsight.filter.ExecutionFilterQuery;
import dev.hindsight.page.Cursor;
import dev.hindsight.page.Fingerprint;
import dev.hindsight.page.Limit;
import dev.hindsight.page.Page;
import dev.hindsight.page.Part;
import dev.hindsight.page.Query;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Walks executions that a list would show, in its order, however many they are. */
@ApplicationScoped
public class ExecutionWalk {

    private static final Limit PAGE = new Limit(200);

    private final ExecutionLister lister;

    ExecutionWalk(ExecutionLister lister) {
        this.lister = lister;
    }

    /**
     * The newest completed execution of the same workflow that started before one; of those that started
     * at the same moment, ids decide.
     */
    public Uni<Optional<ExecutionSummary>> lastCompletedBefore(
            Caller caller, ExecutionSummary execution) {
        long fingerprint = Fingerprint.of("startedAt", "before", Map.of());
        Cursor before =
                Cursor.of(
                        fingerprint,
                        Part.at(execution.startedAt().toInstant()),
                        Part.id(execution.id()));
        ExecutionQuestion question =
                new ExecutionQuestion(
                        caller,
                        ExecutionFilter.completed(execution.workflowId()),
                        ExecutionOrder.NEWEST,
                        new Limit(1),
                        0,
                        before.encode(),
                        fingerprint);
        return lister.list(question, ExecutionQuestion.Count.NONE)
                .map(page -> page.items().stream().findFirst());
    }

    /** The names of the parameters that a walk knows: the filters and orders of the list. */
    public static Set<String> parameters() {
        return Stream.concat(
                        Stream.of(ExecutionFilterParameters.class, ContentParameters.class)
                                .flatMap(type -> Stream.of(type.getFields()))
                                .map(Field::getName),
                        Stream.of("orderBy", "orderDir"))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The ids of the executions that parameters of a list ask for. Faults of the parameters are told to
     * the query, which the caller ends before the first id is asked for. No page is read before all ids
     * of the one before were taken.
     */
    public Multi<UUID> ids(Caller caller, Query query) {
        ExecutionFilter filter = ExecutionFilterQuery.filter(query, ContentQuery.content(query));
        ExecutionOrder order = ExecutionQuery.order(query);
        long fingerprint = Fingerprint.of(order.by().word(), "walk", Map.of());
        return Multi.createBy()
                .repeating()
                .uni(
                        AtomicReference<@Nullable String>::new,
                        cursor ->
                                lister.list(
                                                new ExecutionQuestion(
                                                        caller,
                                                        filter,
                                                        order,
                                                        PAGE,
                                                        0,
                                                        cursor.get(),
                                                        fingerprint),
                                                ExecutionQuestion.Count.NONE)
                                        .invoke(page -> cursor.set(page.nextCursor())))
                .whilst(page -> page.nextCursor() != null)
                .map(Page::items)
                .onItem()
                .transformToMultiAndConcatenate(
                        items -> Multi.createFrom().iterable(items).map(ExecutionSummary::id));
    }
}
