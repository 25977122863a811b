package dev.hindsight.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hindsight.fixture.AtOnce;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What takes long to be read is read seldom, and once at a time. */
class RememberedTest {

    private static final Duration FRESH = Duration.ofMinutes(5);

    private final List<UniEmitter<? super String>> readers =
            Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger failures = new AtomicInteger();

    private Instant now = Instant.parse("2026-11-20T18:00:00Z");

    private final Remembered<Integer> counted = remembered();

    private Remembered<Integer> remembered() {
        AtomicInteger reads = new AtomicInteger();
        return new Remembered<>(
                () ->
                        failures.get() > 0
                                ? Uni.createFrom()
                                        .failure(
                                                new IllegalStateException(
                                                        "away " + failures.getAndDecrement()))
                                : Uni.createFrom().item(reads.incrementAndGet()),
                FRESH,
                () -> now);
    }

    private int ask() {
        return counted.get().await().indefinitely();
    }

    @Test
    void value_isToldFromMemoryUntilItIsOld() {
        assertThat(ask()).isEqualTo(1);

        now = now.plus(FRESH).minusMillis(1);
        assertThat(ask()).isEqualTo(1);

        now = now.plusMillis(1);
        assertThat(ask()).isEqualTo(2);
    }

    @Test
    void questions_askedWhileItIsReadShareTheAnswer() throws Exception {
        Remembered<String> slow =
                new Remembered<>(() -> Uni.createFrom().emitter(readers::add), FRESH, () -> now);

        List<UniAssertSubscriber<String>> askers =
                AtOnce.ask(
                        8,
                        i -> slow.get().subscribe().withSubscriber(UniAssertSubscriber.create()));

        assertThat(readers).hasSize(1);
        // One who goes away takes nothing from the others.
        askers.get(0).cancel();
        readers.get(0).complete("read");
        assertThat(askers.subList(1, 8))
                .allSatisfy(asker -> assertThat(asker.getItem()).isEqualTo("read"));
        assertThat(slow.get().await().indefinitely()).isEqualTo("read");
        assertThat(readers).hasSize(1);
    }

    @Test
    void value_isToldOnWhileItCannotBeReadAnew() {
        ask();
        now = now.plus(FRESH);
        failures.set(2);

        assertThat(ask()).isEqualTo(1);
        assertThat(ask()).isEqualTo(1);
        assertThat(failures).hasValue(1);

        now = now.plus(Remembered.PAUSE);
        assertThat(ask()).isEqualTo(1);
        assertThat(failures).hasValue(0);

        now = now.plus(Remembered.PAUSE);
        assertThat(ask()).isEqualTo(2);
    }

    @Test
    void failure_isToldForAWhileWhereNothingIsKnown() {
        failures.set(2);

        HashSet<String> told = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(this::ask)
                    .satisfies(failure -> told.add(String.valueOf(failure.getMessage())));
        }
        assertThat(told).containsExactly("away 2");

        now = now.plus(Remembered.PAUSE);
        assertThatThrownBy(this::ask).hasMessage("away 1");

        now = now.plus(Remembered.PAUSE);
        assertThat(ask()).isEqualTo(1);
    }
}
