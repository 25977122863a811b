package dev.hindsight.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.db.EventLoops;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WakeUpCallTest {

    private static final Executor LOOP = Runnable::run;

    private final Queue<CompletableFuture<Void>> calls = new ConcurrentLinkedQueue<>();
    private final WakeUpCall call = new WakeUpCall(this::wake, LOOP);

    @Test
    void others_areWokenOnceMoreForWhatWasWrittenMeanwhile() {
        call.due();
        call.due();
        call.due();
        assertThat(calls).hasSize(1);

        calls.element().complete(null);

        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (calls.size() < 2) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    /** A wake-up that is underway at the end fails with the pool; its pause found no timer. */
    @Test
    void whatIsUnderwayAtTheEnd_isTheLast() throws Exception {
        call.due();
        call.due();

        call.end();
        calls.element().completeExceptionally(new IllegalStateException("Pool closed"));
        waitForPauses();

        assertThat(calls).hasSize(1);
    }

    @Test
    void pauses_endWithIt() throws Exception {
        call.due();
        calls.element().complete(null);
        call.due();

        call.end();
        waitForPauses();

        assertThat(calls).hasSize(1);
    }

    @Test
    void nothing_isDueOnceItIsOver() {
        call.end();

        call.due();

        assertThat(calls).isEmpty();
    }

    private Uni<Void> wake() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        calls.add(done);
        return Uni.createFrom().completionStage(done);
    }

    /** Timers that are set later, and for longer, are done later. */
    private static void waitForPauses() throws Exception {
        CompletableFuture<Void> later = new CompletableFuture<>();
        EventLoops.after(LOOP, Duration.ofMillis(200), () -> later.complete(null));
        later.get(10, TimeUnit.SECONDS);
    }
}
