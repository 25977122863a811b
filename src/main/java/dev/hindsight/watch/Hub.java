package dev.hindsight.watch;

import dev.hindsight.audit.Audit;
import dev.hindsight.change.Change;
import dev.hindsight.change.Feed;
import dev.hindsight.change.FeedBatch;
import dev.hindsight.change.FeedPosition;
import dev.hindsight.db.Database;
import dev.hindsight.execution.ExecutionRef;
import dev.hindsight.execution.ExecutionService;
import dev.hindsight.filter.ExecutionFilter;
import dev.hindsight.log.LogFilter;
import dev.hindsight.log.LogLevel;
import dev.hindsight.subscription.EventSubscription;
import dev.hindsight.subscription.FilterMatch;
import dev.hindsight.subscription.LogSubscription;
import dev.hindsight.subscription.Place;
import dev.hindsight.subscription.Stage;
import dev.hindsight.subscription.Subscription;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Where everybody on this replica watches. It belongs to the {@link Stage}. */
@ApplicationScoped
public class Hub {

    private static final Logger LOG = Logger.getLogger(Hub.class);

    private final Feed feed;
    private final Dealer dealer;
    private final Beginnings beginnings;
    private final ExecutionService executions;
    private final Audit audit;
    private final Clock clock;
    private final Stage stage;
    private final Interests interests = new Interests();
    private final List<FeedBatch> heard = new ArrayList<>();
    private Feed.@Nullable Registration listening;
    private boolean isDealing;

    Hub(
            Feed feed,
            Dealer dealer,
            Beginnings beginnings,
            ExecutionService executions,
            Audit audit,
            Clock clock,
            Stage stage) {
        this.feed = feed;
        this.dealer = dealer;
        this.beginnings = beginnings;
        this.executions = executions;
        this.audit = audit;
        this.clock = clock;
        this.stage = stage;
    }

    /**
     * How a subscription begins.
     *
     * @param id the client's name for it
     * @param items most items of its snapshot
     * @param resume where it goes on instead, if the feed still knows
     * @param heartbeat after so long without an event it is told where it is
     */
    public record Opening(
            String id, int items, @Nullable FeedPosition resume, Duration heartbeat) {}

    /** Watches all executions that match. */
    public Subscription executions(Watcher watcher, Opening opening, ExecutionFilter filter) {
        EventSubscription.Source source =
                beginnings.ofAll(watcher.caller(), filter, opening.items());
        return enter(
                open(watcher, opening, source, new FilterMatch(filter)),
                new Interests.Topic(watcher.caller().namespaceId(), null));
    }

    /**
     * Watches one execution and its steps; answers on the stage.
     *
     * @throws dev.hindsight.problem.ProblemException {@code not-found} or {@code gone}, as a failure
     *     of the answer
     */
    public Uni<Subscription> execution(Watcher watcher, Opening opening, ExecutionRef ref) {
        return executions
                .require(watcher.caller(), ref)
                .emitOn(stage)
                .map(
                        id ->
                                enter(
                                        open(
                                                watcher,
                                                opening,
                                                beginnings.of(
                                                        watcher.caller(), id, opening.items() > 0),
                                                null),
                                        topic(watcher, id)));
    }

    private EventSubscription open(
            Watcher watcher,
            Opening opening,
            EventSubscription.Source source,
            @Nullable FilterMatch match) {
        return new EventSubscription(
                client(watcher, opening.id()),
                source,
                match,
                clock,
                opening.heartbeat(),
                opening.resume());
    }

    private Subscription.Client client(Watcher watcher, String id) {
        return new Subscription.Client(
                id,
                watcher.outbox(),
                watcher.dialect(),
                stage,
                ended -> {
                    forget(ended);
                    watcher.failed().accept(ended);
                });
    }

    /**
     * Reads the log of an execution and goes on; answers on the stage.
     *
     * @param afterSequence the lines behind this one are sent
     * @param least this level and those above it; {@code null} for all
     * @throws dev.hindsight.problem.ProblemException {@code not-found}, {@code gone} or {@code
     *     forbidden}, as a failure of the answer
     */
    public Uni<Subscription> logs(
            Watcher watcher,
            String id,
            ExecutionRef ref,
            long afterSequence,
            @Nullable LogLevel least) {
        if (!watcher.caller().seesPayloads()) {
            return Uni.createFrom().failure(watcher.caller()::payloadsForbidden);
        }
        LogFilter filter =
                new LogFilter(null, null, List.of(), least, List.of(), List.of(), List.of());
        return executions
                .require(watcher.caller(), ref)
                .invoke(found -> audit.noteRead(watcher.caller(), "live/logs/" + found))
                .emitOn(stage)
                .map(
                        executionId ->
                                enter(
                                        new LogSubscription(
                                                client(watcher, id),
                                                beginnings.lines(
                                                        watcher.caller(), executionId, filter),
                                                afterSequence,
                                                least),
                                        topic(watcher, executionId)));
    }

    private static Interests.Topic topic(Watcher watcher, UUID executionId) {
        return new Interests.Topic(watcher.caller().namespaceId(), executionId);
    }

    /** It listens before it reads, so that what happens in between is heard. */
    private Subscription enter(Subscription subscription, Interests.Topic topic) {
        interests.add(subscription, topic);
        if (listening == null) {
            listening = feed.listen(batch -> stage.execute(() -> hear(batch)));
        }
        subscription.begin();
        return subscription;
    }

    /** Ends a subscription; nothing more of it is sent. */
    public void leave(Subscription subscription) {
        subscription.end();
        forget(subscription);
    }

    private void forget(Subscription subscription) {
        Feed.Registration last = listening;
        if (interests.remove(subscription) && interests.isEmpty() && last != null) {
            last.close();
            listening = null;
        }
    }

    /** Time passes: to be called about once a second. */
    public void tick() {
        Instant now = clock.instant();
        interests.all().forEach(subscription -> subscription.tick(now));
    }

    private void hear(FeedBatch batch) {
        heard.add(batch);
        if (!isDealing) {
            isDealing = true;
            deal();
        }
    }

    /** Deals out all that was heard meanwhile, as one. */
    private void deal() {
        List<FeedBatch> batches = List.copyOf(heard);
        heard.clear();
        if (batches.isEmpty()) {
            isDealing = false;
            return;
        }
        List<Change> changes = new ArrayList<>();
        for (FeedBatch batch : batches) {
            if (batch.gap() == FeedBatch.Gap.NONE) {
                changes.addAll(batch.changes());
            } else {
                changes.clear();
                lose(batch.gap());
            }
        }
        Place to = Place.of(batches.get(batches.size() - 1).position());
        dealer.deal(changes, interests)
                .emitOn(stage)
                .subscribe()
                .with(done -> advance(to), failure -> passOver(to, failure));
    }

    private void lose(FeedBatch.Gap gap) {
        String reason = gap.name().toLowerCase(Locale.ROOT);
        interests.all().forEach(subscription -> subscription.lost(reason));
    }

    /** Whoever watches begins again: they would wait for what comes behind for ever. */
    private void passOver(Place to, Throwable failure) {
        Database.tell(LOG, "What changed could not be read, and is passed over", failure);
        lose(FeedBatch.Gap.OVERFLOW);
        advance(to);
    }

    private void advance(Place to) {
        for (Subscription subscription : interests.all()) {
            if (subscription instanceof EventSubscription events) {
                events.advance(to);
            } else if (subscription instanceof LogSubscription lines) {
                lines.advance(to.position().snapshot());
            }
        }
        deal();
    }
}
