package dev.hindsight.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.delivery.Receiver.Reply;
import dev.hindsight.delivery.WebhookSender.Answer;
import dev.hindsight.webhook.Target;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Requests to one receiver, by whichever webhooks. */
@QuarkusTest
@TestProfile(Receivers.class)
class WebhookSenderTest {

    private static final String SECRET = "whsec_" + "a".repeat(32);

    @Inject WebhookSender sender;

    private List<Answer> send(Receiver receiver, int times, String id) {
        List<Uni<Answer>> attempts =
                IntStream.range(0, times)
                        .mapToObj(
                                i ->
                                        sender.send(
                                                new WebhookSender.Parcel(
                                                        Target.of(receiver.url()),
                                                        SECRET,
                                                        id + i,
                                                        "{}")))
                        .toList();
        return Hooks.await(Uni.join().all(attempts).andCollectFailures());
    }

    @Test
    void requestThatGotNoConnectionInTime_holdsNoneLater() {
        try (Receiver receiver = new Receiver()) {
            CountDownLatch never = new CountDownLatch(1);
            receiver.answers(
                    call -> {
                        await(never);
                        return new Reply(200);
                    });

            // There are four connections.
            assertThat(send(receiver, 8, "silence"))
                    .extracting(Answer::error)
                    .containsOnly("The receiver did not answer in time.");
            receiver.answers(200);
            assertThat(send(receiver, 8, "answer")).allMatch(Answer::isTaken);
            never.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Nobody came");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
