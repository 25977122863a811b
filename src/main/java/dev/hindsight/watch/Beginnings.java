package dev.hindsight.watch;

import dev.hindsight.access.Caller;
import dev.hindsight.change.Feed;
import dev.hindsight.change.FeedBatch;
import dev.hindsight.change.FeedPosition;
import dev.hindsight.filter.ExecutionFilter;
import dev.hindsight.log.LogFilter;
import dev.hindsight.log.LogService;
import dev.hindsight.page.Limit;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.search.ExecutionLister;
import dev.hindsight.step.StepService;
import dev.hindsight.subscription.EventSubscription;
import dev.hindsight.subscription.LogSubscription;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;

/** Reads what subscriptions begin with: state, and its place in the feed, as of one moment. */
@ApplicationScoped
class Beginnings {

    private static final int STEPS = 1_000;

    private final Feed feed;
    private final WatchStore store;
    private final Dealer dealer;
    private final ExecutionLister lister;
    private final StepService steps;
    private final LogService logs;
    private final Json json;

    Beginnings(
            Feed feed,
            WatchStore store,
            Dealer dealer,
            ExecutionLister lister,
            StepService steps,
            LogService logs,
            Json json) {
        this.feed = feed;
        this.store = store;
        this.dealer = dealer;
        this.lister = lister;
        this.steps = steps;
        this.logs = logs;
        this.json = json;
    }

    /** Of who watches all executions that match. */
    EventSubscription.Source ofAll(Caller caller, ExecutionFilter filter, int items) {
        return source(
                new Interests.Topic(caller.namespaceId(), null),
                client -> list(client, caller, filter, items));
    }

    private Uni<String> list(SqlClient client, Caller caller, ExecutionFilter filter, int items) {
        return items == 0
                ? Uni.createFrom().item("\"items\":[]")
                : lister.newest(client, caller, filter, new Limit(items))
                        .map(newest -> "\"items\":" + json.of(newest));
    }

    /** Of who watches one execution. */
    EventSubscription.Source of(Caller caller, UUID executionId, boolean withSteps) {
        return source(
                new Interests.Topic(caller.namespaceId(), executionId),
                client -> one(client, caller, executionId, withSteps));
    }

    private Uni<String> one(SqlClient client, Caller caller, UUID id, boolean withSteps) {
        return store.executions(client, caller.namespaceId(), List.of(id))
                .chain(
                        found -> {
                            WatchStore.Found it = found.get(id);
                            if (it == null) {
                                throw new ProblemException(
                                        ProblemType.NOT_FOUND, "There is no such execution.");
                            }
                            return steps.first(client, caller, id, withSteps ? STEPS : 0)
                                    .map(
                                            first ->
                                                    "\"execution\":%s,\"steps\":%s"
                                                            .formatted(
                                                                    json.of(it.summary()),
                                                                    json.of(first)));
                        });
    }

    private EventSubscription.Source source(
            Interests.Topic topic, Function<SqlClient, Uni<String>> members) {
        return new EventSubscription.Source() {

            @Override
            public Uni<EventSubscription.Start> snapshot() {
                return feed.reading(
                        (client, position) ->
                                members.apply(client)
                                        .map(told -> new EventSubscription.Start(told, position)));
            }

            @Override
            public Uni<EventSubscription.Since> since(FeedPosition position) {
                return feed.since(position).chain(batch -> told(batch, topic));
            }
        };
    }

    private Uni<EventSubscription.Since> told(FeedBatch batch, Interests.Topic topic) {
        if (batch.gap() != FeedBatch.Gap.NONE) {
            String gap = batch.gap().name().toLowerCase(Locale.ROOT);
            return Uni.createFrom()
                    .item(new EventSubscription.Since(gap, List.of(), batch.position()));
        }
        return dealer.news(batch.changes(), topic)
                .map(news -> new EventSubscription.Since(null, news, batch.position()));
    }

    /** Of who reads the log of an execution. */
    LogSubscription.Source lines(Caller caller, UUID executionId, LogFilter filter) {
        return (afterSequence, limit) ->
                feed.reading(
                        (client, position) ->
                                logs.first(
                                                client,
                                                caller,
                                                executionId,
                                                filter.after(afterSequence),
                                                limit)
                                        .map(
                                                lines ->
                                                        new LogSubscription.Page(
                                                                json.lines(lines),
                                                                position.snapshot())));
    }
}
