package dev.hindsight.change;

import dev.hindsight.db.EventLoops;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The feed of changes: tells everybody who listens what was committed, on whichever replica. */
@Startup
@ApplicationScoped
public class Feed {

    /** Tells replicas apart. */
    private final String self = UUID.randomUUID().toString();

    private final FeedStore store;
    private final FeedConfig config;
    private final WakeUpStore wakeUps;
    private final Executor loop;
    private final Counter looks;
    private final Timer lag;
    private final Clock clock;
    private final WakeUpCall call;
    private final AtomicReference<Audience> audience = new AtomicReference<>(Audience.NOBODY);

    Feed(
            FeedStore store,
            WakeUpStore wakeUps,
            FeedConfig config,
            EventLoops loops,
            MeterRegistry metrics,
            Clock clock) {
        this.store = store;
        this.wakeUps = wakeUps;
        this.config = config;
        this.loop = loops.next();
        this.looks =
                Counter.builder("hindsight_change_looks")
                        .description("Looks of this replica at the feed of changes")
                        .register(metrics);
        this.lag =
                Timer.builder("hindsight_change_lag")
                        .description("How old the oldest change was that a look found")
                        .register(metrics);
        this.clock = clock;
        this.call = new WakeUpCall(() -> store.wakeOthers(self), loop);
    }

    /** How many listen, and who reads for them if any do. */
    private record Audience(int number, @Nullable FeedReader reader) {
        static final Audience NOBODY = new Audience(0, null);
    }

    /** One who listens, until it is closed. */
    @FunctionalInterface
    public interface Registration extends AutoCloseable {

        /** Ends it; once more does nothing. */
        @Override
        void close();
    }

    /**
     * Listens from now on. A change that a snapshot, taken by {@link #reading} or {@link #since} after
     * this returned, does not see is in a batch that the listener hears. Batches come in their order, on
     * one thread, which must not be blocked; one without changes comes at most once a second.
     */
    public Registration listen(Consumer<FeedBatch> listener) {
        AtomicBoolean isOver = new AtomicBoolean();
        // A listener of its own, so that one that listens twice ends once.
        Consumer<FeedBatch> mine =
                batch -> {
                    if (!isOver.get()) {
                        listener.accept(batch);
                    }
                };
        FeedReader reader = audience.updateAndGet(this::withOneMore).reader();
        if (reader == null) {
            throw new IllegalStateException("Nobody reads for those who listen");
        }
        reader.add(mine);
        return () -> {
            if (isOver.compareAndSet(false, true)) {
                reader.remove(mine);
                if (audience.updateAndGet(Feed::withOneLess).reader() != reader) {
                    reader.stop();
                }
            }
        };
    }

    /** What changed since, up to now. */
    public Uni<FeedBatch> since(FeedPosition position) {
        return ready().chain(() -> store.after(position));
    }

    /**
     * Reads in one snapshot of the database, whose place in the feed the work is told. It may be run
     * again from its start if the database has to be asked again.
     */
    public <T> Uni<T> reading(BiFunction<SqlClient, FeedPosition, Uni<T>> work) {
        return ready().chain(() -> store.reading(work));
    }

    /**
     * How a place stands to where the feed is now.
     *
     * @param position where it is now
     * @param gap whether changes behind the place may be missing; never {@code OVERFLOW}
     * @param hasNews whether there may be any changes behind it, of whatever kind
     */
    public record Standing(FeedPosition position, FeedBatch.Gap gap, boolean hasNews) {}

    /**
     * Does work of who keeps its place in the database, and moves it with what it writes: in one
     * transaction with one snapshot, which {@link #standing} and {@link #page} are asked in. It may be
     * run again from its start.
     */
    public <T> Uni<T> following(Function<SqlClient, Uni<T>> work) {
        return store.writing(work);
    }

    /**
     * How a place stands to where the feed is in the transaction's snapshot.
     *
     * @param place {@code null}: nowhere, so that everything is missing
     */
    public Uni<Standing> standing(SqlClient client, @Nullable FeedPosition place) {
        return store.standing(client, place);
    }

    /**
     * Some thousand changes behind a place, of these kinds, as the transaction's snapshot sees them: by
     * namespace and execution, all of each execution together, in any order.
     *
     * @param last of the page before; {@code null} for the first page
     * @return empty behind the last page
     */
    public Uni<List<Change>> page(
            SqlClient client,
            FeedPosition place,
            Collection<ChangeKind> kinds,
            @Nullable Change last) {
        return store.page(client, place, kinds, last);
    }

    /** Says that this replica has committed changes. Never fails and never waits. */
    public void committed() {
        FeedReader reader = audience.get().reader();
        if (reader != null) {
            reader.wake();
        }
        if (config.notifies()) {
            call.due();
        }
    }

    /** What is underway then must not go on: the database and the timers are about to be let go. */
    void onStop(@Observes ShutdownEvent ending) {
        call.end();
        FeedReader reader = audience.get().reader();
        if (reader != null) {
            reader.stop();
        }
    }

    /** Of a batch the oldest change is measured: what comes late is what counts. */
    private void read(FeedBatch batch) {
        batch.changes().stream()
                .map(change -> change.at().toInstant())
                .min(Comparator.naturalOrder())
                // Of another replica's clock, which may be ahead; the timer passes over such.
                .ifPresent(oldest -> lag.record(Duration.between(oldest, clock.instant())));
    }

    private Audience withOneMore(Audience before) {
        return new Audience(
                before.number() + 1,
                before.reader() == null
                        ? new FeedReader(
                                new FeedReader.Desk(store, loop, looks::increment, this::read),
                                config.notifies() ? wakeUps : null,
                                self)
                        : before.reader());
    }

    private static Audience withOneLess(Audience before) {
        return before.number() == 1
                ? Audience.NOBODY
                : new Audience(before.number() - 1, before.reader());
    }

    /** Whoever reads must stand before what is seen now, for those who listen already. */
    private Uni<Void> ready() {
        return Uni.createFrom()
                .deferred(
                        () -> {
                            FeedReader reader = audience.get().reader();
                            return reader == null ? Uni.createFrom().voidItem() : reader.ready();
                        });
    }
}
