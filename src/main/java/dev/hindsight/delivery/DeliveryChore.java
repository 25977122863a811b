package dev.hindsight.delivery;

import dev.hindsight.boot.Chore;
import dev.hindsight.db.Database;
import dev.hindsight.delivery.Delivery.State;
import dev.hindsight.migration.Schema;
import dev.hindsight.webhook.WebhookConfig;
import dev.hindsight.webhook.Webhooks;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** When webhooks are told: every second, and when somebody sweeps where replicas come and go. */
@ApplicationScoped
public class DeliveryChore implements Chore {

    private static final Logger LOG = Logger.getLogger(DeliveryChore.class);

    private static final String NOT_SENT = "Webhooks could not be sent to";

    /** For so long a chore goes on sending. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Rows forgotten in one transaction. */
    private static final int BATCH = 1_000;

    /** Webhooks looked at that are gone. */
    private static final int GONE = 20;

    private final Database database;
    private final Webhooks webhooks;
    private final Follower follower;
    private final Dispatcher dispatcher;
    private final DeliveryStore store;
    private final DeliveryMeters meters;
    private final WebhookConfig config;
    private final Clock clock;

    DeliveryChore(
            Database database,
            Webhooks webhooks,
            Follower follower,
            Dispatcher dispatcher,
            DeliveryStore store,
            DeliveryMeters meters,
            WebhookConfig config,
            Clock clock) {
        this.database = database;
        this.webhooks = webhooks;
        this.follower = follower;
        this.dispatcher = dispatcher;
        this.store = store;
        this.meters = meters;
        this.config = config;
        this.clock = clock;
    }

    /** Fills the outbox. Apart from sending, which takes as long as receivers do. */
    @Scheduled(
            every = "1s",
            delayed = "2s",
            identity = "webhook-follow",
            skipExecutionIf = Schema.NotUsable.class,
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> onFollowSchedule() {
        return Database.unattended(
                LOG, "Events for webhooks could not be found", follower.follow());
    }

    /** Begins to send what is due; does not wait for receivers, so that others are begun with, too. */
    @Scheduled(
            every = "1s",
            delayed = "2s",
            identity = "webhook-send",
            skipExecutionIf = Schema.NotUsable.class,
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> onSendSchedule() {
        return Database.unattended(
                LOG,
                NOT_SENT,
                webhooks.isAnyEnabled()
                        .chain(
                                any ->
                                        any
                                                ? dispatcher.begin()
                                                : Uni.createFrom().item(List.<Uni<Integer>>of()))
                        .invoke(lanes -> lanes.forEach(DeliveryChore::go)));
    }

    private static void go(Uni<Integer> lane) {
        Database.unattended(LOG, NOT_SENT, lane).subscribe().with(sent -> {});
    }

    /** Counts, for who scrapes, and forgets what is old. */
    @Scheduled(
            every = "30s",
            delayed = "20s",
            identity = "webhook-forget",
            skipExecutionIf = Schema.NotUsable.class,
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> onForgetSchedule() {
        return Database.unattended(
                LOG,
                "Deliveries could not be counted and forgotten",
                count().chain(() -> forget()));
    }

    /** Behind what makes executions crash, before what removes them. */
    @Override
    public int order() {
        return RETENTION - 10;
    }

    @Override
    public String title() {
        return "Tell webhooks what happened";
    }

    @Override
    public Uni<Void> work() {
        return follower.follow().chain(() -> send()).chain(() -> forget());
    }

    private Uni<Void> send() {
        Instant end = Instant.now().plus(PATIENCE);
        return Multi.createBy()
                .repeating()
                .uni(dispatcher::round)
                .whilst(sent -> sent > 0 && Instant.now().isBefore(end))
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Counts what waits and what was given up, where anybody is to be told anything. */
    Uni<Void> count() {
        return webhooks.isAnyEnabled()
                .chain(
                        any ->
                                any
                                        ? store.count().invoke(meters::counted).replaceWithVoid()
                                        : Uni.createFrom()
                                                .voidItem()
                                                .invoke(() -> meters.counted(null)));
    }

    /** Forgets what was listed long enough, and what webhooks left behind that are gone. */
    Uni<Void> forget() {
        OffsetDateTime now = OffsetDateTime.now(clock);
        return forget(
                        client ->
                                store.forget(
                                        client, State.DELIVERED, now.minus(config.keep()), BATCH))
                .chain(
                        () ->
                                forget(
                                        client ->
                                                store.forget(
                                                        client,
                                                        State.DEAD,
                                                        now.minus(config.keepDead()),
                                                        BATCH)))
                .chain(() -> store.left(GONE))
                .onItem()
                .transformToMulti(left -> Multi.createFrom().iterable(left))
                .onItem()
                .transformToUniAndConcatenate(
                        it -> forget(client -> store.abandon(client, it, BATCH)))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<Void> forget(Function<SqlClient, Uni<Integer>> some) {
        return Multi.createBy()
                .repeating()
                .uni(() -> database.transaction(some))
                .whilst(forgotten -> forgotten == BATCH)
                .collect()
                .last()
                .replaceWithVoid();
    }
}
