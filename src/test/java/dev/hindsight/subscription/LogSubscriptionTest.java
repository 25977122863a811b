package dev.hindsight.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.change.FeedSnapshot;
import dev.hindsight.log.LogLevel;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Which lines a subscription tells, between those that are there and those that come. */
class LogSubscriptionTest {

    private final Line line = new Line();
    private final Outbox outbox = new Outbox(line, Runnable::run, Clock.systemUTC());
    private final Queue<CompletableFuture<LogSubscription.Page>> asked = new ArrayDeque<>();
    private final LogSubscription subscription =
            new LogSubscription(
                    new Subscription.Client(
                            "s",
                            outbox,
                            line,
                            Runnable::run,
                            failed -> {
                                throw new AssertionError("it does not fail");
                            }),
                    (afterSequence, limit) -> {
                        CompletableFuture<LogSubscription.Page> answer = new CompletableFuture<>();
                        asked.add(answer);
                        return Uni.createFrom().completionStage(answer);
                    },
                    -1,
                    null);

    private static LogSubscription.Line line(long sequence) {
        return new LogSubscription.Line(sequence, LogLevel.INFO, String.valueOf(sequence));
    }

    private static FeedSnapshot snapshot(long xmax) {
        return new FeedSnapshot(xmax, xmax, List.of());
    }

    private void page(long from, long to, long xmax) {
        asked.remove()
                .complete(
                        new LogSubscription.Page(
                                LongStream.range(from, to)
                                        .mapToObj(LogSubscriptionTest::line)
                                        .toList(),
                                snapshot(xmax)));
    }

    private void added(long xid, long... sequences) {
        subscription.offer(
                new LogSubscription.Added(
                        xid,
                        LongStream.of(sequences).mapToObj(LogSubscriptionTest::line).toList()));
        subscription.advance(snapshot(xid + 1));
    }

    @Test
    void aLineThatAPageHasSeen_isNotToldAgain_andOneThatItHasNot_is() {
        subscription.begin();
        added(99, 0);
        added(101, 1);
        page(0, 1, 100);

        assertThat(line.read()).containsExactly("0 after 0", "1 after 1");
    }

    @Test
    void behindAFullPage_linesComeWithTheNext_andLateOnesByThemselves() {
        subscription.begin();
        page(1, 501, 100);
        added(101, 0);
        added(102, 501);
        assertThat(line.read()).hasSize(1);

        page(501, 502, 103);
        added(104, 502);
        assertThat(line.read()).containsExactly("501 after 501", "0 502 after 502");
    }

    @Test
    void linesThatNobodyReads_areSkipped_andThatIsTold() {
        subscription.begin();
        page(0, 1, 100);
        LongStream.range(1, 1_500).forEach(sequence -> added(100 + sequence, sequence));

        assertThat(line.read()).containsExactly("0 after 0", "gap 1");
        added(5_000, 1_500);
        assertThat(line.read()).containsExactly("1500 after 1500");
    }

    @Test
    void whileAPageIsRead_fewLinesWait_andThoseThatAreSkippedAreTold() {
        subscription.begin();
        added(101, LongStream.range(5, 1_005).toArray());
        assertThat(line.read()).isEmpty();
        added(102, 2_000);
        assertThat(line.read()).containsExactly("gap 5");

        page(0, 5, 100);
        added(103, 2_001);
        assertThat(line.read()).containsExactly("0 1 2 3 4 after 4", "2001 after 2001");
    }

    @Test
    void whereTheFeedIsLost_lateLinesThatWait_areSkipped_andThatIsTold() {
        subscription.begin();
        page(1, 4, 100);
        added(101, 0);
        subscription.lost("epoch");
        assertThat(line.read()).containsExactly("1 2 3 after 3", "gap 0");

        page(4, 5, 10);
        assertThat(line.read()).containsExactly("4 after 4");
    }

    @Test
    void whereTheFeedIsLost_whatWasNotSentIsReadAgain() {
        subscription.begin();
        page(0, 3, 100);
        line.read();
        subscription.lost("epoch");
        page(3, 5, 10);

        assertThat(line.read()).containsExactly("3 4 after 4");
    }
}
