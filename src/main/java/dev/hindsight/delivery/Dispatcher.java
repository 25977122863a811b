package dev.hindsight.delivery;

import dev.hindsight.db.Database;
import dev.hindsight.delivery.Delivery.State;
import dev.hindsight.delivery.DeliveryStore.Address;
import dev.hindsight.delivery.DeliveryStore.Claimed;
import dev.hindsight.delivery.DeliveryStore.Lease;
import dev.hindsight.delivery.DeliveryStore.Note;
import dev.hindsight.delivery.WebhookSender.Answer;
import dev.hindsight.webhook.Backoff;
import dev.hindsight.webhook.Webhook;
import dev.hindsight.webhook.WebhookConfig;
import dev.hindsight.webhook.Webhooks;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sends what is due: to some webhooks at once, each in a lane of its own, so that one that is slow holds
 * up none of the others; to each some at once.
 */
@Startup
@ApplicationScoped
class Dispatcher {

    /** A lane that is never empty makes room for others after so long. */
    private static final Duration TURN = Duration.ofSeconds(10);

    /** Beyond the time that sending may take, before others take a delivery for abandoned. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private static final String GONE =
            "The receiver answered 410: it does not want to be told any more.";

    private final Database database;
    private final DeliveryStore store;
    private final Webhooks webhooks;
    private final WebhookSender sender;
    private final WebhookConfig config;
    private final Backoff backoff;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final Set<UUID> lanes = ConcurrentHashMap.newKeySet();

    Dispatcher(
            Database database,
            DeliveryStore store,
            Webhooks webhooks,
            WebhookSender sender,
            WebhookConfig config,
            Backoff backoff,
            Clock clock,
            MeterRegistry metrics) {
        this.database = database;
        this.store = store;
        this.webhooks = webhooks;
        this.sender = sender;
        this.config = config;
        this.backoff = backoff;
        this.clock = clock;
        this.metrics = metrics;
        // From the start on, so that the first of a kind is an increase.
        Arrays.stream(State.values()).forEach(this::counter);
    }

    /** What was claimed, and for whom. */
    private record Batch(Webhook webhook, Lease lease, List<Claimed> claimed) {}

    /** A delivery that was sent, and the answer. */
    private record Sent(Claimed claimed, Answer answer) {}

    /**
     * Begins to send to webhooks of which something is due, as far as there are lanes; each answer ends
     * with its lane, and tells how many deliveries were sent.
     */
    Uni<List<Uni<Integer>>> begin() {
        int free = config.lanes() - lanes.size();
        if (free <= 0) {
            return Uni.createFrom().item(List.of());
        }
        return store.due(now(), lanes, free)
                .map(due -> due.stream().filter(it -> lanes.add(it.webhookId())).toList())
                .map(due -> due.stream().map(it -> lane(it).memoize().indefinitely()).toList());
    }

    /** Sends what is due, once through; ends when it is sent, and tells how many. */
    Uni<Integer> round() {
        return begin().chain(
                        some ->
                                Multi.createFrom()
                                        .iterable(some)
                                        .onItem()
                                        .transformToUni(it -> it)
                                        .merge()
                                        .collect()
                                        .with(Collectors.summingInt(Integer::intValue)));
    }

    private Uni<Integer> lane(Address address) {
        Instant end = Instant.now().plus(TURN);
        return Multi.createBy()
                .repeating()
                .uni(() -> batch(address))
                .whilst(sent -> sent > 0 && Instant.now().isBefore(end))
                .collect()
                .with(Collectors.summingInt(Integer::intValue))
                .onTermination()
                .invoke(() -> lanes.remove(address.webhookId()));
    }

    /** Claims, sends and notes; tells how many were sent. */
    private Uni<Integer> batch(Address address) {
        return database.transaction(client -> claim(client, address))
                .chain(
                        batch ->
                                batch.isPresent() && !batch.get().claimed().isEmpty()
                                        ? send(batch.get())
                                        : Uni.createFrom().item(0));
    }

    private Uni<Optional<Batch>> claim(SqlClient client, Address address) {
        OffsetDateTime from = now();
        Lease lease = new Lease(from, from.plus(config.timeout()).plus(GRACE));
        return webhooks.turn(
                        client, address.namespaceId(), address.webhookId(), from, lease.until())
                .chain(
                        found ->
                                found.isEmpty()
                                        ? Uni.createFrom().item(Optional.empty())
                                        : claim(client, found.get(), lease).map(Optional::of));
    }

    /** To one that failed a single one, to see whether it answers again. */
    private Uni<Batch> claim(SqlClient client, Webhook webhook, Lease lease) {
        int atOnce = webhook.health().failures() > 0 ? 1 : config.concurrency();
        return store.claim(client, webhook, lease, atOnce)
                .map(claimed -> new Batch(webhook, lease, claimed));
    }

    private Uni<Integer> send(Batch batch) {
        return Multi.createFrom()
                .iterable(batch.claimed())
                .onItem()
                .transformToUni(it -> send(batch.webhook(), it))
                .merge(config.concurrency())
                .collect()
                .asList()
                .call(sent -> database.transaction(client -> note(client, batch, sent)))
                .map(List::size);
    }

    private Uni<Sent> send(Webhook webhook, Claimed it) {
        return sender.send(
                        new WebhookSender.Parcel(
                                webhook.order().url(), webhook.secret(), it.eventId(), it.body()))
                .map(answer -> new Sent(it, answer));
    }

    private Uni<Void> note(SqlClient client, Batch batch, List<Sent> sent) {
        OffsetDateTime now = now();
        List<Note> notes = new ArrayList<>();
        for (Sent it : sent) {
            notes.add(note(it, now));
        }
        return store.note(client, batch.webhook(), batch.lease(), now, notes)
                .chain(() -> noteHealth(client, batch.webhook(), sent, now))
                .invoke(() -> notes.forEach(this::count));
    }

    private Note note(Sent sent, OffsetDateTime now) {
        Claimed it = sent.claimed();
        Answer answer = sent.answer();
        if (answer.isTaken()) {
            return new Note(it.id(), State.DELIVERED, now, answer.status(), null);
        }
        // Nobody listens any more, which is not the event's fault.
        boolean isLast = it.attempts() >= config.attempts() && !answer.isGone();
        return new Note(
                it.id(),
                isLast ? State.DEAD : State.WAITING,
                now.plus(backoff.ofEvent(it.attempts(), answer.retryAfter())),
                answer.status(),
                answer.error());
    }

    private Uni<Void> noteHealth(
            SqlClient client, Webhook webhook, List<Sent> sent, OffsetDateTime now) {
        if (sent.stream().anyMatch(it -> it.answer().isGone())) {
            return webhooks.disable(client, webhook, GONE);
        }
        boolean answers = sent.stream().anyMatch(it -> it.answer().isTaken());
        Duration wanted = longestWanted(sent);
        if (answers && wanted == null) {
            return webhooks.answers(client, webhook);
        }
        int failures = answers ? 0 : webhook.health().failures() + 1;
        return webhooks.pause(
                client,
                webhook,
                failures,
                now.plus(backoff.ofWebhook(Math.max(1, failures), wanted)));
    }

    private static @Nullable Duration longestWanted(List<Sent> sent) {
        return sent.stream()
                .map(it -> it.answer().retryAfter())
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private void count(Note note) {
        counter(note.state()).increment();
    }

    private Counter counter(State state) {
        return Counter.builder("hindsight_webhook_attempts")
                .description("Attempts to tell webhooks of events, and what came of them")
                .tag("outcome", state == State.WAITING ? "failed" : state.word())
                .register(metrics);
    }

    /** As PostgreSQL keeps it, so that a lease is known again. */
    private OffsetDateTime now() {
        return OffsetDateTime.now(clock).truncatedTo(ChronoUnit.MICROS);
    }
}
