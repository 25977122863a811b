package dev.hindsight.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hindsight.change.Change;
import dev.hindsight.change.ChangeKind;
import dev.hindsight.change.Feed;
import dev.hindsight.change.FeedBatch;
import dev.hindsight.change.FeedPosition;
import dev.hindsight.change.FeedSnapshot;
import dev.hindsight.db.Database;
import dev.hindsight.delivery.OutboxStore.Place;
import dev.hindsight.watch.WatchStore;
import dev.hindsight.webhook.EventKind;
import dev.hindsight.webhook.Webhook;
import dev.hindsight.webhook.Webhooks;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Follows the feed and fills the outbox, one replica at a time: see the room's documentation.
 *
 * <p>A snapshot for the whole transaction shows exactly the state that the changes led to, and lets the
 * database refuse the place to whoever finds that another one moved it meanwhile.
 */
@ApplicationScoped
public class Follower {

    private static final Logger LOG = Logger.getLogger(Follower.class);

    /** Key of the advisory lock. */
    static final long KEY = 0x48494e44_00000008L;

    /** Without news the place is moved as often, so that it is never too old to be followed from. */
    private static final Duration REST = Duration.ofMinutes(1);

    /** Executions whose state is read at once. */
    private static final int CHUNK = 500;

    /** What is of no execution's state. */
    private static final Map<ChangeKind, EventKind> BULLETINS =
            Map.of(
                    ChangeKind.EXECUTIONS_REMOVED, EventKind.EXECUTIONS_REMOVED,
                    ChangeKind.SLA_BREACHED, EventKind.SLA_BREACHED);

    private static final List<ChangeKind> KINDS =
            List.of(
                    ChangeKind.EXECUTION_CREATED,
                    ChangeKind.EXECUTION_UPDATED,
                    ChangeKind.EXECUTION_DELETED,
                    ChangeKind.EXECUTION_RESTORED,
                    ChangeKind.EXECUTIONS_REMOVED,
                    ChangeKind.SLA_BREACHED);

    private final Feed feed;
    private final Webhooks webhooks;
    private final OutboxStore store;
    private final Reconciler reconciler;
    private final WatchStore executions;
    private final ObjectMapper json;
    private final Clock clock;

    Follower(
            Feed feed,
            Webhooks webhooks,
            OutboxStore store,
            Reconciler reconciler,
            WatchStore executions,
            ObjectMapper json,
            Clock clock) {
        this.feed = feed;
        this.webhooks = webhooks;
        this.store = store;
        this.reconciler = reconciler;
        this.executions = executions;
        this.json = json;
        this.clock = clock;
    }

    /** Fills the outbox with what happened up to now; in vain where nobody listens, or another does it. */
    public Uni<Void> follow() {
        return webhooks.isAnyEnabled()
                .chain(any -> any ? feed.following(this::alone) : Uni.createFrom().voidItem());
    }

    private Uni<Void> alone(SqlClient client) {
        return Database.tryLock(client, KEY)
                .chain(mine -> mine ? step(client) : Uni.createFrom().voidItem());
    }

    private Uni<Void> step(SqlClient client) {
        OffsetDateTime now = OffsetDateTime.now(clock);
        return webhooks.enabled(client)
                .chain(
                        enabled ->
                                store.place(client)
                                        .chain(
                                                place ->
                                                        step(
                                                                new Round(
                                                                        client,
                                                                        enabled,
                                                                        place,
                                                                        new Outbox(
                                                                                enabled,
                                                                                place.nextId()),
                                                                        now))));
    }

    /** What one transaction works with. */
    record Round(
            SqlClient client,
            List<Webhook> enabled,
            Place place,
            Outbox outbox,
            OffsetDateTime now) {}

    private Uni<Void> step(Round round) {
        return feed.standing(round.client(), round.place().position())
                .chain(
                        standing ->
                                isIdle(round, standing)
                                        ? Uni.createFrom().voidItem()
                                        : fill(round, standing)
                                                .chain(() -> move(round, standing.position())));
    }

    /**
     * Where there is no place, or it is too old since nobody listened, those who have only just begun are
     * followed for from where they did: what was before is none of their business.
     */
    private Uni<Void> fill(Round round, Feed.Standing standing) {
        FeedPosition position = round.place().position();
        boolean isOld = position == null || standing.gap() == FeedBatch.Gap.EXPIRED;
        FeedSnapshot begins = isOld ? round.outbox().begins().orElse(null) : null;
        if (begins == null) {
            return fill(round, position, standing);
        }
        FeedPosition beginning = new FeedPosition(standing.position().epoch(), begins);
        return feed.standing(round.client(), beginning)
                .chain(again -> fill(round, beginning, again));
    }

    private static boolean isIdle(Round round, Feed.Standing standing) {
        OffsetDateTime completeAt = round.place().completeAt();
        return standing.gap() == FeedBatch.Gap.NONE
                && !standing.hasNews()
                && !round.outbox().hasNewcomers()
                && completeAt != null
                && completeAt.plus(REST).isAfter(round.now());
    }

    private Uni<Void> fill(Round round, @Nullable FeedPosition position, Feed.Standing standing) {
        if (standing.gap() == FeedBatch.Gap.NONE && position != null) {
            return standing.hasNews() ? pages(round, position) : Uni.createFrom().voidItem();
        }
        if (position != null) {
            LOG.infof(
                    "Changes for webhooks are looked up in the executions, since the feed lacks some"
                            + " (%s)",
                    standing.gap());
        }
        return reconciler.reconcile(round);
    }

    /** As many as there are: a page that ended with asking for the next one would nest them all. */
    private Uni<Void> pages(Round round, FeedPosition position) {
        return Multi.createBy()
                .repeating()
                .uni(
                        () -> new AtomicReference<@Nullable Change>(),
                        last ->
                                feed.page(round.client(), position, KINDS, last.get())
                                        .call(changes -> offer(round, changes))
                                        .invoke(changes -> changes.forEach(last::set)))
                .whilst(changes -> !changes.isEmpty())
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Void> offer(Round round, List<Change> changes) {
        Map<Integer, Map<UUID, List<Change>>> byPlace = new TreeMap<>();
        for (Change change : changes) {
            EventKind bulletin = BULLETINS.get(change.kind());
            if (bulletin != null) {
                round.outbox()
                        .offer(change.namespaceId(), List.of(Course.bulletin(bulletin, change)));
            } else if (round.outbox().namespaces().contains(change.namespaceId())) {
                byPlace.computeIfAbsent(change.namespaceId(), id -> new LinkedHashMap<>())
                        .computeIfAbsent(change.executionId(), id -> new ArrayList<>())
                        .add(change);
            }
        }
        return Multi.createFrom()
                .iterable(byPlace.entrySet())
                .onItem()
                .transformToUniAndConcatenate(it -> offer(round, it.getKey(), it.getValue()))
                .collect()
                .asList()
                .chain(() -> store.write(round.client(), round.outbox(), round.now()));
    }

    private Uni<Void> offer(Round round, int namespaceId, Map<UUID, List<Change>> byExecution) {
        return Multi.createFrom()
                .iterable(byExecution.keySet())
                .group()
                .intoLists()
                .of(CHUNK)
                .onItem()
                .transformToUniAndConcatenate(
                        ids ->
                                executions
                                        .executions(round.client(), namespaceId, ids)
                                        .invoke(
                                                found ->
                                                        found.forEach(
                                                                (id, it) ->
                                                                        tell(
                                                                                round,
                                                                                namespaceId,
                                                                                byExecution.get(id),
                                                                                it)))
                                        .chain(
                                                () ->
                                                        store.write(
                                                                round.client(),
                                                                round.outbox(),
                                                                round.now())))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private void tell(Round round, int namespaceId, List<Change> changes, WatchStore.Found found) {
        List<Change> inOrder =
                changes.stream().sorted(Comparator.comparingLong(Change::id)).toList();
        round.outbox().offer(namespaceId, Course.of(inOrder, found, item(json, found)));
    }

    static String item(ObjectMapper json, WatchStore.Found found) {
        try {
            return json.writeValueAsString(found.summary());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A record cannot be written", e);
        }
    }

    private Uni<Void> move(Round round, FeedPosition position) {
        SqlClient client = round.client();
        return store.move(client, position, round.now(), round.outbox().nextId())
                .chain(() -> webhooks.followed(client, round.enabled()))
                .chain(
                        () ->
                                Multi.createFrom()
                                        .iterable(round.outbox().full())
                                        .onItem()
                                        .transformToUniAndConcatenate(
                                                it -> webhooks.overflowed(client, it, round.now()))
                                        .collect()
                                        .asList()
                                        .replaceWithVoid());
    }
}
