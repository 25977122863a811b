package dev.hindsight.delivery;

import static dev.hindsight.fixture.Api.fresh;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hindsight.db.Database;
import dev.hindsight.delivery.Receiver.Call;
import dev.hindsight.delivery.Receiver.Reply;
import dev.hindsight.fixture.Api;
import dev.hindsight.fixture.Api.Answer;
import dev.hindsight.fixture.HeldClock;
import dev.hindsight.fixture.Rows;
import dev.hindsight.webhook.Backoff;
import dev.hindsight.webhook.WebhookConfig;
import dev.hindsight.webhook.Webhooks;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What webhooks receive: every event, at least once, in order, signed. */
@QuarkusTest
@TestProfile(Receivers.class)
class SendingTest {

    /** Longer than any pause between two attempts. */
    private static final Duration LONG = Duration.ofHours(9);

    @Inject HeldClock clock;

    private Hooks hooks;
    private final Receiver receiver = new Receiver();
    private final String external = fresh();

    @BeforeEach
    void begin() {
        hooks = new Hooks();
    }

    @AfterEach
    void end() {
        receiver.close();
    }

    private String listen() {
        return hooks.hook("h", receiver.url(), "'events': [%s]".formatted(Hooks.ALL));
    }

    /** One like the application's own, on another replica. */
    private static Dispatcher replica() {
        return new Dispatcher(
                Hooks.bean(Database.class),
                Hooks.bean(DeliveryStore.class),
                Hooks.bean(Webhooks.class),
                Hooks.bean(WebhookSender.class),
                Hooks.bean(WebhookConfig.class),
                Hooks.bean(Backoff.class),
                Hooks.bean(Clock.class),
                Hooks.bean(MeterRegistry.class));
    }

    private Answer only(String state) {
        return hooks.deliveries("h", "?state=" + state);
    }

    @Test
    void event_isSentSignedWithItsState() throws GeneralSecurityException {
        String secret = listen();
        String id = hooks.report(external, "'status': 'failed', 'error': 'card declined'");

        assertThat(Hooks.tell()).isEqualTo(2);

        Call call = receiver.calls().get(1);
        assertThat(call.path()).isEqualTo("/hook");
        assertThat(call.id()).isEqualTo(id + ".1.execution.failed");
        assertThat(call.headers().getFirst("Content-Type")).isEqualTo("application/json");
        assertThat(call.headers().getFirst("webhook-timestamp"))
                .isEqualTo(String.valueOf(clock.instant().getEpochSecond()));
        assertThat(call.headers().getFirst("Host")).startsWith("127.0.0.1:");
        assertThat(call.type()).isEqualTo("execution.failed");
        assertThat(call.json().path("timestamp").asText()).endsWith("Z");
        assertThat(call.json().at("/data/kind").asText()).isEqualTo("execution.failed");
        assertThat(call.execution()).isEqualTo(id);
        assertThat(call.json().at("/data/version").asInt()).isEqualTo(1);
        assertThat(call.json().at("/data/item/error/message").asText()).isEqualTo("card declined");
        assertThat(call.json().at("/data/item").has("input")).isFalse();
        // By the specification, not by the library that signs.
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(
                new SecretKeySpec(
                        Base64.getDecoder().decode(secret.substring("whsec_".length())),
                        "HmacSHA256"));
        String signed =
                call.id() + "." + call.headers().getFirst("webhook-timestamp") + "." + call.body();
        assertThat(call.headers().getFirst("webhook-signature"))
                .isEqualTo(
                        "v1,"
                                + Base64.getEncoder()
                                        .encodeToString(mac.doFinal(signed.getBytes(UTF_8))));
    }

    @Test
    void delivery_isTold() {
        listen();
        String id = hooks.report(external, "");
        Hooks.follow();

        Answer before = hooks.deliveries("h", "");
        assertThat(before.text("/items/0/state")).isEqualTo("waiting");
        assertThat(before.text("/items/0/nextAttemptAt")).endsWith("Z");
        Hooks.send();

        Answer told = hooks.deliveries("h", "");
        assertThat(told.at("/items").size()).isEqualTo(1);
        assertThat(told.text("/items/0/event")).isEqualTo("execution.created");
        assertThat(told.text("/items/0/eventId")).isEqualTo(id + ".execution.created");
        assertThat(told.text("/items/0/execution")).isEqualTo(id);
        assertThat(told.text("/items/0/state")).isEqualTo("delivered");
        assertThat(told.at("/items/0/attempts").asInt()).isEqualTo(1);
        assertThat(told.text("/items/0/deliveredAt")).endsWith("Z");
        assertThat(told.at("/items/0/nextAttemptAt").isNull()).isTrue();
        assertThat(told.at("/items/0/lastStatus").asInt()).isEqualTo(204);
        assertThat(told.at("/items/0/lastError").isNull()).isTrue();
        assertThat(told.at("/nextCursor").isNull()).isTrue();
        assertThat(only("dead").at("/items").size()).isZero();
        assertThat(hooks.deliveries("h", "?state=odd").status()).isEqualTo(400);
        assertThat(hooks.deliveries("h", "?stat=dead").status()).isEqualTo(400);
        assertThat(hooks.deliveries("nobody", "").status()).isEqualTo(404);
        assertThat(Rows.number("SELECT count(*) FROM delivery WHERE body IS NOT NULL")).isZero();
    }

    @Test
    void deliveries_arePaged() {
        listen();
        for (int i = 0; i < 5; i++) {
            hooks.report(fresh(), "");
        }
        Hooks.follow();
        List<String> ids = new ArrayList<>();
        String question = "?limit=2";

        for (int i = 0; i < 3; i++) {
            Answer page = hooks.deliveries("h", question);
            ids.addAll(hooks.texts(page, "id"));
            question = "?limit=2&cursor=" + page.text("/nextCursor");
        }

        assertThat(ids).hasSize(5).doesNotHaveDuplicates();
        assertThat(ids.stream().map(Long::valueOf).toList())
                .isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void receiverThatFailsForAWhile_getsEverythingInOrder() {
        listen();
        AtomicInteger calls = new AtomicInteger();
        // Every third request is taken.
        receiver.answers(call -> new Reply(calls.incrementAndGet() % 3 == 0 ? 200 : 503));
        Map<String, List<String>> expected = new HashMap<>();
        for (int i = 0; i < 6; i++) {
            String name = fresh();
            String id = hooks.report(name, "");
            hooks.report(name, "'note': 'x'");
            Hooks.follow();
            hooks.report(name, "'status': 'completed'");
            expected.put(
                    id,
                    List.of(
                            id + ".execution.created",
                            id + ".2.execution.updated",
                            id + ".3.execution.completed"));
        }
        Rows.run("UPDATE delivery SET attempts = -1000");
        Hooks.follow();
        Rows.run("UPDATE delivery SET attempts = -1000");

        for (int i = 0; i < 200 && Hooks.waiting() > 0; i++) {
            Hooks.send();
            clock.move(LONG);
        }

        assertThat(Hooks.waiting()).isZero();
        expected.forEach(
                (id, events) -> {
                    List<String> heard =
                            receiver.calls().stream()
                                    .filter(it -> it.execution().equals(id))
                                    .map(Call::id)
                                    .toList();
                    assertThat(heard).containsAll(events);
                    // Repetitions aside, in order.
                    assertThat(heard.stream().distinct()).containsExactlyElementsOf(events);
                });
    }

    @Test
    void webhookThatIsDown_isAskedOnceInAWhile() {
        listen();
        receiver.answers(500);
        for (int i = 0; i < 50; i++) {
            hooks.report(fresh(), "");
        }
        Hooks.follow();

        assertThat(Hooks.send()).isLessThanOrEqualTo(4);
        assertThat(Hooks.send()).isZero();
        clock.move(Duration.ofMinutes(6));
        assertThat(Hooks.send()).isEqualTo(1);
        assertThat(hooks.get("h").at("/failures").asInt()).isEqualTo(2);
        assertThat(hooks.get("h").text("/retryAt")).endsWith("Z");
        receiver.answers(200);
        clock.move(LONG);
        assertThat(Hooks.send()).isEqualTo(50);

        assertThat(hooks.get("h").at("/failures").asInt()).isZero();
        assertThat(hooks.get("h").at("/retryAt").isNull()).isTrue();
        assertThat(receiver.mostAtOnce()).isLessThanOrEqualTo(4);
    }

    @Test
    void retryAfter_isHeeded() {
        listen();
        receiver.answers(call -> new Reply(429, "Retry-After", "3600"));
        hooks.report(external, "");
        Hooks.tell();

        clock.move(Duration.ofMinutes(59));
        assertThat(Hooks.send()).isZero();
        clock.move(Duration.ofMinutes(2));
        receiver.answers(200);
        assertThat(Hooks.send()).isEqualTo(1);
    }

    @Test
    void eventThatCannotBeDelivered_isGivenUp_andLaterOnesGoOn() {
        listen();
        receiver.answers(call -> new Reply(call.type().equals("execution.created") ? 500 : 200));
        String id = hooks.report(external, "");
        hooks.report(external, "'status': 'completed'");
        Hooks.follow();

        for (int i = 0; i < 5; i++) {
            assertThat(receiver.types(id)).hasSize(i);
            Hooks.send();
            clock.move(LONG);
        }
        Hooks.send();

        assertThat(receiver.types(id)).hasSize(6).endsWith("execution.completed");
        Answer dead = only("dead");
        assertThat(dead.at("/items").size()).isEqualTo(1);
        assertThat(dead.at("/items/0/attempts").asInt()).isEqualTo(5);
        assertThat(dead.at("/items/0/lastStatus").asInt()).isEqualTo(500);
        assertThat(dead.text("/items/0/lastError")).isEqualTo("The receiver answered 500.");
        assertThat(dead.at("/items/0/deliveredAt").isNull()).isTrue();

        receiver.answers(200);
        String path = "/api/v1/webhooks/h/deliveries/" + dead.text("/items/0/id") + "/retry";
        assertThat(Api.post(path, "", hooks.in()).status()).isEqualTo(202);
        Hooks.send();
        assertThat(receiver.types(id)).hasSize(7).endsWith("execution.created");
        assertThat(Api.post(path, "", hooks.in()).status()).isEqualTo(409);
        assertThat(Api.post(path.replaceAll("\\d+/retry", "999999/retry"), "", hooks.in()).status())
                .isEqualTo(404);
        assertThat(Api.post(path.replaceAll("\\d+/retry", "x/retry"), "", hooks.in()).status())
                .isEqualTo(404);
    }

    @Test
    void receiverThatIsGone_isDisabledAndSaysSo() {
        listen();
        receiver.answers(410);
        hooks.report(external, "");

        Hooks.tell();
        clock.move(LONG);
        hooks.report(external, "'note': 'x'");

        assertThat(Hooks.tell()).isZero();
        assertThat(hooks.get("h").at("/enabled").asBoolean()).isFalse();
        assertThat(hooks.get("h").text("/disabledReason")).contains("410");

        receiver.answers(200);
        listen();
        assertThat(hooks.get("h").at("/disabledReason").isNull()).isTrue();
        assertThat(Hooks.send()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void redirect_isAFailure(int status) {
        try (Receiver other = new Receiver()) {
            listen();
            receiver.answers(call -> new Reply(status, "Location", other.url()));
            hooks.report(external, "");

            Hooks.tell();

            assertThat(other.calls()).isEmpty();
            assertThat(only("waiting").text("/items/0/lastError")).contains("redirect");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 500})
    void longAnswer_isNotReadToItsEnd(int status) {
        listen();
        receiver.answers(call -> new Reply(status, "x".repeat(20_000_000)));
        hooks.report(external, "");

        Hooks.tell();

        assertThat(hooks.deliveries("h", "").at("/items/0/lastStatus").asInt()).isEqualTo(status);
    }

    @Test
    void receiverThatDoesNotAnswer_isGivenUpInTime() {
        listen();
        CountDownLatch never = new CountDownLatch(1);
        receiver.answers(
                call -> {
                    await(never);
                    return new Reply(200);
                });
        hooks.report(external, "");

        Hooks.tell();

        assertThat(only("waiting").text("/items/0/lastError"))
                .isEqualTo("The receiver did not answer in time.");
        never.countDown();
    }

    @Test
    void nobodyThere_isAFailure() {
        receiver.close();
        listen();
        hooks.report(external, "");

        Hooks.tell();

        assertThat(only("waiting").text("/items/0/lastError"))
                .isEqualTo("No connection could be made.");
        assertThat(only("waiting").at("/items/0/lastStatus").isNull()).isTrue();
    }

    @Test
    void nameThatNobodyKnows_isAFailure() {
        hooks.hook("h", "http://nobody.invalid/", "'events': ['execution.created']");
        hooks.report(external, "");

        Hooks.tell();

        assertThat(only("waiting").text("/items/0/lastError")).isEqualTo("The name is not known.");
    }

    @Test
    void slowReceiver_holdsUpNoOther() {
        try (Receiver other = new Receiver()) {
            listen();
            hooks.hook("other", other.url(), "'events': [%s]".formatted(Hooks.ALL));
            Semaphore slow = new Semaphore(0);
            receiver.answers(
                    call -> {
                        await(slow);
                        return new Reply(200);
                    });
            for (int i = 0; i < 20; i++) {
                hooks.report(fresh(), "");
            }
            Hooks.follow();
            other.answers(
                    call -> {
                        if (other.calls().size() == 20) {
                            slow.release(1_000);
                        }
                        return new Reply(200);
                    });

            Hooks.send();

            assertThat(other.calls()).hasSize(20);
            assertThat(Hooks.waiting()).isZero();
            assertThat(hooks.get("h").at("/failures").asInt()).isZero();
            assertThat(receiver.mostAtOnce()).isBetween(2, 4);
        }
    }

    @Test
    void replicaThatIsKilledWhileItSends_isSucceeded_withTheSameNumber() {
        listen();
        hooks.report(external, "");
        Hooks.follow();
        CountDownLatch received = new CountDownLatch(1);
        CountDownLatch forever = new CountDownLatch(1);
        AtomicBoolean isFirst = new AtomicBoolean(true);
        receiver.answers(
                call -> {
                    if (isFirst.getAndSet(false)) {
                        received.countDown();
                        await(forever);
                    }
                    return new Reply(200);
                });
        CompletableFuture<Integer> killed =
                CompletableFuture.supplyAsync(() -> Hooks.send(replica()));
        await(received);

        assertThat(Hooks.send()).isZero();
        clock.move(Duration.ofMinutes(1));
        assertThat(Hooks.send()).isEqualTo(1);

        assertThat(receiver.calls()).hasSize(2);
        assertThat(receiver.calls().stream().map(Call::id).distinct()).hasSize(1);
        assertThat(only("delivered").at("/items").size()).isEqualTo(1);
        // What it still has to say counts for nothing.
        killed.join();
        forever.countDown();
        assertThat(only("delivered").at("/items").size()).isEqualTo(1);
    }

    @Test
    void replicas_shareTheWork_andSendNothingTwice() {
        listen();
        Map<String, List<String>> expected = new HashMap<>();
        for (int i = 0; i < 30; i++) {
            String name = fresh();
            String id = hooks.report(name, "'status': 'pending'");
            hooks.report(name, "'status': 'running'");
            hooks.report(name, "'status': 'completed'");
            expected.put(
                    id, List.of("execution.created", "execution.updated", "execution.completed"));
        }
        Hooks.follow();

        List<CompletableFuture<Integer>> replicas = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Dispatcher replica = replica();
            replicas.add(CompletableFuture.supplyAsync(() -> Hooks.send(replica)));
        }
        replicas.forEach(CompletableFuture::join);
        // One that found the receiver's connection just closed is tried again a little later.
        hooks.sendAll("h");

        expected.forEach(
                (id, types) -> assertThat(receiver.types(id)).containsExactlyElementsOf(types));
        Set<String> ids = new HashSet<>();
        assertThat(receiver.calls()).allMatch(call -> ids.add(call.id()));
    }

    @Test
    void webhookThatIsDeleted_isNotSentTo_andLeavesNothing() {
        listen();
        hooks.report(external, "");
        Hooks.follow();
        Api.send("DELETE", "/api/v1/webhooks/h", null, hooks.in());
        listen();

        assertThat(Hooks.send()).isZero();
        assertThat(hooks.deliveries("h", "").at("/items").size()).isZero();
        Hooks.await(Hooks.bean(DeliveryChore.class).forget());
        assertThat(Rows.number("SELECT count(*) FROM delivery")).isZero();
    }

    @Test
    void whatWasDelivered_isForgottenAfterAWhile_andWhatIsDeadLater() {
        listen();
        receiver.answers(call -> new Reply(call.type().equals("execution.created") ? 200 : 500));
        hooks.report(external, "'status': 'completed'");
        Hooks.follow();
        for (int i = 0; i < 6; i++) {
            Hooks.send();
            clock.move(LONG);
        }
        DeliveryChore chore = Hooks.bean(DeliveryChore.class);

        clock.move(Duration.ofDays(3));
        Hooks.await(chore.forget());
        assertThat(hooks.texts(hooks.deliveries("h", ""), "state"))
                .containsExactly("dead", "delivered");
        clock.move(Duration.ofDays(8));
        Hooks.await(chore.forget());
        assertThat(hooks.texts(hooks.deliveries("h", ""), "state")).containsExactly("dead");
        clock.move(Duration.ofDays(30));
        Hooks.await(chore.forget());
        assertThat(hooks.deliveries("h", "").at("/items").size()).isZero();
    }

    @Test
    void chore_tellsWebhooksByItself() {
        listen();
        hooks.report(external, "");

        Hooks.await(Hooks.bean(DeliveryChore.class).work());

        assertThat(receiver.calls()).hasSize(1);
    }

    @Test
    void outbox_isMeasured() {
        listen();
        receiver.answers(500);
        hooks.report(external, "");
        Hooks.tell();

        Hooks.await(Hooks.bean(DeliveryChore.class).count());

        String metrics = Api.get("/q/metrics").http().body();
        assertThat(metrics).contains("hindsight_webhook_waiting 1.0", "hindsight_webhook_dead 0.0");
        assertThat(metrics).contains("hindsight_webhook_attempts_total{outcome=\"failed\"}");
        assertThat(metrics).contains("hindsight_webhook_oldest_seconds");
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Nobody came");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(Semaphore semaphore) {
        try {
            if (!semaphore.tryAcquire(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Nobody came");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
