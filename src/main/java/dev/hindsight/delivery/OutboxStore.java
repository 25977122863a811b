package dev.hindsight.delivery;

import static java.util.Objects.requireNonNull;

import dev.hindsight.change.FeedPosition;
import dev.hindsight.db.Args;
import dev.hindsight.db.Database;
import dev.hindsight.db.RowCursor;
import dev.hindsight.delivery.Outbox.Draft;
import dev.hindsight.partition.DayRange;
import dev.hindsight.webhook.Webhook;
import dev.hindsight.webhook.WebhookConfig;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of the outbox, as it is filled. */
@ApplicationScoped
class OutboxStore {

    /** Deliveries that one statement writes: a body has a kilobyte or two. */
    private static final int BATCH = 1_000;

    private final WebhookConfig config;

    OutboxStore(WebhookConfig config) {
        this.config = config;
    }

    /**
     * Up to where the feed has been followed.
     *
     * @param position {@code null} if nobody knows
     * @param completeAt up to when nothing is missing, some minutes aside
     * @param nextId number of the next delivery
     */
    record Place(
            @Nullable FeedPosition position, @Nullable OffsetDateTime completeAt, long nextId) {

        static final Place NOWHERE = new Place(null, null, 1);
    }

    /** An execution, and when it last changed. */
    record Changed(UUID id, OffsetDateTime at) {}

    /**
     * Which executions are looked for.
     *
     * @param since when they last changed, at the earliest
     * @param last of the page before
     */
    record Question(
            DayRange days,
            int namespaceId,
            boolean deleted,
            OffsetDateTime since,
            @Nullable Changed last) {

        /** The same behind an execution. */
        Question behind(Changed execution) {
            return new Question(days, namespaceId, deleted, since, execution);
        }
    }

    Uni<Place> place(SqlClient client) {
        return Database.run(client, OutboxSql.PLACE, Args.of().tuple())
                .map(
                        rows -> {
                            if (rows.size() == 0) {
                                return Place.NOWHERE;
                            }
                            RowCursor next = new RowCursor(rows.iterator().next());
                            return new Place(
                                    FeedPosition.ofCursor(requireNonNull(next.text())).orElse(null),
                                    next.moment(),
                                    requireNonNull(next.bigint()));
                        });
    }

    Uni<Void> move(SqlClient client, FeedPosition position, OffsetDateTime at, long nextId) {
        return Database.run(client, OutboxSql.MOVE, Args.of(position.cursor(), at, nextId).tuple())
                .replaceWithVoid();
    }

    /** Writes what an outbox has drafted. */
    Uni<Void> write(SqlClient client, Outbox outbox, OffsetDateTime now) {
        if (outbox.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return measure(client, outbox)
                .onItem()
                .transformToMulti(measured -> Multi.createFrom().iterable(outbox.take()))
                .group()
                .intoLists()
                .of(BATCH)
                .onItem()
                .transformToUniAndConcatenate(some -> insert(client, some, now))
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Void> measure(SqlClient client, Outbox outbox) {
        List<Webhook> webhooks = outbox.unmeasured();
        if (webhooks.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        long most = config.maxWaiting();
        Args args =
                Args.of()
                        .add(Args.column(webhooks, Integer[]::new, Webhook::namespaceId))
                        .add(Args.column(webhooks, UUID[]::new, Webhook::id))
                        .add(most);
        return Database.run(client, OutboxSql.WAITING, args.tuple())
                .invoke(
                        rows -> {
                            for (Row row : rows) {
                                outbox.measured(row.getUUID(0), most - row.getLong(1));
                            }
                        })
                .replaceWithVoid();
    }

    private static Uni<Void> insert(SqlClient client, List<Draft> drafts, OffsetDateTime now) {
        Args args =
                Args.of()
                        .add(Args.column(drafts, Integer[]::new, it -> it.webhook().namespaceId()))
                        .add(Args.column(drafts, UUID[]::new, it -> it.webhook().id()))
                        .add(Args.column(drafts, Long[]::new, Draft::id))
                        .add(Args.column(drafts, String[]::new, it -> it.happening().id()))
                        .add(Args.column(drafts, String[]::new, it -> it.happening().kind().word()))
                        .add(Args.column(drafts, UUID[]::new, it -> it.happening().executionId()))
                        .add(Args.column(drafts, String[]::new, it -> it.happening().body()))
                        .add(Args.column(drafts, String[]::new, it -> it.happening().unlessTold()))
                        .add(now);
        return Database.run(client, OutboxSql.INSERT, args.tuple()).replaceWithVoid();
    }

    /** A page of executions that changed, in the order in which they last did. */
    Uni<List<Changed>> changed(SqlClient client, Question question, int limit) {
        Changed last = question.last();
        String sql = question.deleted() ? OutboxSql.DELETED : OutboxSql.CHANGED;
        Args args =
                Args.of(
                        question.namespaceId(),
                        question.since(),
                        last == null ? question.since() : last.at(),
                        last == null ? new UUID(0, 0) : last.id(),
                        (long) limit);
        return Database.run(client, question.days().in(sql), args.tuple())
                .map(
                        rows -> {
                            List<Changed> changed = new ArrayList<>(rows.size());
                            for (Row row : rows) {
                                changed.add(new Changed(row.getUUID(0), row.getOffsetDateTime(1)));
                            }
                            return changed;
                        });
    }
}
