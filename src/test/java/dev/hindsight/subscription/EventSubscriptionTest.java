package dev.hindsight.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.change.Change;
import dev.hindsight.change.ChangeKind;
import dev.hindsight.change.FeedPosition;
import dev.hindsight.change.FeedSnapshot;
import dev.hindsight.problem.ProblemException;
import dev.hindsight.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a subscription tells of what it is offered, and when. */
class EventSubscriptionTest {

    private static final String EPOCH = "0192aaaa-0000-4000-8000-000000000000";
    private static final Instant NOW = Instant.parse("2026-11-26T08:00:00Z");
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final Line line = new Line();
    private final Outbox outbox = new Outbox(line, Runnable::run, Clock.fixed(NOW, ZoneOffset.UTC));
    private final Source source = new Source();
    private final List<Subscription> failed = new ArrayList<>();

    /** A source that answers when it is told to. */
    private static final class Source implements EventSubscription.Source {

        private final Queue<CompletableFuture<EventSubscription.Start>> asked = new ArrayDeque<>();
        private EventSubscription.@Nullable Since since;

        @Override
        public Uni<EventSubscription.Start> snapshot() {
            return Uni.createFrom().completionStage(() -> later(asked));
        }

        @Override
        public Uni<EventSubscription.Since> since(FeedPosition position) {
            return Uni.createFrom().item(since);
        }

        private static <T> CompletableFuture<T> later(Queue<CompletableFuture<T>> asked) {
            CompletableFuture<T> answer = new CompletableFuture<>();
            asked.add(answer);
            return answer;
        }

        void fail() {
            asked.remove()
                    .completeExceptionally(
                            new ProblemException(ProblemType.UNAVAILABLE, "The database is away."));
        }

        void answer(String members, long xmax) {
            asked.remove().complete(new EventSubscription.Start(members, position(xmax)));
        }
    }

    private static FeedPosition position(long xmax) {
        return new FeedPosition(EPOCH, new FeedSnapshot(xmax, xmax, List.of()));
    }

    private EventSubscription subscription(@Nullable FeedPosition resume) {
        EventSubscription subscription =
                new EventSubscription(
                        new Subscription.Client("s", outbox, line, Runnable::run, failed::add),
                        source,
                        null,
                        Clock.fixed(NOW, ZoneOffset.UTC),
                        HEARTBEAT,
                        resume);
        subscription.begin();
        return subscription;
    }

    private EventSubscription live() {
        EventSubscription subscription = subscription(null);
        source.answer("first", 100);
        assertThat(line.read()).containsExactly("snapshot first");
        return subscription;
    }

    /** A change of the thing with this number, by this transaction. */
    private static News news(int thing, long xid, String told) {
        UUID id = new UUID(0, thing);
        return new News.Single(
                new Change(
                        xid,
                        xid,
                        OffsetDateTime.ofInstant(NOW, ZoneOffset.UTC),
                        1,
                        id,
                        1,
                        ChangeKind.EXECUTION_UPDATED,
                        null,
                        null,
                        null),
                new Event("execution.updated", Event.About.execution(id), told));
    }

    @Test
    void whatTheSnapshotHasSeen_isPassedBy_beforeItCameAndAfter() {
        EventSubscription subscription = subscription(null);
        subscription.offer(news(1, 99, "seen"));
        subscription.offer(news(2, 100, "new"));
        source.answer("first", 100);
        subscription.offer(news(3, 98, "late"));
        subscription.offer(news(4, 101, "next"));
        subscription.advance(Place.of(position(102)));

        assertThat(line.read()).containsExactly("snapshot first", "new next cursor");
    }

    @Test
    void whileAFrameIsOnItsWay_changesOfOneThingAreFoldedIntoTheLast() {
        EventSubscription subscription = live();
        subscription.offer(news(1, 101, "a"));
        subscription.advance(Place.of(position(102)));
        subscription.offer(news(1, 102, "b"));
        subscription.offer(news(2, 103, "c"));
        subscription.offer(news(1, 104, "d"));
        subscription.advance(Place.of(position(105)));

        assertThat(line.read()).containsExactly("a cursor", "c d cursor");
    }

    @Test
    void aRequestThatWaits_isNotFoldedAway() {
        EventSubscription subscription = live();
        subscription.offer(news(9, 101, "on its way"));
        subscription.advance(Place.of(position(102)));
        subscription.offer(request(1, Event.REPLAY_REQUESTED, 1, false));
        subscription.offer(request(1, Event.UPDATED, 2, false));
        subscription.offer(request(2, Event.REPLAY_REQUESTED, 1, false));
        subscription.offer(request(2, "execution.completed", 2, false));
        subscription.offer(request(3, Event.REPLAY_REQUESTED, 1, false));
        subscription.offer(request(3, Event.UPDATED, 2, true));
        subscription.offer(request(4, Event.UPDATED, 2, false));
        subscription.advance(Place.of(position(103)));

        String told = String.join(" ", line.read());

        assertThat(told)
                .containsSubsequence(
                        "{\"kind\":\"execution.replay_requested\"",
                        "\"version\":2",
                        "{\"kind\":\"execution.completed\"",
                        "\"version\":2",
                        "{\"kind\":\"execution.updated\"",
                        "\"leaves\":true",
                        "{\"kind\":\"execution.updated\"");
        assertThat(told.split("replay_requested", -1)).hasSize(2);
    }

    private static News request(int thing, String kind, int version, boolean leaves) {
        UUID id = new UUID(0, thing);
        OffsetDateTime at = OffsetDateTime.ofInstant(NOW, ZoneOffset.UTC);
        return new News.Single(
                new Change(
                        102,
                        102,
                        at,
                        1,
                        id,
                        version,
                        ChangeKind.EXECUTION_UPDATED,
                        null,
                        null,
                        null),
                Event.of(kind, Event.About.execution(id), version, at, "", "{}", leaves));
    }

    @Test
    void moreThanMayWait_isDropped_andTheClientStartsAgain() {
        EventSubscription subscription = live();
        subscription.offer(news(0, 101, "on its way"));
        subscription.advance(Place.of(position(102)));
        IntStream.rangeClosed(1, 1_001)
                .forEach(i -> subscription.offer(news(i, 101 + i, "dropped")));
        subscription.advance(Place.of(position(2_000)));
        assertThat(line.read()).containsExactly("on its way cursor", "reset overflow");

        subscription.offer(news(1, 1_999, "in the snapshot"));
        source.answer("again", 2_000);
        subscription.offer(news(1, 2_001, "after it"));
        subscription.advance(Place.of(position(2_002)));
        assertThat(line.read()).containsExactly("snapshot again", "after it cursor");
    }

    @Test
    void largeEvents_countByTheirLength() {
        EventSubscription subscription = live();
        subscription.offer(news(0, 101, "on its way"));
        subscription.advance(Place.of(position(102)));
        IntStream.rangeClosed(1, 9)
                .forEach(i -> subscription.offer(news(i, 101 + i, "x".repeat(128 * 1024))));
        subscription.advance(Place.of(position(200)));

        assertThat(line.read()).containsExactly("on its way cursor", "reset overflow");
    }

    @Test
    void aSnapshotThatWasReadBeforeTheFeedWasLost_isNotTold() {
        EventSubscription subscription = subscription(null);
        subscription.lost("epoch");
        assertThat(line.read()).containsExactly("reset epoch");

        source.answer("old", 100);
        assertThat(line.read()).isEmpty();
        source.answer("new", 10);
        assertThat(line.read()).containsExactly("snapshot new");
    }

    @Test
    void aCursor_isResumed_orReset() {
        source.since =
                new EventSubscription.Since(null, List.of(news(1, 90, "missed")), position(100));
        subscription(position(80));
        assertThat(line.read()).containsExactly("resumed", "missed cursor");

        source.since = new EventSubscription.Since("expired", List.of(), position(100));
        subscription(position(80));
        source.answer("fresh", 100);
        assertThat(line.read()).containsExactly("reset expired", "snapshot fresh");
    }

    @Test
    void aHeartbeatWithoutAnEvent_isBookmarked() {
        EventSubscription subscription = live();

        subscription.tick(NOW.plus(HEARTBEAT).minusMillis(1));
        assertThat(line.read()).isEmpty();
        subscription.tick(NOW.plus(HEARTBEAT));
        assertThat(line.read()).containsExactly("bookmark");
    }

    @Test
    void aFailure_isTold_andEndsIt() {
        EventSubscription subscription = subscription(null);
        source.fail();
        subscription.lost("epoch");

        assertThat(line.read()).containsExactly("error 503");
        assertThat(failed).containsExactly(subscription);
    }

    @Test
    void aFailureOfWhatIsOfNoUseAnyMore_endsNothing() {
        EventSubscription subscription = subscription(null);
        subscription.lost("epoch");
        source.fail();
        source.answer("new", 10);

        assertThat(line.read()).containsExactly("reset epoch", "snapshot new");
        assertThat(failed).isEmpty();
    }

    @Test
    void whatEndedWhileItWasRead_saysNothing_andIsReadingUntilThen() {
        EventSubscription subscription = subscription(null);
        subscription.end();
        assertThat(subscription.isReading()).isTrue();
        source.fail();

        assertThat(line.read()).isEmpty();
        assertThat(failed).isEmpty();
        assertThat(subscription.isReading()).isFalse();
    }

    @Test
    void moreThanMayWait_beforeItHasBegun_isDroppedWhenItBegins() {
        EventSubscription subscription = subscription(null);
        IntStream.rangeClosed(1, 10)
                .forEach(i -> subscription.offer(news(i, 100 + i, "x".repeat(128 * 1024))));
        source.answer("first", 100);
        assertThat(line.read()).containsExactly("snapshot first", "reset overflow");

        source.answer("again", 200);
        assertThat(line.read()).containsExactly("snapshot again");
    }

    @Test
    void whoAsksAndDoesNotRead_isGivenUp() {
        IntStream.range(0, 202).forEach(i -> outbox.answer("answer"));

        assertThat(line.isGivenUp()).isTrue();
    }
}
