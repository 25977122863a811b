package dev.hindsight.subscription;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Something that one connection watches. It belongs to the {@link Stage}. */
public abstract class Subscription {

    /**
     * For whom it watches.
     *
     * @param id the client's name for the subscription
     * @param stage where answers of the database are taken in
     * @param failed is told of a subscription that ended by itself; why is sent to the client
     */
    public record Client(
            String id,
            Outbox outbox,
            Dialect dialect,
            Executor stage,
            Consumer<Subscription> failed) {}

    private final Client client;
    private boolean ended;

    /** Grows when what is being read is of no use any more. */
    private int attempt;

    /** Answers that are still to come, of use or not. */
    private int awaited;

    Subscription(Client client) {
        this.client = client;
    }

    /** The name that the client gave it. */
    public final String id() {
        return client.id();
    }

    final Dialect dialect() {
        return client.dialect();
    }

    /** Reads what it begins with. It is listening by now. */
    public abstract void begin();

    /** The next frame to send; {@code null} if there is none. */
    abstract @Nullable String next();

    /** The feed has a gap before this moment: what is known is to be read anew. */
    public abstract void lost(String reason);

    /** Time passes. */
    public void tick(Instant now) {}

    /** Whether the database is still asked for it, which goes on when it has ended. */
    public final boolean isReading() {
        return awaited > 0;
    }

    /** Nothing more is sent. */
    public final void end() {
        ended = true;
        client.outbox().drop(this);
    }

    /**
     * Reads something and goes on with it, unless it has ended by then or {@link #discard} was called. It
     * ends if that cannot be read; why is sent even if nothing else of it is.
     */
    final <T> void read(Uni<T> question, Consumer<T> next) {
        int asked = attempt;
        awaited++;
        question.emitOn(client.stage())
                .subscribe()
                .with(
                        answer -> answered(asked, () -> next.accept(answer)),
                        failure -> answered(asked, () -> fail(failure)));
    }

    private void answered(int asked, Runnable then) {
        awaited--;
        if (!ended && asked == attempt) {
            then.run();
        }
    }

    private void fail(Throwable failure) {
        end();
        client.outbox().answer(dialect().error(id(), Problems.of(failure)));
        client.failed().accept(this);
    }

    /** What is being read is of no use any more. */
    final void discard() {
        attempt++;
    }

    /** There is something to send. */
    final void ready() {
        if (!ended) {
            client.outbox().ready(this);
        }
    }
}
