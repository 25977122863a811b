package dev.hindsight.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a client asks for and gives up, in whatever order it is answered. */
class NamedSubscriptionsTest {

    private final Line line = new Line();
    private final Outbox outbox = new Outbox(line, Runnable::run, Clock.systemUTC());
    private final List<Subscription> left = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final Queue<CompletableFuture<Subscription>> asked = new ArrayDeque<>();
    private final Queue<CompletableFuture<String>> read = new ArrayDeque<>();
    private final NamedSubscriptions names =
            new NamedSubscriptions(
                    it -> {
                        it.end();
                        left.add(it);
                    });

    /** One that reads until it is told. */
    private final class Reading extends Subscription {

        Reading(String id) {
            super(new Client(id, outbox, line, Runnable::run, names::forget));
        }

        @Override
        public void begin() {
            CompletableFuture<String> answer = new CompletableFuture<>();
            read.add(answer);
            read(Uni.createFrom().completionStage(answer), it -> {});
        }

        @Override
        @Nullable String next() {
            return null;
        }

        @Override
        public void lost(String reason) {
            discard();
        }
    }

    private void ask(String id) {
        CompletableFuture<Subscription> answer = new CompletableFuture<>();
        asked.add(answer);
        names.add(id, Uni.createFrom().completionStage(answer), failures::add);
    }

    private Subscription found(String id) {
        Subscription subscription = new Reading(id);
        asked.remove().complete(subscription);
        return subscription;
    }

    @Test
    void whatWasGivenUpBeforeItWasFound_leaves_andTheNextOfItsNameStays() {
        ask("s");
        names.end("s");
        assertThat(names.has("s")).isFalse();
        ask("s");
        Subscription first = found("s");
        Subscription second = found("s");

        assertThat(left).containsExactly(first);
        names.end("s");
        assertThat(left).containsExactly(first, second);
    }

    @Test
    void aFailureOfWhatWasGivenUp_isNotTold_andTheNextOfItsNameStays() {
        ask("s");
        names.end("s");
        ask("s");
        asked.remove().completeExceptionally(new IllegalStateException("first"));
        assertThat(failures).isEmpty();
        assertThat(names.has("s")).isTrue();

        asked.remove().completeExceptionally(new IllegalStateException("second"));
        assertThat(failures).hasSize(1);
        assertThat(names.has("s")).isFalse();
    }

    @Test
    void oneThatEndsByItself_takesNoOtherOfItsNameWithIt() {
        Subscription old = new Reading("s");
        names.add(old);
        names.end("s");
        names.add(new Reading("s"));
        names.forget(old);

        assertThat(names.has("s")).isTrue();
    }

    @Test
    void whatIsLookedForOrReadInVain_isCountedUntilItIsAnswered() {
        for (int i = 0; i < NamedSubscriptions.MAX; i++) {
            assertThat(names.isExhausted()).isFalse();
            if (i % 2 == 0) {
                ask("s");
            } else {
                Subscription reading = new Reading("s");
                names.add(reading);
                reading.begin();
            }
            names.end("s");
        }
        assertThat(names.isExhausted()).isTrue();
        assertThat(names.isFull()).isFalse();

        read.remove().complete("the beginning");
        assertThat(names.isExhausted()).isFalse();
        ask("s");
        names.end("s");
        assertThat(names.isExhausted()).isTrue();
        found("s");
        assertThat(names.isExhausted()).isFalse();
    }

    @Test
    void whatIsFoundWhenTheConnectionIsOver_leaves() {
        ask("s");
        names.endAll();
        Subscription late = found("s");

        assertThat(left).containsExactly(late);
    }
}
