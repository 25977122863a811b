package dev.hindsight.watch;

import static java.util.Objects.requireNonNullElse;

import dev.hindsight.change.Change;
import dev.hindsight.db.Database;
import dev.hindsight.log.LogLine;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import dev.hindsight.step.Step;
import dev.hindsight.subscription.Bulletin;
import dev.hindsight.subscription.Event;
import dev.hindsight.subscription.LogSubscription;
import dev.hindsight.subscription.News;
import dev.hindsight.subscription.Stage;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Deals changes out: reads, once, the state of what anybody watches, and offers it to all who do.
 */
@ApplicationScoped
class Dealer {

    private static final Duration BACK_OFF = Duration.ofMillis(100);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(2);
    private static final int MAX_RETRIES = 3;

    private final Database database;
    private final WatchStore store;
    private final Json json;
    private final Stage stage;

    Dealer(Database database, WatchStore store, Json json, Stage stage) {
        this.database = database;
        this.store = store;
        this.json = json;
        this.stage = stage;
    }

    /** What changes say, in their order, to somebody who watches one topic. */
    Uni<List<News>> news(List<Change> changes, Interests.Topic topic) {
        Audience.Of one = new Audience.Of(topic);
        return deal(changes, one).map(done -> one.heard());
    }

    /**
     * Offers changes, in their order, to those who watch; ends when it is done. Fails if the database
     * answers and what changed cannot be read all the same; some may have been offered then.
     */
    Uni<Void> deal(List<Change> changes, Audience audience) {
        Map<Integer, List<Change>> byNamespace = new TreeMap<>();
        changes.forEach(
                change ->
                        byNamespace
                                .computeIfAbsent(change.namespaceId(), id -> new ArrayList<>())
                                .add(change));
        return Multi.createFrom()
                .iterable(byNamespace.entrySet())
                .onItem()
                .transformToUniAndConcatenate(
                        entry -> deal(new Hand(entry.getKey(), entry.getValue(), audience)))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<Void> deal(Hand hand) {
        SqlClient client = database.client();
        return patient(store.executions(client, hand.namespaceId, hand.executions.keySet()))
                .chain(
                        found ->
                                patient(store.steps(client, hand.namespaceId, hand.steps.keySet()))
                                        .emitOn(stage)
                                        .invoke(
                                                steps -> {
                                                    hand.tell(found, json);
                                                    hand.tellSteps(steps, json);
                                                    hand.tellRemovals();
                                                    hand.tellBreaches();
                                                }))
                .chain(() -> lines(client, hand));
    }

    private Uni<Void> lines(SqlClient client, Hand hand) {
        return Multi.createFrom()
                .iterable(hand.logs)
                .onItem()
                .transformToUniAndConcatenate(
                        change ->
                                patient(
                                                store.lines(
                                                        client,
                                                        hand.namespaceId,
                                                        change.executionId(),
                                                        Sequences.of(change.prev())))
                                        .emitOn(stage)
                                        .invoke(lines -> hand.tellLines(change, lines, json)))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    /**
     * Asks until the database is there again: what was offered before is not to be offered again. A
     * question that fails for another reason may fail for ever, and is asked some times only.
     */
    private static <T> Uni<T> patient(Uni<T> question) {
        return question.onFailure(Dealer::isAway)
                .retry()
                .withBackOff(BACK_OFF, LONGEST_BACK_OFF)
                .indefinitely()
                .onFailure()
                .retry()
                .withBackOff(BACK_OFF, LONGEST_BACK_OFF)
                .atMost(MAX_RETRIES);
    }

    private static boolean isAway(Throwable failure) {
        return failure instanceof ProblemException problem
                && problem.type() == ProblemType.UNAVAILABLE;
    }

    /** The changes of one namespace that somebody watches, by what they are about. */
    private static final class Hand {

        private final int namespaceId;
        private final Audience audience;
        private final Map<UUID, List<Change>> executions = new LinkedHashMap<>();
        private final Map<WatchStore.StepPlace, Change> steps = new LinkedHashMap<>();
        private final List<Change> logs = new ArrayList<>();
        private final List<Change> removals = new ArrayList<>();
        private final List<Change> breaches = new ArrayList<>();

        Hand(int namespaceId, List<Change> changes, Audience audience) {
            this.namespaceId = namespaceId;
            this.audience = audience;
            for (Change change : changes) {
                UUID id = change.executionId();
                switch (change.kind()) {
                    case STEP_UPSERTED -> {
                        if (audience.watches(namespaceId, id)) {
                            steps.put(place(change), change);
                        }
                    }
                    case LOGS_APPENDED -> {
                        if (audience.reads(namespaceId, id)) {
                            logs.add(change);
                        }
                    }
                    case EXECUTIONS_REMOVED -> removals.add(change);
                    case SLA_BREACHED -> breaches.add(change);
                    default -> {
                        if (audience.watchesAll(namespaceId) || audience.watches(namespaceId, id)) {
                            executions.computeIfAbsent(id, it -> new ArrayList<>()).add(change);
                        }
                    }
                }
            }
        }

        private static WatchStore.StepPlace place(Change change) {
            return new WatchStore.StepPlace(
                    change.executionId(),
                    requireNonNullElse(change.stepKey(), ""),
                    requireNonNullElse(change.attempt(), 1));
        }

        void tell(Map<UUID, WatchStore.Found> found, Json json) {
            executions.forEach(
                    (id, changes) -> {
                        WatchStore.Found it = found.get(id);
                        if (it != null) {
                            News news = new Told(changes, it, json.of(it.summary()));
                            audience.offerAll(namespaceId, news);
                            audience.offer(namespaceId, id, news);
                        }
                    });
        }

        void tellSteps(Map<WatchStore.StepPlace, Step> found, Json json) {
            steps.forEach(
                    (place, change) -> {
                        Step step = found.get(place);
                        if (step != null) {
                            audience.offer(
                                    namespaceId,
                                    place.executionId(),
                                    new News.Single(change, event(change, step, json)));
                        }
                    });
        }

        private static Event event(Change change, Step step, Json json) {
            return Event.of(
                    "step.upserted",
                    new Event.About(change.executionId(), step.key(), step.attempt(), 0),
                    step.version(),
                    change.at(),
                    "\"step\":%s,\"attempt\":%d,".formatted(json.of(step.key()), step.attempt()),
                    json.of(step),
                    false);
        }

        void tellRemovals() {
            for (Change change : removals) {
                UUID id = change.executionId();
                News news = new News.Single(change, Bulletin.of("executions.removed", change));
                audience.offerAll(namespaceId, news);
                if (id.equals(Bulletin.NOBODY)) {
                    audience.offerEach(namespaceId, news);
                } else {
                    audience.offer(namespaceId, id, news);
                }
            }
        }

        void tellBreaches() {
            breaches.forEach(change -> audience.offerAll(namespaceId, new Breach(change)));
        }

        void tellLines(Change change, List<LogLine> found, Json json) {
            audience.offerLines(
                    namespaceId,
                    change.executionId(),
                    new LogSubscription.Added(change.xid(), json.lines(found)));
        }
    }
}
